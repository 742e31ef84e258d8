import { useQuery, useQueryClient } from "@tanstack/vue-query";
import { computed, ref, shallowRef, watch } from "vue";

import { today } from "@/lib/calendar";
import { notify } from "@/lib/notices";
import { type Kind, monthsOf } from "@/ui/calendar/year";

import { enterYear, readDays, readYear } from "../api";
import { changesOf, staged, type StagedDay } from "./staging";

const KEY = ["city", "calendar"];

/** One year of the city's calendar; what is changed waits here until it is entered as a whole. */
export function useCityCalendar() {
  const client = useQueryClient();
  const year = ref(Number(today().slice(0, 4)));
  const query = useQuery({
    queryKey: computed(() => [...KEY, year.value]),
    queryFn: ({ signal }) => readYear(year.value, signal),
  });
  const draft = shallowRef<StagedDay[] | null>(null);

  const valid = computed<StagedDay[]>(() =>
    (query.data.value?.days ?? []).map(({ date, kind, name = "" }) => ({ date, kind, name })),
  );
  const days = computed(() => draft.value ?? valid.value);
  const changes = computed(() => (draft.value ? changesOf(valid.value, draft.value) : []));
  const months = computed(() => {
    const fresh = new Set(changes.value.map(({ date }) => date));
    const known = days.value.map((day) => ({ ...day, own: fresh.has(day.date) }));
    const gone = changes.value
      .filter(({ date }) => !days.value.some((day) => day.date === date))
      .map(({ date, now }) => ({ date, kind: now, name: "恢复平常", own: true }));
    return monthsOf(year.value, [...known, ...gone], "尚未录入");
  });

  watch(year, () => {
    draft.value = null;
  });

  function change(dates: readonly string[], kind: Kind | null, name: string): void {
    draft.value = staged(days.value, dates, kind, name);
  }

  function drop(): void {
    draft.value = null;
  }

  /** The whole year as a source has it, to be looked at before it is entered. */
  async function take(source: "chinese_calendar" | "list", lines: string): Promise<number> {
    const found = await readDays(year.value, source, lines);
    draft.value = found.days.map(({ date, kind, name = "" }) => ({ date, kind, name }));
    return found.days.length;
  }

  async function enter(notice: string): Promise<void> {
    const entered = await enterYear(year.value, notice, days.value);
    client.setQueryData([...KEY, entered.year], entered);
    draft.value = null;
    notify("已录入，各单位在办事项的时限随即重新计算");
  }

  return { year, query, days, months, changes, change, drop, take, enter };
}
