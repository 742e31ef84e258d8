import { useQuery } from "@tanstack/vue-query";
import { computed, type Ref } from "vue";

import { readPaper, readRun } from "./api";
import type { SubjectKind } from "./types";

export const paperKey = (kind: SubjectKind, id: string) => [kind, "one", id] as const;

/** One document of either direction and the run that carries it. */
export function usePaper(kind: Readonly<Ref<SubjectKind>>, id: Readonly<Ref<string>>) {
  const paper = useQuery({
    queryKey: computed(() => paperKey(kind.value, id.value)),
    queryFn: () => readPaper(kind.value, id.value),
    enabled: computed(() => id.value !== ""),
  });
  const runId = computed(() => paper.data.value?.run_id ?? "");
  const run = useQuery({
    queryKey: computed(() => [kind.value, "run", runId.value]),
    queryFn: () => readRun(runId.value),
    enabled: computed(() => runId.value !== ""),
  });
  return { paper, run };
}
