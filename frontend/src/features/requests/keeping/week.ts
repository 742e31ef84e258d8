import { clock } from "@/lib/dates";

import type { Lane, Slot } from "./api";

const startOf = (day: string): number => Date.parse(`${day}T00:00:00+08:00`);
const DAY = 86_400_000;

/** What of a lane falls on this day. */
export const on = ({ slots }: Lane, day: string): Slot[] =>
  slots.filter(
    ({ starts_at, ends_at }) =>
      Date.parse(starts_at) < startOf(day) + DAY && Date.parse(ends_at) > startOf(day),
  );

/** 08:30—17:30; a day that is taken from end to end says 全天. */
export function hoursOn({ starts_at, ends_at }: Slot, day: string): string {
  const before = Date.parse(starts_at) <= startOf(day);
  const after = Date.parse(ends_at) >= startOf(day) + DAY;
  if (before && after) return "全天";
  return `${before ? "00:00" : clock(starts_at)}—${after ? "24:00" : clock(ends_at)}`;
}
