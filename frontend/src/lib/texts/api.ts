/** The text of a document: its versions, their traces, and whose pen it is. */
import { api, unwrap, type Schemas } from "@/api/client";

export type Text = Schemas["TextOut"];
export type TextVersion = Schemas["VersionOut"];
export type Hand = Schemas["HandOut"];
export type Comparison = Schemas["TextComparisonOut"];
export type Piece = Schemas["TextPieceOut"];
export type EditLock = Schemas["EditLockOut"];

/** Which text: of an outgoing document, say. Files attached have passes as well: `attachment`. */
export interface TextPlace {
  kind: string;
  subject_id: string;
}

const root = ({ kind, subject_id }: TextPlace): string => `/api/texts/${kind}/${subject_id}`;

export const readText = (path: TextPlace, signal?: AbortSignal): Promise<Text> =>
  unwrap(api.GET("/api/texts/{kind}/{subject_id}", { params: { path }, signal }));

export const compareVersions = (
  path: TextPlace,
  before: number,
  after: number,
  signal?: AbortSignal,
): Promise<Comparison> =>
  unwrap(
    api.GET("/api/texts/{kind}/{subject_id}/compare", {
      params: { path, query: { before, after } },
      signal,
    }),
  );

/** Ask for the marked copy as a Word file; "ready" when it may be fetched. */
export const askRedline = (path: TextPlace, before: number, after: number) =>
  unwrap(
    api.POST("/api/texts/{kind}/{subject_id}/redline", {
      params: { path },
      body: { before, after },
    }),
  );

export const backToTyped = (path: TextPlace): Promise<Text> =>
  unwrap(api.POST("/api/texts/{kind}/{subject_id}/typed", { params: { path } }));

export const takePen = (path: TextPlace, key: string): Promise<EditLock> =>
  unwrap(
    api.POST("/api/texts/{kind}/{subject_id}/pen/take", {
      params: { path },
      body: { key, way: "browser" },
    }),
  );

export const renewPen = (path: TextPlace, key: string): Promise<EditLock> =>
  unwrap(
    api.POST("/api/texts/{kind}/{subject_id}/pen/renew", {
      params: { path },
      body: { key, way: "browser" },
    }),
  );

export const takeOverPen = (path: TextPlace, key: string): Promise<EditLock> =>
  unwrap(
    api.POST("/api/texts/{kind}/{subject_id}/pen/take_over", {
      params: { path },
      body: { key, way: "browser" },
    }),
  );

/** Said also while the page goes away. */
export const releasePen = (path: TextPlace, key: string) =>
  unwrap(
    api.POST("/api/texts/{kind}/{subject_id}/pen/release", {
      params: { path },
      body: { key, way: "browser" },
      keepalive: true,
    }),
  );

/** The bytes of one version, for the editor in the page. */
export const readFile = (path: TextPlace, number: number): Promise<ArrayBuffer> =>
  unwrap(
    api.GET("/api/texts/{kind}/{subject_id}/versions/{number}/file", {
      params: { path: { ...path, number } },
      parseAs: "arrayBuffer",
    }),
  );

export const fileOf = (place: TextPlace, number: number): string =>
  `${root(place)}/versions/${number}/file`;

export const cleanOf = (place: TextPlace, number: number): string =>
  `${root(place)}/versions/${number}/clean`;

export const redlineOf = (place: TextPlace, before: number, after: number): string =>
  `${root(place)}/redline?before=${before}&after=${after}`;

export const wordOf = (place: TextPlace): string => `${root(place)}/word`;

export type Pass = Schemas["PassOut"];

/** A link that lets a program on one's own desk open and save this text, or this attachment. */
export const askPass = (path: TextPlace): Promise<Pass> =>
  unwrap(
    api.POST("/api/texts/{kind}/{subject_id}/passes", {
      params: { path },
      body: { may_write: true },
    }),
  );

export type OfficeVisit = Schemas["OfficeOut"];

/** A visit to the office suite on the web, where one is attached: the page posts the token to it. */
export const openOffice = (path: TextPlace): Promise<OfficeVisit> =>
  unwrap(api.POST("/api/texts/{kind}/{subject_id}/office", { params: { path } }));

export interface WordSave {
  base: number;
  way: "upload" | "browser";
  key?: string;
  lost?: string[];
  /** 不留痕, on purpose. */
  is_plain?: boolean;
}

/** Save a Word file as the text; what came too late is refused with 412 and kept as 旁稿. */
export function saveWord(path: TextPlace, file: File, save: WordSave): Promise<Text> {
  const form = new FormData();
  form.append("file", file, file.name);
  form.append("base", String(save.base));
  form.append("way", save.way);
  if (save.is_plain) form.append("is_plain", "true");
  if (save.key) form.append("key", save.key);
  for (const one of save.lost ?? []) form.append("lost", one);
  return unwrap(
    api.POST("/api/texts/{kind}/{subject_id}/word", {
      params: { path },
      body: form as never,
      bodySerializer: (body: unknown) => body as FormData,
    }),
  );
}
