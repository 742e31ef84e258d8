import { api, ask, type Schemas, unwrap } from "@/api/client";
import { orUnasked } from "@/lib/blank";

/** One run in the list of a supervisor. Runs are counted and ordered here, people never. */
export type Supervised = Schemas["SupervisedOut"];
export type Overseen = Schemas["OverseenOut"];
export type SupervisionAct = Schemas["SupervisionActOut"];
export type Seat = Schemas["SupervisedSeatOut"];
export type JumpTarget = Schemas["JumpTargetOut"];
export type Change = Schemas["ChangeOut"];
export type Way = Schemas["WayOut"];

export const STATES = ["open", "overdue", "suspended", "closed"] as const;
export const SCOPES = ["all", "started", "desk"] as const;
export const AGES = ["", "day", "three_days", "week"] as const;

export interface Wanted {
  state: (typeof STATES)[number];
  scope: (typeof SCOPES)[number];
  age: (typeof AGES)[number];
  q: string;
}

export function listSupervised(wanted: Wanted, cursor: string | null, signal?: AbortSignal) {
  const { state, scope, age } = wanted;
  const query = {
    state,
    scope,
    age: age || undefined,
    q: orUnasked(wanted.q),
    cursor: orUnasked(cursor),
  };
  return unwrap(api.GET("/api/workflow/supervision", { params: { query }, signal }));
}

export const readOverseen = (run_id: string, signal?: AbortSignal) =>
  unwrap(api.GET("/api/workflow/supervision/{run_id}", { params: { path: { run_id } }, signal }));

export const readRun = (run_id: string, signal?: AbortSignal) =>
  unwrap(api.GET("/api/workflow/runs/{run_id}", { params: { path: { run_id } }, signal }));

export const readWay = (run_id: string, signal?: AbortSignal) =>
  unwrap(api.GET("/api/workflow/runs/{run_id}/way", { params: { path: { run_id } }, signal }));

/** What a supervisor fills in; each verb takes its own part of it. */
export interface Fields {
  reason?: string;
  text?: string;
  item?: string;
  to?: string;
  node?: string;
  until?: string;
  event?: string;
  graph?: unknown;
}

/** The verb is one that the server has offered, so its path cannot be known here. */
export const intervene = (
  run_id: string,
  verb: string,
  body: Fields & { request_id: string },
): Promise<unknown> => ask("post", `/api/workflow/runs/${run_id}/${verb}`, { body });
