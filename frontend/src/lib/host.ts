import { shallowRef } from "vue";

import { send } from "@/api/client";

export interface Host {
  kind: "city" | "unit";
  city: { name: string; url: string };
  unit: HostUnit | null;
  demo: boolean;
  events_url: string | null;
}

export interface HostUnit {
  code: string;
  name: string;
  short_name: string;
  kind: string;
  subdomain: string;
}

const host = shallowRef<Host | null>(null);

/** Which door we stand at: the city's or a unit's. Asked once, before anything is drawn. */
export async function loadHost(): Promise<Host> {
  host.value = await send<Host>("get", "/api/host", { keepOn401: true });
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
