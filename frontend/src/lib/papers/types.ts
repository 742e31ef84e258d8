/** Documents of both directions as the server sends them, shared by the to-do list and the registry. */
export type SubjectKind = "outgoing" | "incoming";

export interface UnitName {
  code: string;
  name: string;
  short_name: string;
}

export interface Person {
  id: string;
  name: string;
  title: string;
  department?: string | null;
}

export interface Act {
  verb: string;
  label: string;
  allowed: boolean;
  /** Why it cannot be done now, and who can do it. */
  reason: string;
  who: string | null;
  node?: string | null;
}

export interface Stage {
  key: string;
  label: string;
  state: "done" | "now" | "next" | "skipped";
  at?: string | null;
  by?: string | null;
}

export interface Attachment {
  id: string;
  name: string;
  size: number;
  content_type: string;
  sha256: string;
  added_at: string;
}

export interface Opinion {
  step: string;
  step_name: string;
  name: string;
  title: string;
  text: string;
  at: string;
  action: string;
}

export interface Delivery {
  unit: { code: string; short_name: string };
  state: "in_transit" | "delivered" | "acknowledged" | "returned" | "withdrawn";
  label: string;
  sent_at: string | null;
  delivered_at: string | null;
  acknowledged_at: string | null;
  by: string | null;
  reason: string;
  hours: number | null;
}

export interface Answer {
  unit: { code: string; short_name: string };
  text: string;
  number: string | null;
  at: string;
  by: string;
}

interface Paper {
  id: string;
  doc_kind: string;
  urgency: string;
  title: string;
  stage: string;
  stage_label: string;
  stages: Stage[];
  acts: Act[];
  opinions: Opinion[];
  attachments: Attachment[];
  page_count: number;
  run_id: string | null;
}

export interface Outgoing extends Paper {
  body: string;
  addressees: UnitName[];
  copies: UnitName[];
  prefix: string;
  number: string | null;
  signatory: Person | null;
  drafter: Person;
  created_at: string;
  updated_at: string;
  version: number;
  deliveries: Delivery[];
  answers: Answer[];
}

export interface Integrity {
  ok: boolean;
  digest: string;
  sealed_at: string;
  files: number;
}

export interface Incoming extends Paper {
  envelope_id: string;
  from_unit: UnitName;
  number: string | null;
  body?: string;
  received_at: string;
  acknowledged_at: string | null;
  acknowledged_by: string | null;
  register_number: string | null;
  due_on: string | null;
  integrity: Integrity;
  result: string;
  answered_at: string | null;
}

export interface RunItem {
  id: string;
  owner: string;
  title: string;
  department: string | null;
  status: string;
  action: string | null;
  opinion: string;
  opened_at: string;
  closed_at: string | null;
  sent_to?: string | null;
}

export interface RunVisit {
  opened_at: string;
  closed_at: string | null;
  status: string;
  items: RunItem[];
}

export interface RunNode {
  key: string;
  name: string;
  state: "done" | "now" | "next" | "skipped";
  mode: string;
  visits: RunVisit[];
  handlers: string[];
}

export interface Run {
  id: string;
  title: string;
  status: string;
  nodes: RunNode[];
}
