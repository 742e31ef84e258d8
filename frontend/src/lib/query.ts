import { QueryClient } from "@tanstack/vue-query";

import { Refusal } from "@/api/client";

import { onLive } from "./live";

/** Server data. The first word of every key is the topic that live events name. */
export const queryClient = new QueryClient({
  defaultOptions: {
    queries: {
      staleTime: 15_000,
      refetchOnWindowFocus: true,
      // A refusal is an answer; only a broken connection is worth a second try.
      retry: (count, error) => count < 2 && error instanceof Refusal && error.status === 0,
    },
  },
});

/** Topics that also change what another list shows. */
const ALSO_CHANGES: Record<string, string[]> = {
  todo: ["portal"],
  incoming: ["portal", "todo"],
  outgoing: ["portal", "todo"],
};

/** Events arrive in bursts while a document travels: read again at most once in this time. */
const GATHER_MS = 300;
const waiting = new Set<string>();
let timer: ReturnType<typeof setTimeout> | undefined;

function refresh(): void {
  const topics = [...waiting];
  waiting.clear();
  timer = undefined;
  if (topics.includes("*")) {
    void queryClient.invalidateQueries();
    return;
  }
  for (const topic of topics) void queryClient.invalidateQueries({ queryKey: [topic] });
}

onLive(({ topic }) => {
  for (const name of [topic, ...(ALSO_CHANGES[topic] ?? [])]) waiting.add(name);
  timer ??= setTimeout(refresh, GATHER_MS);
});
