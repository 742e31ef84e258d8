import { api, unwrap, type Schemas } from "@/api/client";
import { orUnasked } from "@/lib/blank";
import { addDays } from "@/lib/calendar";
import type { Option } from "@/lib/papers/options";

export type Mandate = Schemas["MandateOut"];
export type Named = Schemas["NamedOut"];
export type Moves = Schemas["MovesOut"];
export type LentItem = Schemas["LentItemOut"];

/** What a person fills in; days as the wall calendar names them. */
export interface MandateForm {
  agent: Option[];
  from: string;
  /** The last day, all of it. */
  to: string;
  /** Keys of flows; all of them while `only` is off. */
  only: boolean;
  flows: string[];
  starters: Option[];
  existing: boolean;
}

/** The first word is the live topic that changes it. */
export const KEY = ["todo", "mandates"];

const midnight = (date: string): string => `${date}T00:00:00+08:00`;

/** As the server wants it; nothing while the form says too little. */
export function scopeOf(form: MandateForm): Schemas["ScopeInRequest"] | null {
  const agent = form.agent[0]?.key;
  if (!agent || !form.from || !form.to || form.to < form.from) return null;
  if (form.only && !form.flows.length) return null;
  return {
    agent,
    starts_at: midnight(form.from),
    ends_at: midnight(addDays(form.to, 1)),
    flows: form.only ? form.flows : [],
    excluded: form.starters.map(({ key }) => ({ kind: "starter", value: key })),
    existing: form.existing,
  };
}

export const readFlows = async (): Promise<Named[]> =>
  (await unwrap(api.GET("/api/workflow/mandates/scope"))).flows;

export const listPast = (cursor: string | null, signal?: AbortSignal) =>
  unwrap(
    api.GET("/api/workflow/mandates", {
      params: { query: { cursor: orUnasked(cursor) } },
      signal,
    }),
  );

export const listItems = (mandate: string, cursor: string | null, signal?: AbortSignal) =>
  unwrap(
    api.GET("/api/workflow/mandates/{mandate_id}/items", {
      params: { path: { mandate_id: mandate }, query: { cursor: orUnasked(cursor) } },
      signal,
    }),
  );

export const preview = (scope: Schemas["ScopeInRequest"], signal?: AbortSignal) =>
  unwrap(api.POST("/api/workflow/mandates/preview", { body: scope, signal }));

export const give = (scope: Schemas["ScopeInRequest"], requestId: string) =>
  unwrap(api.POST("/api/workflow/mandates", { body: { ...scope, request_id: requestId } }));

export const end = (mandate: string) =>
  unwrap(
    api.POST("/api/workflow/mandates/{mandate_id}/end", {
      params: { path: { mandate_id: mandate } },
    }),
  );
