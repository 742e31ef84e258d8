import { api, unwrap } from "@/api/client";

import type { FlowBody } from "./rights";

/** The flows that ask for this form, each with its name. */
export async function flowsOf(form: string): Promise<{ key: string; name: string }[]> {
  const all = await unwrap(api.GET("/api/workflow/flows"));
  return all.filter((one) => (one.form ? one.form === form : one.key === form));
}

export const readFlow = (key: string) =>
  unwrap(api.GET("/api/workflow/flows/{key}", { params: { path: { key } } }));

export const saveFlow = (key: string, edit: number, name: string, graph: FlowBody) =>
  unwrap(
    api.PUT("/api/workflow/flows/{key}/draft", {
      params: { path: { key }, header: { "If-Match": String(edit) } },
      body: { name, graph },
    }),
  );
