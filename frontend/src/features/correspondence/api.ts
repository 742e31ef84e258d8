import { api, ask, type Schemas, unwrap } from "@/api/client";
import { orUnasked } from "@/lib/blank";
import type { Incoming, Outgoing } from "@/lib/papers/types";

export interface Wanted {
  stage: string;
  q: string;
  cursor: string | null;
}

const asked = ({ stage, q, cursor }: Wanted) => ({
  stage: orUnasked(stage),
  q: orUnasked(q),
  cursor: orUnasked(cursor),
});

export const listOutgoing = (wanted: Wanted, signal?: AbortSignal) =>
  unwrap(api.GET("/api/correspondence/outgoing", { params: { query: asked(wanted) }, signal }));

export type BookKey = "outgoing" | "incoming";
export type RegisterLine = Schemas["LineOut"];

/** What a register is asked by. */
export interface RegisterWanted {
  year: string;
  kind: string;
  stage: string;
  unit: string;
  prefix: string;
  channel: string;
  standing: string;
  q: string;
}

export const readRegister = (
  book: BookKey,
  { cursor, ...wanted }: RegisterWanted & { cursor: string | null },
  signal?: AbortSignal,
) =>
  unwrap(
    api.GET("/api/correspondence/registers/{book}", {
      params: { path: { book }, query: { ...wanted, cursor: orUnasked(cursor) } },
      signal,
    }),
  );

/** The same lines as a workbook. */
export const registerBook = (book: BookKey, wanted: RegisterWanted): string =>
  `/api/correspondence/registers/${book}/xlsx?${new URLSearchParams({ ...wanted }).toString()}`;

/** And as sheets to print, refused where they would be too many. */
export const registerSheets = (book: BookKey, wanted: RegisterWanted): Promise<Blob> =>
  unwrap(
    api.GET("/api/correspondence/registers/{book}/pdf", {
      params: { path: { book }, query: { ...wanted } },
      parseAs: "blob",
    }) as Promise<{ data?: Blob; error?: unknown; response: Response }>,
  );

export type Letterhead = Schemas["LetterheadOut"];
export type LedgerNumber = Schemas["NumberOut"];

export const listLetterheads = (signal?: AbortSignal) =>
  unwrap(api.GET("/api/correspondence/letterheads", { signal }));

export const addLetterhead = (body: Schemas["LetterheadInRequest"]) =>
  unwrap(api.POST("/api/correspondence/letterheads", { body }));

/** Changes of a letterhead that exists. */
export type LetterheadChange = Schemas["LetterheadInRequest"];

export const changeLetterhead = (letterhead_id: string, body: LetterheadChange) =>
  unwrap(
    api.PATCH("/api/correspondence/letterheads/{letterhead_id}", {
      params: { path: { letterhead_id } },
      body,
    }),
  );

/** 样张 of a letterhead as it stands in the form: its first page, or the whole as PDF. */
export const sampleOf = (head: LetterheadChange, form: "" | "/pdf" = ""): string => {
  const asked = Object.entries(head).map(([name, value]): [string, string] => [
    name,
    String(value),
  ]);
  return `/api/correspondence/letterheads/sample${form}?${new URLSearchParams(asked).toString()}`;
};

export type WritingLimits = Schemas["LimitsShape"];

export const readLimits = (signal?: AbortSignal): Promise<WritingLimits> =>
  unwrap(api.GET("/api/correspondence/limits", { signal }));

export const setLimits = (body: WritingLimits): Promise<WritingLimits> =>
  unwrap(api.PUT("/api/correspondence/limits", { body }));

export type Tracing = Schemas["TracingShape"];

/** 留痕: what the unit asks of changes after 送核. */
export const readTracing = (signal?: AbortSignal): Promise<Tracing> =>
  unwrap(api.GET("/api/correspondence/tracing", { signal }));

export const setTracing = (body: Tracing): Promise<Tracing> =>
  unwrap(api.PUT("/api/correspondence/tracing", { body }));

export const listNumbers = (
  { prefix, state, cursor }: { prefix: string; state?: string; cursor: string | null },
  signal?: AbortSignal,
) =>
  unwrap(
    api.GET("/api/correspondence/numbers", {
      params: {
        query: {
          prefix: orUnasked(prefix),
          state: orUnasked(state ?? ""),
          cursor: orUnasked(cursor),
        },
      },
      signal,
    }),
  );

export const reserveNumber = (prefix: string, reason: string) =>
  unwrap(api.POST("/api/correspondence/numbers", { body: { prefix, reason } }));

export const giveUpNumber = (number_id: string, reason: string) =>
  unwrap(
    api.POST("/api/correspondence/numbers/{number_id}/give_up", {
      params: { path: { number_id } },
      body: { reason },
    }),
  );

export const listIncoming = (wanted: Wanted, signal?: AbortSignal) =>
  unwrap(api.GET("/api/correspondence/incoming", { params: { query: asked(wanted) }, signal }));

/** What a drafter writes; units by code, the signatory by id. */
export type DraftIn = Schemas["DraftInRequest"];

export const createDraft = (body: DraftIn): Promise<Outgoing> =>
  unwrap(api.POST("/api/correspondence/outgoing", { body }));

/** Some fields of a draft: what a fix of the rules changes. */
export type RevisionIn = Schemas["RevisionInRequest"];

export const saveDraft = (
  document_id: string,
  version: number,
  body: RevisionIn,
): Promise<Outgoing> =>
  unwrap(
    api.PATCH("/api/correspondence/outgoing/{document_id}", {
      params: { path: { document_id }, header: { "If-Match": String(version) } },
      body,
    }),
  );

export const explain = (document_id: string, rule: string, reason: string): Promise<Outgoing> =>
  unwrap(
    api.POST("/api/correspondence/outgoing/{document_id}/explain", {
      params: { path: { document_id } },
      body: { rule, reason },
    }),
  );

export const amend = (document_id: string, body: Schemas["AmendInRequest"]): Promise<Outgoing> =>
  unwrap(
    api.POST("/api/correspondence/outgoing/{document_id}/amend", {
      params: { path: { document_id } },
      body,
    }),
  );

export const listDepartments = (signal?: AbortSignal) =>
  unwrap(api.GET("/api/organization/departments", { signal }));

export const removeAttachment = (document_id: string, attachment_id: string): Promise<Outgoing> =>
  unwrap(
    api.DELETE("/api/correspondence/outgoing/{document_id}/attachments/{attachment_id}", {
      params: { path: { document_id, attachment_id } },
    }),
  );

export const attachmentsAddress = (id: string): string =>
  `/api/correspondence/outgoing/${id}/attachments`;

export type Certificate = Schemas["CertificateOut"];

export const readCertificate = (document_id: string): Promise<Certificate> =>
  unwrap(
    api.GET("/api/correspondence/outgoing/{document_id}/certificate", {
      params: { path: { document_id } },
    }),
  );

/** Papers made from a document, by the last part of their address. */
export const paperAddress = (kind: "outgoing" | "incoming", id: string, paper: string): string =>
  `/api/correspondence/${kind}/${id}/${paper}`;

export type Face = Schemas["FaceOut"];

export const listFonts = (signal?: AbortSignal): Promise<Face[]> =>
  unwrap(api.GET("/api/correspondence/fonts", { signal }));

export const removeFont = (face: string): Promise<Face[]> =>
  unwrap(api.DELETE("/api/correspondence/fonts/{face}", { params: { path: { face } } }));

export const fontAddress = (face: string): string => `/api/correspondence/fonts/${face}`;

export const acknowledge = (document_id: string, request_id: string) =>
  unwrap(
    api.POST("/api/correspondence/incoming/{document_id}/acknowledge", {
      params: { path: { document_id } },
      body: { request_id, opinion: "" },
    }),
  );

export const decline = (document_id: string, request_id: string, reason: string) =>
  unwrap(
    api.POST("/api/correspondence/incoming/{document_id}/decline", {
      params: { path: { document_id } },
      body: { request_id, reason },
    }),
  );

/** 转发 and 起草答复: a draft begun from an incoming document; its page is where to go on. */
export const beginFrom = (document_id: string, how: "forward" | "reply") =>
  unwrap(
    api.POST(
      how === "forward"
        ? "/api/correspondence/incoming/{document_id}/forward"
        : "/api/correspondence/incoming/{document_id}/reply",
      { params: { path: { document_id } } },
    ),
  );

export type Sealing = Schemas["SealingOut"];

export const readSealing = (document_id: string, signal?: AbortSignal): Promise<Sealing> =>
  unwrap(
    api.GET("/api/correspondence/outgoing/{document_id}/seals", {
      params: { path: { document_id } },
      signal,
    }),
  );

export const sealPaper = (
  document_id: string,
  body: Schemas["OutgoingSealInRequest"],
): Promise<Outgoing> =>
  unwrap(
    api.POST("/api/correspondence/outgoing/{document_id}/seal", {
      params: { path: { document_id } },
      body,
    }),
  );

export const reprintPaper = (document_id: string, request_id: string): Promise<Outgoing> =>
  unwrap(
    api.POST("/api/correspondence/outgoing/{document_id}/reprint", {
      params: { path: { document_id } },
      body: { request_id },
    }),
  );

export const readIncomingSeals = (document_id: string, signal?: AbortSignal) =>
  unwrap(
    api.GET("/api/correspondence/incoming/{document_id}/seals", {
      params: { path: { document_id } },
      signal,
    }),
  );

export const readOfd = (document_id: string, attachment_id: string, signal?: AbortSignal) =>
  unwrap(
    api.GET("/api/correspondence/incoming/{document_id}/attachments/{attachment_id}/ofd", {
      params: { path: { document_id, attachment_id } },
      signal,
    }),
  );

export const ofdPage = (document_id: string, attachment_id: string, number: number): string =>
  `/api/correspondence/incoming/${document_id}/attachments/${attachment_id}/ofd/${number}`;

/** 公文封: the whole envelope as one file, which anybody can verify. */
export const capsuleOf = (kind: "outgoing" | "incoming", id: string): string =>
  `/api/correspondence/${kind}/${id}/capsule`;

export const listUnits = (signal?: AbortSignal) =>
  unwrap(api.GET("/api/directory/units", { signal }));

/** 传阅: the rounds of a document with their readers. */
export type Round = Schemas["CirculationOut"];
export type Reader = Schemas["ReaderOut"];

export const listRounds = (run_id: string, signal?: AbortSignal) =>
  unwrap(
    api.GET("/api/workflow/runs/{run_id}/circulations", { params: { path: { run_id } }, signal }),
  );

export const addReaders = (circulation_id: string, request_id: string, people: string[]) =>
  unwrap(
    api.POST("/api/workflow/circulations/{circulation_id}/add", {
      params: { path: { circulation_id } },
      body: { request_id, people },
    }),
  );

export const recallReader = (circulation_id: string, request_id: string, person: string) =>
  unwrap(
    api.POST("/api/workflow/circulations/{circulation_id}/recall", {
      params: { path: { circulation_id } },
      body: { request_id, people: [person] },
    }),
  );

export const returnToSender = (
  document_id: string,
  body: Schemas["ReturnInRequest"],
): Promise<Incoming> =>
  unwrap(
    api.POST("/api/correspondence/incoming/{document_id}/return_to_sender", {
      params: { path: { document_id } },
      body,
    }),
  );

export type Instruction = Schemas["InstructionOut"];

export const listInstructions = (q: string, cursor: string | null, signal?: AbortSignal) =>
  unwrap(
    api.GET("/api/correspondence/incoming/instructions", {
      params: { query: { q: orUnasked(q), cursor: orUnasked(cursor) } },
      signal,
    }),
  );

export type Urged = Schemas["UrgedOut"];

export const listUrging = (signal?: AbortSignal) =>
  unwrap(api.GET("/api/correspondence/incoming/urging", { signal }));

export const urge = (document_id: string, request_id: string, text: string): Promise<Incoming> =>
  unwrap(
    api.POST("/api/correspondence/incoming/{document_id}/urge", {
      params: { path: { document_id } },
      body: { request_id, text },
    }),
  );

/** 纸质来文: files are laid under the id that the document will have, then it is taken in. */
export type Laid = Schemas["LaidOut"];
export type ReadFields = Schemas["ReadFieldsOut"];
export type Like = Schemas["LikeOut"];
export type PaperIn = Schemas["PaperInRequest"];

export const beginPaper = () => unwrap(api.POST("/api/correspondence/paper", {}));

export const paperFiles = (folder: string): string => `/api/correspondence/paper/${folder}/files`;

export const takeAwayFile = (folder: string, attachment_id: string) =>
  ask("delete", `${paperFiles(folder)}/${attachment_id}`, {});

export const findLike = (
  folder: string,
  query: { number: string; title: string; from_code: string; from_name: string },
  signal?: AbortSignal,
) =>
  unwrap(
    api.GET("/api/correspondence/paper/{folder}/like", {
      params: { path: { folder }, query },
      signal,
    }),
  );

export const takePaper = (folder: string, body: PaperIn) =>
  unwrap(api.POST("/api/correspondence/paper/{folder}", { params: { path: { folder } }, body }));
