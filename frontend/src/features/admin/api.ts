import { api, type Schemas, unwrap } from "@/api/client";
import { orUnasked } from "@/lib/blank";

export type Department = Schemas["DepartmentOut"];
export type StaffMember = Schemas["StaffOut"];
export type Duty = Schemas["DutyOut"];
export type Scope = Duty["scope"];
export type PermissionModule = Schemas["PermissionModule"];

export type NewDepartment = Schemas["DepartmentInRequest"];
export type DepartmentEdit = Schemas["PatchedDepartmentInRequest"];
export type NewStaff = Schemas["StaffInRequest"];
export type StaffEdit = Schemas["PatchedStaffEditRequest"];
export type DutyEdit = Schemas["PatchedDutyEditRequest"];

export const readDepartments = (signal?: AbortSignal) =>
  unwrap(api.GET("/api/organization/departments", { signal }));

export const openDepartment = (body: NewDepartment) =>
  unwrap(api.POST("/api/organization/departments", { body }));

export const changeDepartment = (department_id: string, body: DepartmentEdit) =>
  unwrap(
    api.PATCH("/api/organization/departments/{department_id}", {
      params: { path: { department_id } },
      body,
    }),
  );

export const closeDepartment = (department_id: string) =>
  unwrap(
    api.POST("/api/organization/departments/{department_id}/close", {
      params: { path: { department_id } },
    }),
  );

export type StaffState = "active" | "disabled" | "all";

export interface StaffFilter {
  q: string;
  department: string;
  state: StaffState;
}

export function readStaff(filter: StaffFilter, cursor: string | null, signal?: AbortSignal) {
  const query = {
    q: orUnasked(filter.q),
    department: orUnasked(filter.department),
    state: filter.state,
    cursor: orUnasked(cursor),
  };
  return unwrap(api.GET("/api/organization/staff", { params: { query }, signal }));
}

export const addStaff = (body: NewStaff) => unwrap(api.POST("/api/organization/staff", { body }));

const oneStaff = (staff_id: string) => ({ params: { path: { staff_id } } });

export const changeStaff = (staff_id: string, body: StaffEdit) =>
  unwrap(api.PATCH("/api/organization/staff/{staff_id}", { ...oneStaff(staff_id), body }));

export const disableStaff = (staff_id: string) =>
  unwrap(api.POST("/api/organization/staff/{staff_id}/disable", oneStaff(staff_id)));

export const enableStaff = (staff_id: string) =>
  unwrap(api.POST("/api/organization/staff/{staff_id}/enable", oneStaff(staff_id)));

/** A one-time link with which this person sets their own password. */
export const inviteStaff = (staff_id: string) =>
  unwrap(api.POST("/api/organization/staff/{staff_id}/invite", oneStaff(staff_id)));

export const readPermissions = (signal?: AbortSignal) =>
  unwrap(api.GET("/api/organization/permissions", { signal }));

export const readDuties = (signal?: AbortSignal) =>
  unwrap(api.GET("/api/organization/duties", { signal }));

export const defineDuty = (name: string, scope: Scope) =>
  unwrap(api.POST("/api/organization/duties", { body: { name, scope, permissions: [] } }));

const oneDuty = (duty_id: string) => ({ params: { path: { duty_id } } });

export const changeDuty = (duty_id: string, body: DutyEdit) =>
  unwrap(api.PATCH("/api/organization/duties/{duty_id}", { ...oneDuty(duty_id), body }));

export const assignDuty = (duty_id: string, staff_ids: string[]) =>
  unwrap(
    api.PUT("/api/organization/duties/{duty_id}/holders", {
      ...oneDuty(duty_id),
      body: { staff_ids },
    }),
  );
