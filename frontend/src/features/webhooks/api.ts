import { api, type Schemas, unwrap } from "@/api/client";
import { orUnasked } from "@/lib/blank";

export type Webhook = Schemas["WebhookOut"];
export type Call = Schemas["CallOut"];
export type CallState = Call["state"];
export type Offered = Schemas["OfferedOut"];

export const KEY = ["webhooks"] as const;

const one = (webhook_id: string) => ({ params: { path: { webhook_id } } });

export const readWebhooks = (signal?: AbortSignal) => unwrap(api.GET("/api/webhooks", { signal }));

export const addWebhook = (body: Schemas["WebhookInRequest"]) =>
  unwrap(api.POST("/api/webhooks", { body }));

export const changeWebhook = (id: string, body: Schemas["PatchedWebhookChangeInRequest"]) =>
  unwrap(api.PATCH("/api/webhooks/{webhook_id}", { ...one(id), body }));

export const readSecret = (id: string) =>
  unwrap(api.GET("/api/webhooks/{webhook_id}/secret", one(id)));

export const renewSecret = (id: string) =>
  unwrap(api.POST("/api/webhooks/{webhook_id}/secret", one(id)));

export const ping = (id: string) => unwrap(api.POST("/api/webhooks/{webhook_id}/ping", one(id)));

export const readCalls = (
  id: string,
  state: CallState | "",
  cursor: string | null,
  signal?: AbortSignal,
) =>
  unwrap(
    api.GET("/api/webhooks/{webhook_id}/calls", {
      params: {
        path: { webhook_id: id },
        query: { state: state || undefined, cursor: orUnasked(cursor) },
      },
      signal,
    }),
  );

export const repeatCall = (call_id: string) =>
  unwrap(api.POST("/api/webhooks/calls/{call_id}/repeat", { params: { path: { call_id } } }));
