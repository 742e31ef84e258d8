import { api, ask, unwrap } from "@/api/client";
import { orUnasked } from "@/lib/blank";

import type { Following } from "./freeWay";
import type { Incoming, Outgoing, Run, SubjectKind } from "./types";

const ROOT = "/api/correspondence";

export const readOutgoing = (document_id: string): Promise<Outgoing> =>
  unwrap(
    api.GET("/api/correspondence/outgoing/{document_id}", { params: { path: { document_id } } }),
  );

export const readIncoming = (document_id: string): Promise<Incoming> =>
  unwrap(
    api.GET("/api/correspondence/incoming/{document_id}", { params: { path: { document_id } } }),
  );

export const readPaper = (kind: SubjectKind, id: string): Promise<Outgoing | Incoming> =>
  kind === "outgoing" ? readOutgoing(id) : readIncoming(id);

/** 阅知 or 批办 */
export type Course = "note" | "handle";

/** What a person fills in when acting; each verb takes its own part of it. */
export interface ActFields {
  opinion?: string;
  reason?: string;
  result?: string;
  answer?: string;
  text?: string;
  to?: string;
  straight?: boolean;
  confirm?: boolean;
  unit?: string;
  item?: string;
  leader?: string;
  course?: Course;
  readers?: string[];
  is_major?: boolean;
  urger?: string;
  handlers?: string[];
  people?: string[];
  place?: AddPlace;
  method?: AddMethod;
  serial?: boolean;
  due_on?: string;
  data?: Record<string, unknown>;
  then?: Following[];
  chosen?: Record<string, string[]>;
  ticked?: string[];
  departments?: string[];
  print_copies?: number | null;
  reserved?: string | null;
}

/** 前加签, 后加签, 并加签 */
export type AddPlace = "before" | "after" | "with";
/** 会签, 或签, 依次 */
export type AddMethod = "all" | "any" | "in_turn";

/** The verb is one that the server has offered in `acts`, so its path cannot be known here. */
export const actOn = (
  kind: SubjectKind,
  id: string,
  verb: string,
  body: ActFields & { request_id: string },
): Promise<Outgoing | Incoming> => ask("post", `${ROOT}/${kind}/${id}/${verb}`, { body });

export const readRun = (run_id: string): Promise<Run> =>
  unwrap(api.GET("/api/workflow/runs/{run_id}", { params: { path: { run_id } } }));

/** Changes whenever the pages may look different, so that the browser asks for them again. */
export const versionMark = (paper: Outgoing | Incoming): string =>
  [
    paper.stage,
    paper.number ?? "",
    "version" in paper ? paper.version : "",
    paper.standing,
    paper.standing_from ?? "",
    "pdf_sha256" in paper ? paper.pdf_sha256.slice(0, 8) : "",
  ].join("-");

export const pageImage = (kind: SubjectKind, id: string, page: number, mark: string): string =>
  `${ROOT}/${kind}/${id}/pages/${page}?v=${encodeURIComponent(mark)}`;

export const pdfOf = (kind: SubjectKind, id: string): string => `${ROOT}/${kind}/${id}/pdf`;

export const attachmentOf = (kind: SubjectKind, id: string, attachment: string): string =>
  `${ROOT}/${kind}/${id}/attachments/${attachment}`;

/** People of one's own unit, to hand something to; with a permission only those who hold it. */
export const findColleagues = (q: string, permission: string) =>
  unwrap(
    api.GET("/api/organization/staff", {
      params: { query: { q: orUnasked(q.trim()), permission: orUnasked(permission) } },
    }),
  );
