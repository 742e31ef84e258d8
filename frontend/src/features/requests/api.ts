import { api, ask, unwrap, type Schemas } from "@/api/client";
import { orUnasked } from "@/lib/blank";
import type { Answers, FormUi, Names, Rights } from "@/lib/forms/types";

export type Kind = Schemas["RequestKindOut"];
export type Row = Schemas["RequestRow"];
export type RequestStatus = Row["status"];
export type Stop = Schemas["PreviewStop"];
export type Notice = Schemas["PreviewNotice"];
export type Suggestion = Schemas["PreviewSuggestion"];
export type Lane = Schemas["PreviewLane"];
export type Preview = Schemas["RequestPreviewOut"];
export type Balance = Schemas["BalanceOut"];

/** The form part of an answer; its shape is the form's own. */
export interface SheetPart {
  ui: FormUi;
  answers: Answers;
  rights: Rights;
  names: Names;
}

export type StartSheet = Omit<Schemas["RequestSheetOut"], "sheet"> & { sheet: SheetPart };
export type Detail = Omit<Schemas["RequestOut"], "sheet"> & { sheet: SheetPart };

export type GivingBack = NonNullable<Detail["giving_back"]>;

export type Box = "mine" | "all";

export interface Filter {
  box: Box;
  kind: string;
  status: RequestStatus | "";
  q: string;
}

export const listKinds = async (): Promise<Kind[]> =>
  (await unwrap(api.GET("/api/requests/kinds"))).results;

export const readSheet = (key: string): Promise<StartSheet> =>
  ask("get", `/api/requests/kinds/${encodeURIComponent(key)}`);

export const previewOf = (key: string, data: Answers, signal?: AbortSignal): Promise<Preview> =>
  ask("post", `/api/requests/kinds/${encodeURIComponent(key)}/preview`, { body: { data }, signal });

export const saveDraft = (
  key: string,
  form: string,
  data: Answers,
): Promise<Schemas["RequestDraftOut"]> =>
  ask("put", `/api/requests/kinds/${encodeURIComponent(key)}/draft`, { body: { form, data } });

export const dropDraft = (key: string): Promise<void> =>
  ask("delete", `/api/requests/kinds/${encodeURIComponent(key)}/draft`);

export interface Filing {
  kind: string;
  form: string;
  data: Answers;
  request_id: string;
  folder: string;
  chosen?: Record<string, string[]>;
}

export const fileRequest = (body: Filing): Promise<Detail> =>
  ask("post", "/api/requests", { body });

export const listRequests = (filter: Filter, cursor: string | null, signal: AbortSignal) =>
  unwrap(
    api.GET("/api/requests", {
      params: {
        query: {
          box: filter.box,
          kind: orUnasked(filter.kind),
          status: filter.status === "" ? undefined : filter.status,
          q: orUnasked(filter.q.trim()),
          cursor: cursor ?? undefined,
        },
      },
      signal,
    }),
  );

export const readRequest = (id: string): Promise<Detail> => ask("get", `/api/requests/${id}`);

export const withdrawRun = (run: string, body: { request_id: string; reason: string }) =>
  ask<unknown>("post", `/api/workflow/runs/${run}/withdraw`, { body });

export const giveBack = (
  id: string,
  body: { request_id: string; since: string | null; reason: string },
): Promise<Detail> => ask("post", `/api/requests/${id}/give_back`, { body });

export const listBalances = async (): Promise<Balance[]> =>
  (await unwrap(api.GET("/api/requests/balances"))).results;

export const printOf = (id: string): string => `/api/requests/${id}/print`;

export function exportOf({ box, kind }: Filter, from: string, to: string): string {
  const asked = Object.entries({ box, kind, from, to }).filter(([, value]) => value !== "");
  return `/api/requests/export?${new URLSearchParams(asked).toString()}`;
}
