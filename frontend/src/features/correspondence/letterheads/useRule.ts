import { useQuery, useQueryClient } from "@tanstack/vue-query";
import { reactive, watch } from "vue";

import { notify } from "@/lib/notices";
import { useAction } from "@/lib/useAction";

export interface RuleDoor<T> {
  name: string;
  start: T;
  read: (signal: AbortSignal) => Promise<T>;
  save: (rule: T) => Promise<T>;
  saved: string;
}

/** A rule that the unit makes for itself: read, changed in a form, saved whole. */
export function useRule<T extends object>({ name, start, read, save, saved }: RuleDoor<T>) {
  const key = ["correspondence", name];
  const client = useQueryClient();
  const query = useQuery({ queryKey: key, queryFn: ({ signal }) => read(signal) });
  const form = reactive({ ...start }) as T;
  watch(query.data, (now) => now && Object.assign(form, now), { immediate: true });

  const saving = useAction(async () => {
    client.setQueryData(key, await save({ ...form }));
    notify(saved);
  });
  return { form, query, saving };
}

export type UnitRule = Pick<ReturnType<typeof useRule>, "query" | "saving">;
