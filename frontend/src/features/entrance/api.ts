import { send } from "@/api/client";
import { type CitySession } from "@/lib/session";
import { type UnitCard } from "@/lib/units";

export const readUnits = (signal?: AbortSignal) =>
  send<UnitCard[]>("get", "/api/city/units", { signal });

/** Exchange the one-time ticket of one's own unit for a session at the city host. */
export const redeemTicket = (ticket: string) =>
  send<CitySession>("post", "/api/city/session", { body: { ticket }, keepOn401: true });
