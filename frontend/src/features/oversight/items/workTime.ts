/**
 * Office time for drawing: eight hours a workday, 09:00–12:00 and 13:00–18:00 in Beijing. The hours
 * that are printed come from the server, which also knows the holidays.
 */
const OFFSET_MS = 8 * 3_600_000;
const DAY_MS = 86_400_000;
const HOUR_MS = 3_600_000;
const SESSIONS = [
  [9, 12],
  [13, 18],
] as const;

export const HOURS_A_DAY = 8;

/** The number of the day in Beijing. */
export const dayOf = (moment: number): number => Math.floor((moment + OFFSET_MS) / DAY_MS);

/** Midnight in Beijing at which that day begins. */
export const startOf = (day: number): number => day * DAY_MS - OFFSET_MS;

/** Day 0 was a Thursday. */
export const isWorkday = (day: number): boolean => {
  const weekday = (day + 4) % 7;
  return weekday !== 0 && weekday !== 6;
};

/** Office hours of that day that have passed at that moment. */
function passed(day: number, moment: number): number {
  if (!isWorkday(day)) return 0;
  const begin = startOf(day);
  return SESSIONS.reduce((sum, [opens, closes]) => {
    const worked = Math.min(moment, begin + closes * HOUR_MS) - (begin + opens * HOUR_MS);
    return sum + Math.max(0, worked) / HOUR_MS;
  }, 0);
}

/** Office hours between the start of a day and a moment; 0 before it. */
export function hoursSince(firstDay: number, moment: number): number {
  const last = dayOf(moment);
  if (last < firstDay) return 0;
  let hours = 0;
  for (let day = firstDay; day < last; day += 1) if (isWorkday(day)) hours += HOURS_A_DAY;
  return hours + passed(last, moment);
}

/** That day, or the next one on which there is work. */
export function workdayFrom(day: number): number {
  let found = day;
  while (!isWorkday(found)) found += 1;
  return found;
}
