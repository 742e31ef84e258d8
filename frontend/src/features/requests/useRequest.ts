import { useQuery, useQueryClient } from "@tanstack/vue-query";
import { computed, type Ref } from "vue";

import { api, unwrap } from "@/api/client";
import { readRun } from "@/lib/papers/api";
import { useAction } from "@/lib/useAction";

import { giveBack, readRequest, withdrawRun, type Detail } from "./api";

/** What of this run lies on one's own desk, to be handled there. */
async function findOwnItem({ run_id, number }: Detail): Promise<string | null> {
  const found = await unwrap(
    api.GET("/api/workflow/items", { params: { query: { box: "todo", q: number } } }),
  );
  return found.results.find((item) => item.run_id === run_id)?.id ?? null;
}

export function useRequest(id: Readonly<Ref<string>>) {
  const client = useQueryClient();
  const request = useQuery({
    queryKey: computed(() => ["requests", "one", id.value]),
    queryFn: () => readRequest(id.value),
  });
  const current = computed(() => request.data.value);
  const runId = computed(() => current.value?.run_id ?? "");
  const run = useQuery({
    queryKey: computed(() => ["requests", "run", runId.value, current.value?.status]),
    queryFn: () => readRun(runId.value),
    enabled: computed(() => runId.value !== ""),
  });
  const own = useQuery({
    queryKey: computed(() => ["todo", "of", runId.value]),
    queryFn: () => (current.value ? findOwnItem(current.value) : null),
    enabled: computed(() => current.value?.status === "running"),
  });

  const refresh = () =>
    Promise.all(
      ["requests", "todo", "portal"].map((topic) =>
        client.invalidateQueries({ queryKey: [topic] }),
      ),
    );
  const withdrawal = useAction(async (request_id: string, reason: string) => {
    await withdrawRun(runId.value, { request_id, reason });
    await refresh();
  });
  const returning = useAction(async (request_id: string, since: string | null, reason: string) => {
    await giveBack(id.value, { request_id, since, reason });
    await refresh();
  });

  return { request, current, run, own, withdrawal, returning };
}
