/** Which hands are shown: all, none, or one by one. */
import { computed, ref, type Ref } from "vue";

import { useSession } from "@/lib/session";

import { copyOf, type Picture, type Place } from "./api";

export function useHands(place: Place, shown: Readonly<Ref<Picture | undefined>>) {
  const showOthers = ref(true);
  const hidden = ref<ReadonlySet<string>>(new Set());
  const finished = computed(() =>
    (shown.value?.layers ?? []).filter(({ state }) => state !== "open"),
  );
  const { staff } = useSession();
  const others = computed(() =>
    finished.value.filter(({ author_id }) => author_id !== staff.value?.id),
  );
  const onPaper = computed(() =>
    finished.value.filter(
      (one) => !hidden.value.has(one.id) && (showOthers.value || !others.value.includes(one)),
    ),
  );
  /** 批注副本 of what is shown. */
  const copy = computed(() =>
    copyOf(
      place,
      shown.value?.sheet ?? "",
      onPaper.value.map(({ id }) => id),
    ),
  );

  function toggle(id: string): void {
    const next = new Set(hidden.value);
    if (!next.delete(id)) next.add(id);
    hidden.value = next;
  }

  return { showOthers, hidden, others, onPaper, copy, toggle };
}
