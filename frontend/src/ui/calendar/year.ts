/** A year of an office: every day with what is done on it, and in what words that is said. */
import { addDays, daysOf, type Day } from "@/lib/calendar";
import { monthDay } from "@/lib/dates";

export type Kind = "work" | "rest" | "morning" | "afternoon";

/** A day that differs from an ordinary week. `own`: somebody's exception to what held before. */
export interface YearDay {
  date: string;
  kind: Kind;
  name: string;
  own: boolean;
}

export const SAID: Record<Kind, string> = {
  work: "上班",
  rest: "休息",
  morning: "上午上班",
  afternoon: "下午上班",
};
const MARKS: Record<Kind, string> = { work: "班", rest: "休", morning: "半", afternoon: "半" };
const WEEKDAYS = ["周日", "周一", "周二", "周三", "周四", "周五", "周六"];

export interface Cell extends Day {
  kind: Kind;
  /** 休, 班, 半: only where the day differs from an ordinary week. */
  mark: string;
  name: string;
  own: boolean;
  label: string;
}

export interface Month {
  month: string;
  title: string;
  cells: Cell[];
  workdays: number;
}

/** `ownWord` says of an exception whose it is. */
export function monthsOf(year: number, days: readonly YearDay[], ownWord = "本单位调整"): Month[] {
  const known = new Map(days.map((day) => [day.date, day]));
  return Array.from({ length: 12 }, (_, index) => {
    const month = `${year}-${String(index + 1).padStart(2, "0")}`;
    const cells = daysOf(month).map((day) => cellOf(day, ownWord, known.get(day.date)));
    const inMonth = cells.filter((cell) => cell.inMonth);
    const workdays = inMonth.reduce((sum, { kind }) => sum + SHARE[kind], 0);
    return { month, title: `${index + 1}月`, cells, workdays };
  });
}

const SHARE: Record<Kind, number> = { work: 1, rest: 0, morning: 0.5, afternoon: 0.5 };

function cellOf(day: Day, ownWord: string, known?: YearDay): Cell {
  const usual: Kind = day.weekend ? "rest" : "work";
  const kind = known?.kind ?? usual;
  const mark = known && (kind !== usual || known.own) ? MARKS[kind] : "";
  const name = known?.name ?? "";
  const own = known?.own ?? false;
  const label = labelOf(day.date, kind, name, own ? ownWord : "");
  return { ...day, kind, mark, name, own, label };
}

export function labelOf(date: string, kind: Kind, name: string, ownWord: string): string {
  const weekday = WEEKDAYS[new Date(`${date}T00:00:00Z`).getUTCDay()];
  const why = [name, ownWord].filter(Boolean).join("，");
  return `${monthDay(date, date)} ${weekday} ${SAID[kind]}${why ? `（${why}）` : ""}`;
}

const STEPS: Record<string, number> = { ArrowLeft: -1, ArrowRight: 1, ArrowUp: -7, ArrowDown: 7 };

/** Where a key leads from a day; it never leaves the year. */
export function moved(date: string, key: string): string | null {
  const step = STEPS[key] ?? (key === "PageUp" ? -28 : key === "PageDown" ? 28 : 0);
  if (!step) return null;
  const target = addDays(date, step);
  return target.slice(0, 4) === date.slice(0, 4) ? target : date;
}

/** Every day from one to the other, both included, whichever comes first. */
export function between(one: string, other: string): string[] {
  const [first, last] = one <= other ? [one, other] : [other, one];
  const days = [first];
  while ((days.at(-1) ?? last) < last && days.length < 366) {
    days.push(addDays(days.at(-1) ?? last, 1));
  }
  return days;
}
