import { api, type Schemas, unwrap } from "@/api/client";
import { orUnasked } from "@/lib/blank";

import type { Flow } from "./flows";

export type Board = Schemas["BoardOut"];
export type BoardTotals = Schemas["BoardTotals"];
export type BoardUnit = Schemas["BoardUnit"];
export type BoardStage = Schemas["BoardStage"];
export type BoardAge = Schemas["BoardAge"];
export type Matter = Schemas["MatterOut"];
export type Trace = Schemas["TraceOut"];
export type TraceLane = Schemas["TraceLane"];
export type TraceStep = Schemas["TraceStep"];
export type Envelope = Schemas["ExchangeEnvelope"];
export type Recipient = Schemas["ExchangeRecipient"];
export type Ledger = Schemas["LedgerOut"];
export type LedgerFigures = Schemas["LedgerTotals"];
export type LedgerPair = Schemas["LedgerPair"];
export type LedgerOutbox = Schemas["LedgerOutbox"];
export type DeadLetter = Schemas["DeadLetter"];

export interface MattersWanted {
  unit: string;
  flow: "" | Flow;
  stage: string;
  overdue: boolean;
  due_soon: boolean;
  limited: boolean;
  closed: boolean;
  entered_since: string;
  closed_since: string;
  q: string;
}

/** Everything still open; a list asks for less by naming what it wants. */
export const ALL_OPEN: MattersWanted = {
  unit: "",
  flow: "",
  stage: "",
  overdue: false,
  due_soon: false,
  limited: false,
  closed: false,
  entered_since: "",
  closed_since: "",
  q: "",
};

export type DeliveryState = Recipient["state"];

export const readBoard = (signal?: AbortSignal) => unwrap(api.GET("/api/city/board", { signal }));

export function listMatters(wanted: MattersWanted, cursor: string | null, signal?: AbortSignal) {
  const query = {
    unit: orUnasked(wanted.unit),
    flow: orUnasked(wanted.flow),
    stage: orUnasked(wanted.stage),
    overdue: wanted.overdue || undefined,
    due_soon: wanted.due_soon || undefined,
    limited: wanted.limited || undefined,
    closed: wanted.closed || undefined,
    entered_since: orUnasked(wanted.entered_since),
    closed_since: orUnasked(wanted.closed_since),
    q: orUnasked(wanted.q),
    cursor: orUnasked(cursor),
  };
  return unwrap(api.GET("/api/city/items", { params: { query }, signal }));
}

export const readTrace = (line_id: string, signal?: AbortSignal) =>
  unwrap(api.GET("/api/city/items/{line_id}/trace", { params: { path: { line_id } }, signal }));

export function listEnvelopes(
  wanted: { state: DeliveryState | ""; q: string; cursor: string | null },
  signal?: AbortSignal,
) {
  const query = {
    state: orUnasked(wanted.state),
    q: orUnasked(wanted.q),
    cursor: orUnasked(wanted.cursor),
  };
  return unwrap(api.GET("/api/city/exchange", { params: { query }, signal }));
}

export const readLedger = (signal?: AbortSignal) => unwrap(api.GET("/api/city/ledger", { signal }));

export const listDeadLetters = (signal?: AbortSignal) =>
  unwrap(api.GET("/api/city/dead-letters", { signal }));
