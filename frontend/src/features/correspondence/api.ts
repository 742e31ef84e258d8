import { send } from "@/api/client";
import type { Page } from "@/lib/page";
import type { Incoming, IncomingRow, Outgoing, OutgoingRow } from "@/lib/papers/types";
import type { UnitCard } from "@/lib/units";

const OUTGOING = "/api/correspondence/outgoing";
const INCOMING = "/api/correspondence/incoming";

export interface Wanted {
  stage: string;
  q: string;
  cursor: string | null;
}

export const listOutgoing = (query: Wanted, signal?: AbortSignal): Promise<Page<OutgoingRow>> =>
  send("get", OUTGOING, { query: { ...query }, signal });

export const listIncoming = (query: Wanted, signal?: AbortSignal): Promise<Page<IncomingRow>> =>
  send("get", INCOMING, { query: { ...query }, signal });

/** What a drafter writes; units by code, the signatory by id. */
export interface DraftIn {
  doc_kind: string;
  urgency: string;
  title: string;
  body: string;
  addressees: string[];
  copies: string[];
  signatory: string | null;
}

export const createDraft = (body: DraftIn): Promise<Outgoing> => send("post", OUTGOING, { body });

export const saveDraft = (id: string, version: number, body: DraftIn): Promise<Outgoing> =>
  send("patch", `${OUTGOING}/${id}`, { body, headers: { "If-Match": String(version) } });

export const removeAttachment = (id: string, attachment: string): Promise<void> =>
  send("delete", `${OUTGOING}/${id}/attachments/${attachment}`);

export const attachmentsAddress = (id: string): string => `${OUTGOING}/${id}/attachments`;

export const acknowledge = (id: string, request_id: string): Promise<Incoming> =>
  send("post", `${INCOMING}/${id}/acknowledge`, { body: { request_id } });

export const decline = (id: string, request_id: string, reason: string): Promise<Incoming> =>
  send("post", `${INCOMING}/${id}/decline`, { body: { request_id, reason } });

export const listUnits = (signal?: AbortSignal): Promise<UnitCard[]> =>
  send("get", "/api/directory/units", { signal });
