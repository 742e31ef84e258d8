import { computed, ref, watch } from "vue";
import { useRoute, useRouter } from "vue-router";

import { useSettled } from "@/lib/useSettled";

import { AGES, SCOPES, STATES, type Wanted } from "./api";

/** The filters of the list, kept in the address, so that going back finds them as they were. */
export function useFilters() {
  const route = useRoute();
  const router = useRouter();
  const oneOf = <T extends string>(known: readonly T[], name: string): T => {
    const asked = String(route.query[name] ?? "") as T;
    return known.includes(asked) ? asked : (known[0] as T);
  };
  const q = ref(String(route.query.q ?? ""));
  const asked = useSettled(q, 250);

  const wanted = computed<Wanted>(() => ({
    state: oneOf(STATES, "state"),
    scope: oneOf(SCOPES, "scope"),
    age: oneOf(AGES, "age"),
    q: asked.value.trim(),
  }));

  function set(changes: Partial<Record<"state" | "scope" | "age", string>>): void {
    const query = Object.fromEntries(
      Object.entries({ ...route.query, ...changes }).filter(([, value]) => value),
    );
    void router.replace({ query });
  }

  watch(asked, (now) => void router.replace({ query: { ...route.query, q: now || undefined } }));
  return { q, wanted, set };
}
