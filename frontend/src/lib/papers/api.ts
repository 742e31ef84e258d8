import { send } from "@/api/client";
import type { Page } from "@/lib/page";

import type { Incoming, Outgoing, Person, Run, SubjectKind } from "./types";

const ROOT = "/api/correspondence";

export function readPaper(kind: "outgoing", id: string): Promise<Outgoing>;
export function readPaper(kind: "incoming", id: string): Promise<Incoming>;
export function readPaper(kind: SubjectKind, id: string): Promise<Outgoing | Incoming>;
export function readPaper(kind: SubjectKind, id: string): Promise<Outgoing | Incoming> {
  return send("get", `${ROOT}/${kind}/${id}`);
}

/** What a person fills in when acting; the server ignores what a verb does not need. */
export interface ActFields {
  opinion?: string;
  reason?: string;
  result?: string;
  answer?: string;
  to?: string;
  unit?: string;
  leader?: string;
  handlers?: string[];
  due_on?: string;
}

export const actOn = (
  kind: SubjectKind,
  id: string,
  verb: string,
  body: ActFields & { request_id: string },
): Promise<Outgoing | Incoming> => send("post", `${ROOT}/${kind}/${id}/${verb}`, { body });

export const readRun = (id: string): Promise<Run> => send("get", `/api/workflow/runs/${id}`);

/** Changes whenever the pages may look different, so that the browser asks for them again. */
export const versionMark = (paper: Outgoing | Incoming): string =>
  [paper.stage, paper.number ?? "", "version" in paper ? paper.version : ""].join("-");

export const pageImage = (kind: SubjectKind, id: string, page: number, mark: string): string =>
  `${ROOT}/${kind}/${id}/pages/${page}?v=${encodeURIComponent(mark)}`;

export const pdfOf = (kind: SubjectKind, id: string): string => `${ROOT}/${kind}/${id}/pdf`;

export const attachmentOf = (kind: SubjectKind, id: string, attachment: string): string =>
  `${ROOT}/${kind}/${id}/attachments/${attachment}`;

/** People of one's own unit, to hand something to. */
export const findColleagues = (q: string): Promise<Page<Person>> =>
  send("get", "/api/organization/staff", { query: { q, state: "active" } });
