import { send } from "@/api/client";
import type { Page } from "@/lib/page";
import type { SubjectKind } from "@/lib/papers/types";

export type Box = "todo" | "done" | "started";

/** One thing that waits for a person, or that a person has done or begun. */
export interface WorkItem {
  id: string;
  run_id: string;
  subject_kind: SubjectKind;
  subject_id: string;
  doc_kind: string;
  title: string;
  number: string | null;
  urgency: string;
  step: string;
  step_name: string;
  from_name: string;
  from_unit?: string | null;
  opened_at: string;
  due_at: string | null;
  closed_at: string | null;
  action: string | null;
  opinion: string;
}

interface Wanted {
  box: Box;
  q: string;
  cursor: string | null;
}

export const listItems = (wanted: Wanted, signal?: AbortSignal): Promise<Page<WorkItem>> =>
  send("get", "/api/workflow/items", { query: { ...wanted }, signal });
