import { api, unwrap } from "@/api/client";

export const readUnits = (signal?: AbortSignal) => unwrap(api.GET("/api/city/units", { signal }));

/** Exchange the one-time ticket of one's own unit for a session at the city host. */
export const redeemTicket = (ticket: string) =>
  unwrap(api.POST("/api/city/session", { body: { ticket } }), { keepOn401: true });
