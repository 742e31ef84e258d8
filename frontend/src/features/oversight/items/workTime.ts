/**
 * Office time for drawing: eight hours a workday, 09:00–12:00 and 13:00–18:00 in Beijing. Which days
 * are workdays the server says, which knows the holidays; the hours that are printed are its, too.
 */
const HOUR_MS = 3_600_000;
const SESSIONS = [
  [9, 12],
  [13, 18],
] as const;

export const HOURS_A_DAY = 8;

/** Midnight in Beijing at which that day (2026-11-23) begins. */
export const startOf = (day: string): number => Date.parse(`${day}T00:00:00+08:00`);

/** Office hours of these workdays that have passed at a moment. */
export function officeHours(workdays: string[]): (moment: number) => number {
  const sessions = workdays.flatMap((day) =>
    SESSIONS.map(([opens, closes]) => ({
      begin: startOf(day) + opens * HOUR_MS,
      hours: closes - opens,
    })),
  );
  return (moment) =>
    sessions.reduce(
      (sum, { begin, hours }) => sum + Math.min(hours, Math.max(0, (moment - begin) / HOUR_MS)),
      0,
    );
}
