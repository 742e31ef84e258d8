import { useQuery } from "@tanstack/vue-query";
import { computed, onScopeDispose, type Ref } from "vue";

import { onLive } from "@/lib/live";

import { readText, type TextPlace } from "./api";

export const textKey = ({ kind, subject_id }: TextPlace) => ["texts", kind, subject_id];

/** A text with its versions, read again whenever somebody saves it. */
export function useText(place: Ref<TextPlace>) {
  const text = useQuery({
    queryKey: computed(() => textKey(place.value)),
    queryFn: ({ signal }) => readText(place.value, signal),
  });
  const stop = onLive(({ topic, id }) => {
    if (topic === "*" || id === place.value.subject_id) void text.refetch();
  });
  onScopeDispose(stop);
  return text;
}
