import { api, type Schemas, unwrap } from "@/api/client";
import type { Answers, FormUi } from "@/lib/forms/types";

export type FormRow = Schemas["FormRow"];
export type FormDraft = Omit<Schemas["FormOut"], "ui"> & { ui: FormUi };
export type FormVersionRow = Schemas["FormVersionRow"];
export type FormDifference = Schemas["FormDifference"];

/** The wire format of `ui` is documented with the server; OpenAPI cannot say it. */
const drawn = async (answer: Promise<Schemas["FormOut"]>): Promise<FormDraft> =>
  (await answer) as FormDraft;

const one = (key: string) => ({ path: { key } });
const seen = (key: string, revision: number) => ({
  ...one(key),
  header: { "If-Match": `"${revision}"` },
});

export const listForms = (signal?: AbortSignal) => unwrap(api.GET("/api/forms", { signal }));

export const openForm = (name: string) => drawn(unwrap(api.POST("/api/forms", { body: { name } })));

export const readForm = (key: string) =>
  drawn(unwrap(api.GET("/api/forms/{key}", { params: one(key) })));

export const saveForm = (key: string, revision: number, name: string, ui: FormUi) =>
  drawn(
    unwrap(api.PUT("/api/forms/{key}/draft", { params: seen(key, revision), body: { name, ui } })),
  );

export const dropDraft = (key: string, revision: number) =>
  drawn(unwrap(api.DELETE("/api/forms/{key}/draft", { params: seen(key, revision) })));

export const publishForm = (key: string, revision: number) =>
  drawn(unwrap(api.POST("/api/forms/{key}/publish", { params: seen(key, revision) })));

export const tryForm = (key: string, answers: Answers) =>
  unwrap(api.POST("/api/forms/{key}/try", { params: one(key), body: { answers } }));

export const listVersions = (key: string, signal?: AbortSignal) =>
  unwrap(api.GET("/api/forms/{key}/versions", { params: one(key), signal }));

/** What version `number` changed; `against` 0 compares it with the draft. */
export const readDiff = (key: string, number: number, against: number) =>
  unwrap(
    api.GET("/api/forms/{key}/versions/{number}/diff", {
      params: { path: { key, number }, query: { against } },
    }),
  );
