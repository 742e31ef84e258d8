/** Days of a month as a wall calendar shows them: whole weeks, Monday first, as YYYY-MM-DD. */
export interface Day {
  date: string;
  day: number;
  inMonth: boolean;
  weekend: boolean;
}

const DAY_MS = 86_400_000;

const iso = (moment: number): string => new Date(moment).toISOString().slice(0, 10);

export function monthOf(date: string): string {
  return date.slice(0, 7);
}

export function addMonths(month: string, by: number): string {
  const [year = 0, number = 1] = month.split("-").map(Number);
  return iso(Date.UTC(year, number - 1 + by, 1)).slice(0, 7);
}

export function addDays(date: string, by: number): string {
  return iso(Date.parse(`${date}T00:00:00Z`) + by * DAY_MS);
}

export function daysOf(month: string): Day[] {
  const first = Date.parse(`${month}-01T00:00:00Z`);
  const before = (new Date(first).getUTCDay() + 6) % 7;
  const next = Date.parse(`${addMonths(month, 1)}-01T00:00:00Z`);
  const weeks = Math.ceil((before + (next - first) / DAY_MS) / 7);
  return Array.from({ length: weeks * 7 }, (_, index) => {
    const moment = first + (index - before) * DAY_MS;
    const date = iso(moment);
    const weekday = new Date(moment).getUTCDay();
    return {
      date,
      day: Number(date.slice(8)),
      inMonth: monthOf(date) === month,
      weekend: weekday === 0 || weekday === 6,
    };
  });
}

/** Today in Beijing. */
export function today(now = Date.now()): string {
  return iso(now + 8 * 3_600_000);
}
