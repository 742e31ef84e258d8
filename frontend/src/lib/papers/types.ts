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
}

export interface Act {
  verb: string;
  label: string;
  allowed: boolean;
  /** Why it cannot be done now, and who can do it. */
  reason: string;
  who: string[];
}

export interface Stage {
  key: string;
  label: string;
  state: "done" | "now" | "next";
  at: string | null;
  by: string;
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
  role: "main" | "copy";
  state: "unsent" | "in_transit" | "delivered" | "acknowledged" | "returned" | "withdrawn";
  label: string;
  sent_at: string | null;
  delivered_at: string | null;
  /** Acknowledged, returned or withdrawn. */
  settled_at: string | null;
  by: string;
  reason: string;
  hours: number;
}

export interface Answer {
  unit: string;
  text: string;
  number: string;
  at: string;
  by: string;
}

/** What a list shows of a document of either direction. */
interface Row {
  id: string;
  doc_kind: string;
  urgency: string;
  title: string;
  number: string | null;
  stage: string;
  stage_label: string;
}

interface Paper {
  stages: Stage[];
  acts: Act[];
  opinions: Opinion[];
  attachments: Attachment[];
  body: string;
  page_count: number;
  run_id: string | null;
}

export interface OutgoingRow extends Row {
  drafter: Person;
  updated_at: string;
  released_at: string | null;
}

export interface Outgoing extends OutgoingRow, Paper {
  addressees: UnitName[];
  copies: UnitName[];
  prefix: string;
  signatory: Person | null;
  signed_at: string | null;
  created_at: string;
  version: number;
  may_edit: boolean;
  /** Hard rules that the text breaks, each with its article. */
  breaches: string[];
  deliveries: Delivery[];
  answers: Answer[];
}

export interface Integrity {
  ok: boolean;
  digest: string;
  sealed_at: string;
  files: number;
}

export interface IncomingRow extends Row {
  from_unit: UnitName;
  /** 抄送: to know, not to answer. */
  is_copy: boolean;
  received_at: string;
  acknowledged_at: string | null;
  register_number: string | null;
  due_on: string | null;
  page_count: number;
}

export interface Incoming extends IncomingRow, Paper {
  envelope_id: string;
  acknowledged_by: Person | null;
  integrity: Integrity;
  result: string;
  answer: string;
  completed_at: string | null;
  closed_reason: string;
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

/** One of the papers that lie beside a document. */
export interface PaperTab {
  key: string;
  label: string;
  count?: number;
}

export interface Fact {
  name: string;
  value: string;
  hot?: boolean;
  /** Takes the whole line. */
  wide?: boolean;
}
