import { computed, shallowRef } from "vue";

import { api, Refusal, type Schemas, unwrap } from "@/api/client";

/** Who is logged in at a unit host. */
export type StaffSession = Schemas["SessionOut"];

/** Who has entered the city host with a ticket. */
export type CitySession = Schemas["CitySessionOut"];

const staffSession = shallowRef<StaffSession | null>(null);
const citySession = shallowRef<CitySession | null>(null);

async function orNobody<T>(asking: Promise<T>): Promise<T | null> {
  try {
    return await asking;
  } catch (thrown) {
    if (thrown instanceof Refusal && thrown.status === 401) return null;
    throw thrown;
  }
}

export async function loadStaffSession(): Promise<StaffSession | null> {
  const asking = unwrap(api.GET("/api/session"), { keepOn401: true });
  staffSession.value = await orNobody(asking);
  return staffSession.value;
}

export async function loadCitySession(): Promise<CitySession | null> {
  const asking = unwrap(api.GET("/api/city/session"), { keepOn401: true });
  citySession.value = await orNobody(asking);
  return citySession.value;
}

export function setStaffSession(value: StaffSession | null): void {
  staffSession.value = value;
}

export function setCitySession(value: CitySession | null): void {
  citySession.value = value;
}

/** The person at a unit host. Pages behind the login may rely on `staff` being there. */
export function useSession() {
  const permissions = computed(() => new Set(staffSession.value?.permissions ?? []));
  return {
    session: staffSession,
    staff: computed(() => staffSession.value?.staff ?? null),
    /** Only for what to show; the server decides what may be done. */
    can: (permission: string): boolean => permissions.value.has(permission),
    canAny: (wanted: readonly string[]): boolean =>
      wanted.some((permission) => permissions.value.has(permission)),
  };
}

export function useCitySession() {
  return { session: citySession };
}
