/** A year being corrected: what would be entered, and how it differs from what is valid now. */
import type { Kind } from "@/ui/calendar/year";

export interface StagedDay {
  date: string;
  kind: Kind;
  name: string;
}

export interface DayChange {
  date: string;
  was: Kind;
  now: Kind;
  name: string;
  /** Only the name differs: nobody counts anew for that. */
  renamed: boolean;
}

export const usual = (date: string): Kind =>
  [0, 6].includes(new Date(`${date}T00:00:00Z`).getUTCDay()) ? "rest" : "work";

const byDate = (days: readonly StagedDay[]): Map<string, StagedDay> =>
  new Map(days.map((day) => [day.date, day]));

/** `kind` null: the day is as in an ordinary week. */
export function staged(
  days: readonly StagedDay[],
  dates: readonly string[],
  kind: Kind | null,
  name: string,
): StagedDay[] {
  const found = byDate(days);
  for (const date of dates) {
    if (kind === null) found.delete(date);
    else found.set(date, { date, kind, name });
  }
  return [...found.values()].sort((one, other) => one.date.localeCompare(other.date));
}

export function changesOf(valid: readonly StagedDay[], wanted: readonly StagedDay[]): DayChange[] {
  const [before, after] = [byDate(valid), byDate(wanted)];
  const dates = [...new Set([...before.keys(), ...after.keys()])].sort();
  return dates.flatMap((date) => {
    const [old, fresh] = [before.get(date), after.get(date)];
    const [was, now] = [old?.kind ?? usual(date), fresh?.kind ?? usual(date)];
    const name = fresh?.name ?? "";
    if (was === now && (old?.name ?? "") === name) return [];
    return [{ date, was, now, name, renamed: was === now }];
  });
}

/** The sentence that a moved time limit carries in every unit. */
export function sentence(year: number, notice: string, changes: readonly DayChange[]): string {
  const moving = changes.filter(({ renamed }) => !renamed);
  const named = moving
    .slice(0, 3)
    .map(({ date }) => `${Number(date.slice(5, 7))}月${Number(date.slice(8))}日`)
    .join("、");
  const more = moving.length > 3 ? `等 ${moving.length} 天` : "";
  return `工作日历调整（全区 ${year} 年${notice ? `：${notice}` : ""}，${named}${more}）`;
}
