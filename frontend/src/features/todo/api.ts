import { api, type Schemas, unwrap } from "@/api/client";
import { orUnasked } from "@/lib/blank";
import type { SubjectKind } from "@/lib/papers/types";

export type Box = "todo" | "done" | "started";

/** One thing that waits for a person, or that a person has done or begun. */
export type WorkItem = Schemas["WorkItemOut"];

interface Wanted {
  box: Box;
  q: string;
  cursor: string | null;
}

export const listItems = ({ box, q, cursor }: Wanted, signal?: AbortSignal) =>
  unwrap(
    api.GET("/api/workflow/items", {
      params: { query: { box, q: orUnasked(q), cursor: orUnasked(cursor) } },
      signal,
    }),
  );

/** The engine carries any subject; this office has two. */
export const kindOf = ({ subject_kind }: WorkItem): SubjectKind =>
  subject_kind === "incoming" ? "incoming" : "outgoing";

/** Whose document it is and who handed it on: 太和镇来文 · 赵静 */
export const fromOf = ({ from_unit, from_name }: WorkItem): string =>
  [from_unit ? `${from_unit}来文` : "", from_name].filter(Boolean).join(" · ");
