/** The picture of a day: what of a span lies inside working life, in shares of the whole. */
export interface Bar {
  left: number;
  width: number;
}

export interface Scale {
  from: number;
  to: number;
  ticks: { at: number; label: string }[];
}

const HOUR = 3_600_000;
const DAY = 24 * HOUR;
const OPENS = 7;
const CLOSES = 19;

const hourIn = (moment: number): number => (new Date(moment + 8 * HOUR).getUTCHours() + 24) % 24;

/** One day from seven to seven, wider when something lies outside; several days as days. */
export function scaleOf(
  day: readonly string[],
  spans: readonly (readonly string[])[],
): Scale | null {
  const [start, end] = day.map((one) => Date.parse(one));
  if (start === undefined || end === undefined) return null;
  if (end - start > DAY) {
    const days = Math.round((end - start) / DAY);
    const step = Math.max(1, Math.ceil(days / 7));
    const ticks = Array.from({ length: Math.ceil(days / step) }, (_, place) => {
      const at = start + place * step * DAY;
      const local = new Date(at + 8 * HOUR);
      const label = `${local.getUTCMonth() + 1}.${local.getUTCDate()}`;
      return { at: (at - start) / (end - start), label };
    });
    return { from: start, to: end, ticks };
  }
  const moments = spans.flat().map((one) => Date.parse(one));
  const inside = moments.filter((one) => one >= start && one <= end);
  const first = Math.min(OPENS, ...inside.map(hourIn));
  const last = inside.some((one) => one - start > CLOSES * HOUR) ? 24 : CLOSES;
  const step = last - first > 14 ? 4 : 3;
  const ticks = [];
  for (let hour = first; hour <= last; hour += step) {
    ticks.push({ at: (hour - first) / (last - first), label: String(hour) });
  }
  return { from: start + first * HOUR, to: start + last * HOUR, ticks };
}

/** Null when it lies outside the picture. */
export function barOf({ from, to }: Scale, start: string, end: string): Bar | null {
  const begins = Math.max(Date.parse(start), from);
  const ends = Math.min(Date.parse(end), to);
  if (!(ends > begins)) return null;
  return { left: (begins - from) / (to - from), width: (ends - begins) / (to - from) };
}
