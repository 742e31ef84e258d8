import { useQuery } from "@tanstack/vue-query";
import { computed, type ComputedRef } from "vue";

import { readOptions } from "./api";
import type { FormField } from "./types";

export interface NotedOption {
  value: string;
  label: string;
  note?: string;
}

/** The choices of a field: its own, or those of the office's list it names. */
export function useOptions(field: () => FormField): ComputedRef<NotedOption[]> {
  const source = computed(() => field().source ?? "");
  const { data } = useQuery({
    queryKey: ["forms", "source", source],
    queryFn: ({ signal }) => readOptions(source.value, signal),
    enabled: () => source.value !== "",
    staleTime: 60_000,
  });
  return computed(() => (source.value ? (data.value ?? []) : (field().options ?? [])));
}
