import { api, unwrap, type Schemas } from "@/api/client";
import { orUnasked } from "@/lib/blank";

export type Hit = Schemas["HitOut"];
export type Piece = Schemas["PieceOut"];

export interface Asked {
  q: string;
  kind: string;
  since: string;
  until: string;
}

export const search = (asked: Asked, cursor: string | null, signal: AbortSignal) =>
  unwrap(
    api.GET("/api/search", {
      params: {
        query: {
          q: asked.q,
          kind: orUnasked(asked.kind),
          since: asked.since || undefined,
          until: asked.until || undefined,
          cursor: cursor ?? undefined,
        },
      },
      signal,
    }),
  );
