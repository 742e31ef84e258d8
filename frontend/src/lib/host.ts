import { shallowRef } from "vue";

import { api, type Schemas, unwrap } from "@/api/client";

export type Host = Schemas["Host"];

const host = shallowRef<Host | null>(null);

/** Which door we stand at: the city's or a unit's. Asked once, before anything is drawn. */
export async function loadHost(): Promise<Host> {
  host.value = await unwrap(api.GET("/api/host"), { keepOn401: true });
  return host.value;
}

/** The host, which main.ts has loaded before any page exists. */
export function useHost(): Host {
  if (!host.value) throw new Error("useHost() before loadHost()");
  return host.value;
}

/** For tests and for main.ts. */
export function setHost(value: Host): void {
  host.value = value;
}
