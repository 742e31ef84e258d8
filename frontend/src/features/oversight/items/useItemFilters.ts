import { computed } from "vue";

import { useAddressFilters } from "@/lib/useAddressFilters";

import type { MattersWanted } from "../api";
import { isFlow } from "../flows";

type Filter = Exclude<keyof MattersWanted, "q">;

const flowOf = (text: string): MattersWanted["flow"] => (isFlow(text) ? text : "");

const dayOf = (text: string): string => (/^\d{4}-\d{2}-\d{2}$/.test(text) ? text : "");

/** `closed=1` is what our own links say, `closed=true` what people type. */
export const isOn = (text: string): boolean => text === "1" || text === "true";

/** The filters of the list; a figure of the board links to what it counts. */
export function useItemFilters() {
  const { text, q, asked, set } = useAddressFilters<Filter>();

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
  return { q, wanted, set };
}
