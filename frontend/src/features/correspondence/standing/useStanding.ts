import { useQuery, useQueryClient } from "@tanstack/vue-query";
import { computed, type Ref } from "vue";

import { type Held, readStanding } from "./api";

/** 效力 of one document, and how to read everything again that shows it. */
export function useStanding(
  kind: Held,
  id: Readonly<Ref<string>>,
  enabled: Readonly<Ref<boolean>>,
) {
  const client = useQueryClient();
  const query = useQuery({
    queryKey: computed(() => [kind, "standing", id.value]),
    queryFn: ({ signal }) => readStanding(kind, id.value, signal),
    enabled,
  });

  function reread(): Promise<unknown> {
    const topics = [kind, "incoming", "todo"];
    return Promise.all(topics.map((topic) => client.invalidateQueries({ queryKey: [topic] })));
  }

  return { query, reread };
}
