import { useQuery } from "@tanstack/vue-query";
import { computed } from "vue";

import { api, unwrap, type Schemas } from "@/api/client";

import { monthDay } from "./dates";

type Mandate = Schemas["MandateOut"];

/** The first word is the live topic that changes it. */
export const MINE = ["todo", "mandates", "mine"];

const MINUTE_MS = 60_000;

/** 委托 of this person that stand now or are to come: lent to others, held for others. */
export function useMandates(wanted: () => boolean = () => true) {
  const query = useQuery({
    queryKey: MINE,
    queryFn: ({ signal }) => unwrap(api.GET("/api/workflow/mandates/mine", { signal })),
    enabled: computed(wanted),
    // A mandate begins and ends by the clock, without anybody's act.
    refetchInterval: 5 * MINUTE_MS,
  });
  const lent = computed<Mandate[]>(() => query.data.value?.lent ?? []);
  const held = computed<Mandate[]>(() => query.data.value?.held ?? []);
  return { query, lent, held };
}

/** 11月23日至11月27日; the end is the first moment after it. */
export function periodOf({ starts_at, ends_at }: Pick<Mandate, "starts_at" | "ends_at">): string {
  const last = Date.parse(ends_at) - 1;
  const [from, to] = [monthDay(starts_at), monthDay(last)];
  return from === to ? `${from}当天` : `${from}至${to}`;
}
