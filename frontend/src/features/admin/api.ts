import { send } from "@/api/client";
import { type Page } from "@/lib/page";

const ROOT = "/api/organization";

export interface Department {
  id: string;
  name: string;
  parent: string | null;
  order: number;
  head: { id: string; name: string } | null;
  staff_count: number;
}

export interface DepartmentFacts {
  name?: string;
  parent?: string | null;
  order?: number;
  head?: string | null;
}

export const readDepartments = (signal?: AbortSignal) =>
  send<Department[]>("get", `${ROOT}/departments`, { signal });

export const openDepartment = (body: DepartmentFacts) =>
  send<Department>("post", `${ROOT}/departments`, { body });

export const changeDepartment = (id: string, body: DepartmentFacts) =>
  send<Department>("patch", `${ROOT}/departments/${id}`, { body });

export const closeDepartment = (id: string) => send("post", `${ROOT}/departments/${id}/close`);

export interface StaffMember {
  id: string;
  name: string;
  account: string;
  title: string;
  phone: string;
  mobile: string;
  mobile_published: boolean;
  published: boolean;
  department: { id: string; name: string };
  is_active: boolean;
  last_login: string | null;
  duties: { id: string; code: string; name: string }[];
}

export interface StaffFacts {
  name: string;
  /** Chosen once: it is the name in the audit. */
  account?: string;
  title: string;
  phone: string;
  mobile: string;
  mobile_published: boolean;
  published: boolean;
  department: string;
}

export type StaffState = "active" | "disabled" | "all";

export interface StaffFilter {
  q: string;
  department: string;
  state: StaffState;
}

export const readStaff = (filter: StaffFilter, cursor: string | null, signal?: AbortSignal) =>
  send<Page<StaffMember>>("get", `${ROOT}/staff`, { query: { ...filter, cursor }, signal });

export const addStaff = (body: StaffFacts) => send<StaffMember>("post", `${ROOT}/staff`, { body });

export const changeStaff = (id: string, body: Partial<StaffFacts>) =>
  send<StaffMember>("patch", `${ROOT}/staff/${id}`, { body });

export const disableStaff = (id: string) => send("post", `${ROOT}/staff/${id}/disable`);
export const enableStaff = (id: string) => send("post", `${ROOT}/staff/${id}/enable`);

/** A one-time link with which this person sets their own password. */
export const inviteStaff = (id: string) =>
  send<{ url: string }>("post", `${ROOT}/staff/${id}/invite`);

export interface PermissionModule {
  module: string;
  label: string;
  items: { name: string; label: string }[];
}

export interface Holder {
  id: string;
  name: string;
  title: string;
  department: string;
}

export interface Duty {
  id: string;
  code: string;
  name: string;
  permissions: string[];
  scope: string;
  /** Not empty for the three administrators, whose permissions are fixed. */
  guard: string;
  is_stock: boolean;
  holders: Holder[];
}

export interface DutyFacts {
  name?: string;
  permissions?: string[];
  scope?: string;
}

export const readPermissions = (signal?: AbortSignal) =>
  send<PermissionModule[]>("get", `${ROOT}/permissions`, { signal });

export const readDuties = (signal?: AbortSignal) =>
  send<Duty[]>("get", `${ROOT}/duties`, { signal });

export const defineDuty = (body: DutyFacts) => send<Duty>("post", `${ROOT}/duties`, { body });

export const changeDuty = (id: string, body: DutyFacts) =>
  send<Duty>("patch", `${ROOT}/duties/${id}`, { body });

export const assignDuty = (id: string, staff_ids: string[]) =>
  send<Duty>("put", `${ROOT}/duties/${id}/holders`, { body: { staff_ids } });
