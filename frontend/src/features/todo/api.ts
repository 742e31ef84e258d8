import { api, type Schemas, unwrap } from "@/api/client";
import { orUnasked } from "@/lib/blank";
import type { WorkItem } from "@/lib/papers/items";
import type { SubjectKind } from "@/lib/papers/types";

export type { WorkItem } from "@/lib/papers/items";
export type Choices = Schemas["ChoicesOut"];

/** 待办, 已办, 我发起的, 待阅, 已阅 */
export type Box = "todo" | "done" | "started" | "read" | "was_read";

/** What of a box somebody wants to see; nothing set means all of it. */
export interface Wanted {
  box: Box;
  q: string;
  flow: string;
  sender: string;
  overdue: boolean;
}

export function listItems(wanted: Wanted, cursor: string | null, signal?: AbortSignal) {
  const query = {
    box: wanted.box,
    q: orUnasked(wanted.q.trim()),
    flow: orUnasked(wanted.flow),
    sender: orUnasked(wanted.sender),
    overdue: wanted.overdue || undefined,
    cursor: orUnasked(cursor),
  };
  return unwrap(api.GET("/api/workflow/items", { params: { query }, signal }));
}

export const readCounts = (signal?: AbortSignal) =>
  unwrap(api.GET("/api/workflow/items/counts", { signal }));

export const readChoices = (box: Box, signal?: AbortSignal) =>
  unwrap(api.GET("/api/workflow/items/choices", { params: { query: { box } }, signal }));

/** Which of the two directions of correspondence it is; null for everything else. */
export const paperKindOf = ({
  subject_kind,
}: Pick<WorkItem, "subject_kind">): SubjectKind | null =>
  subject_kind === "incoming" || subject_kind === "outgoing" ? subject_kind : null;

/** Whose document it is and who handed it on: 太和镇来文 · 赵静 */
export const fromOf = ({ from_unit, from_name }: WorkItem): string =>
  [from_unit ? `${from_unit}来文` : "", from_name].filter(Boolean).join(" · ");
