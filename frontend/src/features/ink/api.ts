import { api, type Schemas, unwrap } from "@/api/client";
import { orUnasked } from "@/lib/blank";

export type Picture = Schemas["InkOut"];
export type Layer = Schemas["InkLayerOut"];
export type Mark = Schemas["InkMarkOut"];
export type Size = Schemas["InkPageOut"];
export type Change = Schemas["InkChangeInRequest"];
export type Colour = Mark["ink"];
export type Width = Mark["width"];

/** One document of either direction. */
export interface Place {
  kind: string;
  id: string;
}

/** Which of its papers, and as it was when; empty: its own pages, as they are now. */
export interface Which {
  file: string;
  version: string;
}

const at = ({ kind, id }: Place) => ({ kind, subject_id: id });

export const readInk = (
  place: Place,
  { file, version }: Which,
  signal?: AbortSignal,
): Promise<Picture> =>
  unwrap(
    api.GET("/api/ink/{kind}/{subject_id}", {
      params: {
        path: at(place),
        query: { file: orUnasked(file), version: orUnasked(version) },
      },
      signal,
    }),
  );

export const saveInk = (place: Place, body: Change) =>
  unwrap(api.POST("/api/ink/{kind}/{subject_id}/marks", { params: { path: at(place) }, body }));

export const handIn = (place: Place, file: string): Promise<Picture> =>
  unwrap(
    api.POST("/api/ink/{kind}/{subject_id}/hand_in", {
      params: { path: at(place), query: { file: orUnasked(file) } },
    }),
  );

const sheetOf = ({ kind, id }: Place, sheet: string): string =>
  `/api/ink/${kind}/${id}/sheets/${sheet}`;

export const pageOf = (place: Place, sheet: string, page: number): string =>
  `${sheetOf(place, sheet)}/pages/${page}`;

/** 批注副本 with these layers. */
export const copyOf = (place: Place, sheet: string, layers: string[]): string =>
  `${sheetOf(place, sheet)}/pdf?layers=${layers.join(",")}`;
