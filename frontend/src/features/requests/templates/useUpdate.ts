import { useQuery, useQueryClient } from "@tanstack/vue-query";
import { computed, ref, shallowRef, watch } from "vue";

import { notify } from "@/lib/notices";
import { useAction } from "@/lib/useAction";

import {
  abandon,
  type Change,
  type Choices,
  type Comparison,
  finish,
  readComparison,
  type Side,
  update,
} from "./api";
import { sumOf } from "./choosing";

/** One kind against the city's newest version of it, and what is chosen of each change. */
export function useUpdate(key: string) {
  const client = useQueryClient();
  const KEY = ["requests", "templates", key];
  const query = useQuery({
    queryKey: KEY,
    queryFn: ({ signal }) => readComparison(key, signal),
  });
  const choices = ref<Choices>({});
  const lost = shallowRef<string[]>([]);
  const seen = computed(() => query.data.value);
  const rows = computed<readonly Change[]>(() => seen.value?.rows ?? []);
  const sum = computed(() => sumOf(rows.value, choices.value));

  /** Answers to what is no longer asked are forgotten. */
  watch(rows, (now) => {
    const asked = new Set(now.map(({ place }) => place));
    const kept = Object.entries(choices.value).filter(([place]) => asked.has(place));
    choices.value = Object.fromEntries(kept);
  });

  function choose(place: string, side: Side): void {
    choices.value = { ...choices.value, [place]: side };
  }

  async function keep(answer: Comparison): Promise<void> {
    client.setQueryData(KEY, answer);
    await client.invalidateQueries({ queryKey: ["requests", "kinds"] });
    await client.invalidateQueries({ queryKey: ["requests", "templates"], exact: true });
  }

  const drafting = useAction(async () => {
    if (!seen.value) return;
    const answer = await update(seen.value, choices.value);
    lost.value = answer.lost;
    await keep(answer.comparison);
    notify("已生成草稿，请核对后发布");
  });
  const finishing = useAction(async () => {
    await keep(await finish(key));
    notify("更新完成");
  });
  const leaving = useAction(async () => {
    await keep(await abandon(key));
    lost.value = [];
  });

  return { query, seen, rows, choices, sum, lost, choose, drafting, finishing, leaving };
}
