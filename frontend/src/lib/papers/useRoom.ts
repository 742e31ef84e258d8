import { computed, onScopeDispose, ref, type ComputedRef } from "vue";

import { useNarrow } from "@/lib/useNarrow";

const WIDE = "(min-width: 1400px)";

/** How many acts beside the main one stand in the bar: the same limits as in the style sheets. */
export function useRoom(): ComputedRef<number> {
  const narrow = useNarrow();
  const query = window.matchMedia(WIDE);
  const wide = ref(query.matches);
  const look = (): void => {
    wide.value = query.matches;
  };
  query.addEventListener("change", look);
  onScopeDispose(() => query.removeEventListener("change", look));
  return computed(() => (narrow.value ? 1 : wide.value ? 3 : 2));
}
