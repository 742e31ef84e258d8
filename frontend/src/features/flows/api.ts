import { api, type Schemas, unwrap } from "@/api/client";
import type { Graph } from "@/ui/flow/types";

export type FlowLine = Schemas["FlowLineOut"];
export type Flow = Schemas["FlowOut"];
export type Fault = Schemas["FaultOut"];
export type DiffRow = Schemas["DiffRowOut"];
export type Stop = Schemas["StopOut"];
export type Replay = Schemas["ReplayOut"];

type Body = Record<string, unknown>;
const asBody = (graph: Graph): Body => graph as unknown as Body;
const at = (key: string) => ({ path: { key } });
const from = (key: string, edit: number) => ({
  params: { ...at(key), header: { "If-Match": String(edit) } },
});

export const readFlows = (signal?: AbortSignal) =>
  unwrap(api.GET("/api/workflow/flows", { signal }));

export const readFlow = (key: string, signal?: AbortSignal) =>
  unwrap(api.GET("/api/workflow/flows/{key}", { params: at(key), signal }));

export const createFlow = (name: string, like: string) =>
  unwrap(api.POST("/api/workflow/flows", { body: { name, like } }));

export const importFlow = (xml: string, name: string) =>
  unwrap(api.POST("/api/workflow/flows/import", { body: { xml, name } }));

export const saveDraft = (key: string, edit: number, name: string, graph: Graph) =>
  unwrap(
    api.PUT("/api/workflow/flows/{key}/draft", {
      ...from(key, edit),
      body: { name, graph: asBody(graph) },
    }),
  );

export const discardDraft = (key: string, edit: number) =>
  unwrap(api.DELETE("/api/workflow/flows/{key}/draft", from(key, edit)));

export const publishFlow = (key: string, edit: number) =>
  unwrap(api.POST("/api/workflow/flows/{key}/publish", from(key, edit)));

export const readVersion = (key: string, number: number) =>
  unwrap(
    api.GET("/api/workflow/flows/{key}/versions/{number}", {
      params: { path: { key, number } },
    }),
  );

/** What is otherwise in `against` (a version, or "draft") than in version `number`. */
export const readDiff = (key: string, number: number, against: string, signal?: AbortSignal) =>
  unwrap(
    api.GET("/api/workflow/flows/{key}/versions/{number}/diff", {
      params: { path: { key, number }, query: { against } },
      signal,
    }),
  );

export const simulate = (key: string, graph: Graph, starter: string, data: Body) =>
  unwrap(
    api.POST("/api/workflow/flows/{key}/simulate", {
      params: at(key),
      body: { graph: asBody(graph), starter, data },
    }),
  );

export const replay = (key: string, graph: Graph, cursor: string) =>
  unwrap(
    api.POST("/api/workflow/flows/{key}/replay", {
      params: at(key),
      body: { graph: asBody(graph), cursor },
    }),
  );

export const bpmnAddress = (key: string): string =>
  `/api/workflow/flows/${encodeURIComponent(key)}/bpmn`;

export const readForms = (signal?: AbortSignal) => unwrap(api.GET("/api/forms", { signal }));
export const readPermissions = (signal?: AbortSignal) =>
  unwrap(api.GET("/api/organization/permissions", { signal }));
export const readDepartments = (signal?: AbortSignal) =>
  unwrap(api.GET("/api/organization/departments", { signal }));
export const readPosts = (signal?: AbortSignal) =>
  unwrap(api.GET("/api/organization/posts", { signal }));
