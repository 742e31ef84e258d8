import { ref, watch } from "vue";
import { useRoute, useRouter } from "vue-router";

import { useSettled } from "./useSettled";

/**
 * The filters of a list, kept in the address: going back finds them as they were, and a link can
 * say what it counts. `asked` is the search once the typing has settled.
 */
export function useAddressFilters<Name extends string>() {
  const route = useRoute();
  const router = useRouter();
  const text = (name: Name | "q"): string => String(route.query[name] ?? "");
  const q = ref(text("q"));
  const asked = useSettled(q, 250);

  function set(changes: Partial<Record<Name, string>>): void {
    const query = Object.fromEntries(
      Object.entries({ ...route.query, ...changes }).filter(([, value]) => value),
    );
    void router.replace({ query });
  }

  watch(asked, (now) => void router.replace({ query: { ...route.query, q: now || undefined } }));
  return { text, q, asked, set };
}
