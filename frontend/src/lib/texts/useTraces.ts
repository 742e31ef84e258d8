import { useQuery } from "@tanstack/vue-query";
import { computed, ref, watch, type Ref } from "vue";

import { compareVersions, type Hand, type TextPlace } from "./api";

/** From which version to which, and how it reads. */
export interface Pair {
  before: number;
  after: number;
}

/** What the chosen hand did: from where the hand before it left off. */
export function pairAt(hands: readonly Hand[], at: number, whole: boolean): Pair | null {
  const hand = hands[at];
  if (!hand) return null;
  const from = whole ? hands[0] : hands[at - 1];
  const before = at === 0 || !from ? 0 : from.last;
  return { before, after: hand.last };
}

/** The slider through all hands; a side version may be looked at instead. */
export function useTraces(place: Ref<TextPlace>, hands: Ref<readonly Hand[]>) {
  const at = ref(0);
  const whole = ref(false);
  const aside = ref<Pair | null>(null);
  watch(
    () => hands.value.length,
    (length) => {
      at.value = Math.max(0, length - 1);
      aside.value = null;
    },
    { immediate: true },
  );
  watch([at, whole], () => {
    aside.value = null;
  });

  const pair = computed(() => aside.value ?? pairAt(hands.value, at.value, whole.value));
  const found = useQuery({
    queryKey: computed(() => ["texts", place.value.subject_id, "compare", pair.value]),
    queryFn: ({ signal }) =>
      compareVersions(place.value, pair.value?.before ?? 0, pair.value?.after ?? 0, signal),
    enabled: computed(() => pair.value !== null),
    staleTime: Infinity, // versions never change
  });
  return { at, whole, aside, pair, found };
}
