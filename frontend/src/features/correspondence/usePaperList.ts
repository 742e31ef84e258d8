import { computed, ref, watch } from "vue";
import { useRoute, useRouter } from "vue-router";

import type { Page } from "@/lib/page";
import { useNarrow } from "@/lib/useNarrow";
import { usePages } from "@/lib/usePages";
import { useSettled } from "@/lib/useSettled";

import type { Wanted } from "./api";

/** The list of one direction, what is searched in it, and which document is open. */
export function usePaperList<T extends { id: string }>(
  direction: "outgoing" | "incoming",
  read: (query: Wanted, signal: AbortSignal) => Promise<Page<T>>,
) {
  const route = useRoute();
  const router = useRouter();
  const narrow = useNarrow();
  const q = ref(String(route.query.q ?? ""));
  const stage = ref(String(route.query.stage ?? ""));
  const asked = useSettled(q);

  const pages = usePages<T>(
    computed(() => [direction, "list", stage.value, asked.value]),
    (cursor, signal) => read({ stage: stage.value, q: asked.value.trim(), cursor }, signal),
  );

  /** On a phone: whether a document is in front of the list. */
  const inFront = computed(() => String(route.params.id ?? "") !== "");
  const first = ref("");
  /** Where there is room for both, the newest one lies open until another is chosen. */
  const openId = computed(() => {
    const asked = String(route.params.id ?? "");
    return asked || narrow.value ? asked : first.value || (pages.rows.value[0]?.id ?? "");
  });
  // What lies open does not give way to something newer while it is being read.
  watch(
    () => pages.rows.value[0]?.id,
    (id) => {
      first.value ||= id ?? "";
    },
    { immediate: true },
  );
  watch([stage, asked], () => {
    first.value = "";
  });
  const searching = computed(() => asked.value.trim() !== "" || stage.value !== "");

  function back(): void {
    void router.push({ path: `/${direction}`, query: route.query });
  }

  return { ...pages, q, stage, searching, openId, inFront, back };
}
