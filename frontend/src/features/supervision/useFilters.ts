import { computed } from "vue";

import { useAddressFilters } from "@/lib/useAddressFilters";

import { AGES, SCOPES, STATES, type Wanted } from "./api";

/** The filters of the list; what nobody knows counts as the first of its kind. */
export function useFilters() {
  const { text, q, asked, set } = useAddressFilters<"state" | "scope" | "age">();
  const oneOf = <T extends string>(known: readonly T[], name: "state" | "scope" | "age"): T =>
    known.find((one) => one === text(name)) ?? (known[0] as T);

  const wanted = computed<Wanted>(() => ({
    state: oneOf(STATES, "state"),
    scope: oneOf(SCOPES, "scope"),
    age: oneOf(AGES, "age"),
    q: asked.value.trim(),
  }));
  return { q, wanted, set };
}
