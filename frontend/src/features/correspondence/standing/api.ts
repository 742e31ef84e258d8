import { api, type Schemas, unwrap } from "@/api/client";
import type { SubjectKind } from "@/lib/papers/types";

/** 联署 is neither ours nor only received: another unit hosts what we signed. */
export type Held = SubjectKind | "joint";

export type Standing = Schemas["StandingOut"];
export type StandingChange = Schemas["StandingChangeOut"];
export type StandingNotice = Schemas["HeardChangeOut"];

export function readStanding(kind: Held, id: string, signal?: AbortSignal): Promise<Standing> {
  if (kind === "joint") {
    const path = { matter_id: id };
    return unwrap(
      api.GET("/api/correspondence/joint/{matter_id}/standing", { params: { path }, signal }),
    );
  }
  return unwrap(
    api.GET(
      kind === "outgoing"
        ? "/api/correspondence/outgoing/{document_id}/standing"
        : "/api/correspondence/incoming/{document_id}/standing",
      { params: { path: { document_id: id } }, signal },
    ),
  );
}

export interface Decision {
  request_id: string;
  reason: string;
  from_on: string;
}

/** 撤销, 废止, 更正; 撤销 from above. */
export function decide(document_id: string, verb: string, decision: Decision): Promise<Standing> {
  const params = { path: { document_id } };
  const { request_id, reason, from_on } = decision;
  const body = { request_id, reason };
  if (verb === "repeal") {
    const path = "/api/correspondence/outgoing/{document_id}/repeal";
    return unwrap(api.POST(path, { params, body: { ...body, from_on } }));
  }
  if (verb === "revoke") {
    return unwrap(api.POST("/api/correspondence/outgoing/{document_id}/revoke", { params, body }));
  }
  if (verb === "correct") {
    return unwrap(api.POST("/api/correspondence/outgoing/{document_id}/correct", { params, body }));
  }
  return unwrap(api.POST("/api/correspondence/incoming/{document_id}/annul", { params, body }));
}

export const listNotices = (signal?: AbortSignal): Promise<StandingNotice[]> =>
  unwrap(api.GET("/api/correspondence/standings", { signal }));

export const acknowledgeNotice = (change_id: string, request_id: string) =>
  unwrap(
    api.POST("/api/correspondence/standings/{change_id}/acknowledge", {
      params: { path: { change_id } },
      body: { request_id },
    }),
  );
