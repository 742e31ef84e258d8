import { api, type Schemas, unwrap } from "@/api/client";
import { orUnasked } from "@/lib/blank";

export type Seal = Schemas["SealOut"];
export type SealKind = Seal["kind"];
export type Impression = Schemas["ImpressionOut"];
export type Verb = "suspend" | "resume" | "destroy";

export const KEY = ["seals"] as const;
export const REGISTER = ["seals", "impressions"] as const;

export interface Wanted {
  seal: string;
  q: string;
  since: string;
  until: string;
}

const one = (seal_id: string) => ({ params: { path: { seal_id } } });

export const readSeals = (signal?: AbortSignal) => unwrap(api.GET("/api/seals", { signal }));

export const makeSeal = (body: Schemas["SealInRequest"]) =>
  unwrap(api.POST("/api/seals", { body }));

export const changeSeal = (id: string, body: Schemas["PatchedSealChangeInRequest"]) =>
  unwrap(api.PATCH("/api/seals/{seal_id}", { ...one(id), body }));

const VERBS = {
  suspend: "/api/seals/{seal_id}/suspend",
  resume: "/api/seals/{seal_id}/resume",
  destroy: "/api/seals/{seal_id}/destroy",
} as const;

export const moveSeal = (id: string, verb: Verb, reason: string) =>
  unwrap(api.POST(VERBS[verb], { ...one(id), body: { reason } }));

/** The mark changes with the picture, so that the browser asks again. */
export const pictureOf = ({ id, image }: Seal): string =>
  `/api/seals/${id}/picture?v=${image.slice(0, 12)}`;

export const pictureAddress = (id: string): string => `/api/seals/${id}/picture`;

export const readImpressions = (
  { seal, q, since, until }: Wanted,
  cursor: string | null,
  signal?: AbortSignal,
) =>
  unwrap(
    api.GET("/api/seals/impressions", {
      params: {
        query: {
          seal: orUnasked(seal),
          q: orUnasked(q.trim()),
          since: orUnasked(since),
          until: orUnasked(until),
          cursor: orUnasked(cursor),
        },
      },
      signal,
    }),
  );

/** Only who has the duty of 用印 can keep a seal. */
export const findKeepers = (q: string, signal?: AbortSignal) =>
  unwrap(
    api.GET("/api/organization/staff", {
      params: { query: { q: orUnasked(q.trim()), permission: "seals.use" } },
      signal,
    }),
  );
