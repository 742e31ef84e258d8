import { useQueryClient } from "@tanstack/vue-query";
import { computed, ref, watch, type Ref } from "vue";

import { readNotices } from "@/lib/papers/items";
import { notify } from "@/lib/notices";
import { useAction } from "@/lib/useAction";

import type { Box, WorkItem } from "./api";

const MOST = 200; // the server takes no more at once

/** Several at once, for what is only to be read: nobody signs in bulk. */
export function usePicking(
  items: Readonly<Ref<readonly WorkItem[]>>,
  box: Readonly<Ref<Box>>,
  drop: (ids: readonly string[]) => void,
) {
  const client = useQueryClient();
  const picked = ref(new Set<string>());
  const count = computed(() => items.value.filter(({ id }) => picked.value.has(id)).length);
  const all = computed(() => count.value > 0 && count.value === items.value.length);

  watch(box, () => {
    picked.value = new Set();
  });

  function toggle(id: string): void {
    const next = new Set(picked.value);
    if (!next.delete(id)) next.add(id);
    picked.value = next;
  }

  function toggleAll(): void {
    picked.value = all.value ? new Set() : new Set(items.value.map(({ id }) => id));
  }

  const { act, busy, refusal } = useAction(async (requestId: string) => {
    const all = items.value.map(({ id }) => id).filter((id) => picked.value.has(id));
    const ids = all.slice(0, MOST);
    await readNotices(ids, requestId);
    picked.value = new Set();
    drop(ids);
    notify(`已阅 ${ids.length} 件`);
    await client.invalidateQueries({ queryKey: ["todo"] });
    void client.invalidateQueries({ queryKey: ["portal"] });
  });

  return { picked, count, all, toggle, toggleAll, read: act, busy, refusal };
}

export type Picking = ReturnType<typeof usePicking>;
