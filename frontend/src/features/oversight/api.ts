import { send } from "@/api/client";
import type { Page } from "@/lib/page";

export interface BoardTotals {
  in_progress: number;
  received_7d: number;
  completed_7d: number;
  on_time_rate: number | null;
  overdue: number;
  due_soon: number;
}

export interface BoardUnit {
  code: string;
  short_name: string;
  kind: string;
  group: string;
  in_progress: number;
  overdue: number;
  due_soon: number;
  completed: number;
  on_time_rate: number | null;
  oldest_days: number;
  reported_at: string | null;
}

export interface BoardStage {
  flow: "outgoing" | "incoming";
  stage: string;
  label: string;
  normal: number;
  due_soon: number;
  overdue: number;
}

export interface BoardAge {
  label: string;
  count: number;
  overdue: number;
}

export interface Board {
  as_of: string;
  totals: BoardTotals;
  units: BoardUnit[];
  stages: BoardStage[];
  ages: BoardAge[];
}

export interface Matter {
  id: string;
  unit: string;
  short_name: string;
  flow: "outgoing" | "incoming";
  doc_kind: string;
  title: string;
  number: string;
  urgency: string;
  stage: string;
  stage_label: string;
  entered_at: string;
  stage_since: string;
  due_at: string | null;
  closed_at: string | null;
  age_days: number;
  overdue: boolean;
  envelope_id: string | null;
}

export interface MattersWanted {
  unit: string;
  flow: string;
  stage: string;
  overdue: boolean;
  closed: boolean;
  q: string;
}

export interface TraceStep {
  name: string;
  post: string;
  opened_at: string | null;
  closed_at: string | null;
  hours: number;
  state: string;
  over_hours: number;
}

export interface TraceLane {
  unit: string;
  short_name: string;
  role: "sender" | "recipient";
  hours: number;
  steps: TraceStep[];
}

export interface TraceEnvelope {
  sealed_at: string | null;
  delivered_at: string | null;
  acknowledged_at: string | null;
  hours: number;
  state: string;
}

export interface Trace {
  title: string;
  number: string;
  doc_kind: string;
  urgency: string;
  stage_label: string;
  short_name: string;
  from_unit: string;
  lanes: TraceLane[];
  envelope: TraceEnvelope | null;
  due_at: string | null;
  total_hours: number;
  over_hours: number;
  as_of: string;
}

export interface Recipient {
  unit: string;
  short_name: string;
  state: string;
  label: string;
  delivered_at: string | null;
  acknowledged_at: string | null;
  hours: number;
  attempts: number;
}

export interface Envelope {
  id: string;
  title: string;
  number: string;
  doc_kind: string;
  from_unit: string;
  sealed_at: string;
  size: number;
  recipients: Recipient[];
}

export interface LedgerFigures {
  sent: number;
  acknowledged: number;
  delivered: number;
  in_transit: number;
  returned: number;
  withdrawn: number;
  difference: number;
}

export interface LedgerPair extends LedgerFigures {
  from_unit: string;
  to_unit: string;
}

export interface Ledger {
  as_of: string;
  balanced: boolean;
  totals: LedgerFigures;
  pairs: LedgerPair[];
}

export interface DeadLetter {
  id: string;
  unit: string;
  subscriber: string;
  event: string;
  attempts: number;
  last_error: string;
  at: string;
}

export const readBoard = (signal?: AbortSignal): Promise<Board> =>
  send("get", "/api/city/board", { signal });

export const listMatters = (
  { overdue, closed, ...wanted }: MattersWanted,
  cursor: string | null,
  signal?: AbortSignal,
): Promise<Page<Matter>> =>
  send("get", "/api/city/items", {
    query: { ...wanted, overdue: overdue || undefined, closed: closed || undefined, cursor },
    signal,
  });

export const readTrace = (id: string, signal?: AbortSignal): Promise<Trace> =>
  send("get", `/api/city/items/${id}/trace`, { signal });

export const listEnvelopes = (
  query: { state: string; q: string; cursor: string | null },
  signal?: AbortSignal,
): Promise<Page<Envelope>> => send("get", "/api/city/exchange", { query, signal });

export const readLedger = (signal?: AbortSignal): Promise<Ledger> =>
  send("get", "/api/city/ledger", { signal });

export const listDeadLetters = (signal?: AbortSignal): Promise<Page<DeadLetter>> =>
  send("get", "/api/city/dead-letters", { signal });
