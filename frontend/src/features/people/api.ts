import { api, type Schemas, unwrap } from "@/api/client";
import { orUnasked } from "@/lib/blank";

export type DirectoryUnit = Schemas["DirectoryUnitOut"];

/** A person's card as their unit has published it. */
export type PersonCard = Schemas["PersonCardOut"];

export interface PeopleFilter {
  q: string;
  unit: string;
  department: string;
}

export const readUnits = (signal?: AbortSignal) =>
  unwrap(api.GET("/api/directory/units", { signal }));

export function readPeople(filter: PeopleFilter, cursor: string | null, signal?: AbortSignal) {
  const query = {
    q: orUnasked(filter.q),
    unit: orUnasked(filter.unit),
    department: orUnasked(filter.department),
    cursor: orUnasked(cursor),
  };
  return unwrap(api.GET("/api/directory/people", { params: { query }, signal }));
}
