import { api, type Schemas, unwrap } from "@/api/client";

export type Offer = Schemas["OfferOut"];
export type Comparison = Schemas["ComparisonOut"];
export type Change = Schemas["OfferChange"];
export type Side = NonNullable<Change["by"]>;
export type Choices = Record<string, Side>;

const of = (key: string) => ({ params: { path: { key } } });

export const listOffers = (signal?: AbortSignal) =>
  unwrap(api.GET("/api/requests/templates", { signal }));

export const readComparison = (key: string, signal?: AbortSignal) =>
  unwrap(api.GET("/api/requests/templates/{key}", { ...of(key), signal }));

export const adopt = (key: string) =>
  unwrap(api.POST("/api/requests/templates/{key}/adopt", of(key)));

/** What was chosen becomes drafts of form and flow; `seen` is what the choices were made on. */
export const update = (seen: Comparison, choices: Choices) =>
  unwrap(
    api.POST("/api/requests/templates/{key}/update", {
      ...of(seen.offer.key),
      body: {
        number: seen.offer.newest,
        form_revision: seen.form_revision,
        flow_edit: seen.flow_edit,
        choices,
      },
    }),
  );

export const finish = (key: string) =>
  unwrap(api.POST("/api/requests/templates/{key}/finish", of(key)));

export const abandon = (key: string) =>
  unwrap(api.POST("/api/requests/templates/{key}/abandon", of(key)));
