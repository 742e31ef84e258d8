import { api, type Schemas, unwrap } from "@/api/client";
import { orUnasked } from "@/lib/blank";

export type Joint = Schemas["JointOut"];
export type JointPartner = Joint["partners"][number];
export type MatterRow = Schemas["JointMatterRow"];
export type Matter = Schemas["JointMatterOut"];

export const readJoint = (document_id: string, signal?: AbortSignal): Promise<Joint> =>
  unwrap(
    api.GET("/api/correspondence/outgoing/{document_id}/joint", {
      params: { path: { document_id } },
      signal,
    }),
  );

export const urgePartner = (
  document_id: string,
  unit: string,
  request_id: string,
): Promise<Joint> =>
  unwrap(
    api.POST("/api/correspondence/outgoing/{document_id}/joint/urge", {
      params: { path: { document_id } },
      body: { request_id, unit, text: "" },
    }),
  );

export const listMatters = (cursor: string | null, signal?: AbortSignal) =>
  unwrap(
    api.GET("/api/correspondence/joint", {
      params: { query: { cursor: orUnasked(cursor) } },
      signal,
    }),
  );

export const readMatter = (matter_id: string, signal?: AbortSignal): Promise<Matter> =>
  unwrap(
    api.GET("/api/correspondence/joint/{matter_id}", { params: { path: { matter_id } }, signal }),
  );

export const acknowledgeMatter = (matter_id: string, request_id: string): Promise<Matter> =>
  unwrap(
    api.POST("/api/correspondence/joint/{matter_id}/acknowledge", {
      params: { path: { matter_id } },
      body: { request_id },
    }),
  );

export const retractMatter = (
  matter_id: string,
  request_id: string,
  reason: string,
): Promise<Matter> =>
  unwrap(
    api.POST("/api/correspondence/joint/{matter_id}/retract", {
      params: { path: { matter_id } },
      body: { request_id, reason },
    }),
  );

export const sealMatter = (
  matter_id: string,
  body: Schemas["MatterSealInRequest"],
): Promise<Matter> =>
  unwrap(
    api.POST("/api/correspondence/joint/{matter_id}/seal", {
      params: { path: { matter_id } },
      body,
    }),
  );

export const matterPdf = (id: string): string => `/api/correspondence/joint/${id}/pdf`;

export const matterPage = (matter: Matter, page: number): string =>
  `/api/correspondence/joint/${matter.id}/pages/${page}?v=${matter.pdf_sha256.slice(0, 8)}${matter.standing}`;

export const matterFile = (id: string, attachment: string): string =>
  `/api/correspondence/joint/${id}/attachments/${attachment}`;
