import { useQuery, useQueryClient } from "@tanstack/vue-query";
import { computed, ref } from "vue";

import { today } from "@/lib/calendar";
import { notify } from "@/lib/notices";
import { monthsOf } from "@/ui/calendar/year";

import { changeDays, importDays, type Kind, readYear, type WorkingYear } from "./api";

const KEY = ["organization", "calendar"];

/** One year of the unit's working calendar and every change to it. */
export function useCalendar() {
  const client = useQueryClient();
  const year = ref(Number(today().slice(0, 4)));
  const query = useQuery({
    queryKey: computed(() => [...KEY, year.value]),
    queryFn: ({ signal }) => readYear(year.value, signal),
    placeholderData: (before) => before,
  });
  const days = computed(() => query.data.value?.days ?? []);
  const months = computed(() => monthsOf(year.value, days.value));
  const own = computed(() => days.value.filter((day) => day.own));

  function keep(changed: WorkingYear): void {
    client.setQueryData([...KEY, changed.year], changed);
    notify("已保存，在办事项的时限随即重新计算");
  }

  async function change(dates: string[], kind: Kind | null, reason: string): Promise<void> {
    keep(await changeDays(year.value, dates, kind, reason));
  }

  async function take(lines: string, reason: string): Promise<void> {
    keep(await importDays(year.value, lines, reason));
    await client.invalidateQueries({ queryKey: KEY });
  }

  return { year, query, days, months, own, change, take };
}
