import { useInfiniteQuery } from "@tanstack/vue-query";
import { computed, type Ref } from "vue";

import type { Page } from "./page";

type Read<T> = (cursor: string | null, signal: AbortSignal) => Promise<Page<T>>;

/** A list that comes page by page, as one growing list. */
export function usePages<T>(key: Ref<readonly unknown[]>, read: Read<T>) {
  const query = useInfiniteQuery({
    queryKey: key,
    queryFn: ({ pageParam, signal }) => read(pageParam, signal),
    initialPageParam: null as string | null,
    getNextPageParam: (last: Page<T>) => last.next,
  });
  const rows = computed<T[]>(() => query.data.value?.pages.flatMap(({ results }) => results) ?? []);
  const total = computed(() => query.data.value?.pages[0]?.total ?? undefined);
  return { query, rows, total };
}
