import { api, ask, type Schemas, unwrap } from "@/api/client";
import { orUnasked } from "@/lib/blank";

export type ClassifiedPaper = Schemas["ClassifiedPaperOut"];
export type ClassifiedPaperIn = Schemas["ClassifiedPaperInRequest"];

export const KEY = ["custody"];

export const LEVELS = [
  { key: "confidential", label: "秘密" },
  { key: "secret", label: "机密" },
  { key: "top_secret", label: "绝密" },
] as const;

export const STATES = [
  { key: "held", label: "在管" },
  { key: "returned", label: "已清退" },
  { key: "destroyed", label: "已销毁" },
] as const;

export const listPapers = (
  wanted: { state: string; level: string; q: string },
  cursor: string | null,
  signal?: AbortSignal,
) =>
  unwrap(
    api.GET("/api/custody", {
      params: { query: { ...wanted, cursor: orUnasked(cursor) } },
      signal,
    }),
  );

export const takeIn = (body: ClassifiedPaperIn) => unwrap(api.POST("/api/custody", { body }));

export type Verb = "hand_over" | "give_back" | "destroy";

export const actOnPaper = (id: string, verb: Verb, body: Record<string, string>) =>
  ask<ClassifiedPaper>("post", `/api/custody/${id}/${verb}`, { body });
