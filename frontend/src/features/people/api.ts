import { send } from "@/api/client";
import { type Page } from "@/lib/page";
import { type UnitCard } from "@/lib/units";

export interface DirectoryUnit extends UnitCard {
  parent_code: string | null;
  staff_count: number;
  phone: string;
}

/** A person's card as their unit has published it. */
export interface PersonCard {
  id: string;
  name: string;
  pinyin: string;
  initials: string;
  title: string;
  department: string;
  unit_code: string;
  unit_name: string;
  phone: string;
  mobile: string;
}

export interface PeopleFilter {
  q: string;
  unit: string;
  department: string;
}

export const readUnits = (signal?: AbortSignal) =>
  send<DirectoryUnit[]>("get", "/api/directory/units", { signal });

export const readPeople = (filter: PeopleFilter, cursor: string | null, signal?: AbortSignal) =>
  send<Page<PersonCard>>("get", "/api/directory/people", { query: { ...filter, cursor }, signal });
