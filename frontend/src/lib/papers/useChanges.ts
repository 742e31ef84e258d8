import { useQuery } from "@tanstack/vue-query";
import { computed, type Ref } from "vue";

import { api, type Schemas, unwrap } from "@/api/client";

/** One thing that supervision changed on the way of a run: everybody who may see the run reads it. */
export type Change = Schemas["ChangeOut"];

const readChanges = (run_id: string, signal: AbortSignal) =>
  unwrap(api.GET("/api/workflow/runs/{run_id}/changes", { params: { path: { run_id } }, signal }));

/** 干预记录 of a run, the newest first. */
export function useChanges(run: Readonly<Ref<string>>) {
  const { data } = useQuery({
    queryKey: computed(() => ["todo", "changes", run.value]),
    queryFn: ({ signal }) => readChanges(run.value, signal),
    enabled: computed(() => run.value !== ""),
  });
  return computed<Change[]>(() => data.value?.results ?? []);
}
