import { computed, ref, watch } from "vue";
import { useRoute, useRouter } from "vue-router";

import { useSettled } from "@/lib/useSettled";

import type { MattersWanted } from "../api";

type Filter = Exclude<keyof MattersWanted, "q">;

const flowOf = (text: string): MattersWanted["flow"] =>
  text === "incoming" || text === "outgoing" ? text : "";

const dayOf = (text: string): string => (/^\d{4}-\d{2}-\d{2}$/.test(text) ? text : "");

/** `closed=1` is what our own links say, `closed=true` what people type. */
export const isOn = (text: string): boolean => text === "1" || text === "true";

/** The filters of the list, kept in the address so that a figure can link to what it counts. */
export function useItemFilters() {
  const route = useRoute();
  const router = useRouter();
  const text = (name: string): string => String(route.query[name] ?? "");
  const q = ref(text("q"));
  const asked = useSettled(q, 250);

  const wanted = computed<MattersWanted>(() => ({
    unit: text("unit"),
    flow: flowOf(text("flow")),
    stage: text("stage"),
    overdue: isOn(text("overdue")),
    due_soon: isOn(text("due_soon")),
    limited: isOn(text("limited")),
    closed: isOn(text("closed")),
    entered_since: dayOf(text("entered_since")),
    closed_since: dayOf(text("closed_since")),
    q: asked.value.trim(),
  }));

  function set(changes: Partial<Record<Filter, string>>): void {
    const query = Object.fromEntries(
      Object.entries({ ...route.query, ...changes }).filter(([, value]) => value),
    );
    void router.replace({ query });
  }

  watch(asked, (now) => void router.replace({ query: { ...route.query, q: now || undefined } }));
  return { q, wanted, set };
}
