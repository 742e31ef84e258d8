import { useQuery } from "@tanstack/vue-query";
import { computed } from "vue";

import { listRounds, type Reader, type Round } from "../api";

/** 传阅 of one document: its rounds, newest first, and everybody who was to read it. */
export function useRounds(runId: () => string | null) {
  const query = useQuery({
    queryKey: computed(() => ["incoming", "rounds", runId()]),
    queryFn: ({ signal }) => listRounds(runId() ?? "", signal),
    enabled: computed(() => Boolean(runId())),
  });
  const rounds = computed<Round[]>(() => query.data.value?.results ?? []);
  const readers = computed<Reader[]>(() =>
    rounds.value.flatMap((round) => round.readers).filter((one) => !one.withdrawn_at),
  );
  return { query, rounds, readers };
}
