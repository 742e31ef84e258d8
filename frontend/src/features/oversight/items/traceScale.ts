import type { Trace, TraceStep } from "../api";
import { dayOf, hoursSince, HOURS_A_DAY, startOf, workdayFrom } from "./workTime";

/** One workday on the axis; `at` and `width` are percent of the whole. */
export interface Tick {
  moment: number;
  at: number;
  width: number;
  /** Whether there is room to write its date. */
  named: boolean;
}

/** What is drawn of a stay on a desk: quiet up to the limit, red from there on. */
export interface Bar {
  at: number;
  width: number;
  overAt: number;
  overWidth: number;
  /** Where the hours are written: behind the bar, before it, or on it. */
  label: "after" | "before" | "on";
}

const MOST_NAMES = 7;
const LABEL_SHARE = 36;

function moments(trace: Trace): number[] {
  const steps = trace.lanes.flatMap(({ steps }) => steps);
  const road = trace.envelope;
  return [
    ...steps.flatMap(({ opened_at, closed_at }) => [opened_at, closed_at]),
    road?.sealed_at,
    road?.delivered_at,
    road?.acknowledged_at,
    trace.due_at,
    steps.some(({ opened_at, closed_at }) => opened_at && !closed_at) ? trace.as_of : null,
  ]
    .filter((moment): moment is string => Boolean(moment))
    .map((moment) => Date.parse(moment));
}

/** The axis of a trace: working hours from the first day to the last, whole days. */
export function scaleOf(trace: Trace) {
  const found = moments(trace);
  const first = workdayFrom(dayOf(Math.min(...(found.length ? found : [Date.parse(trace.as_of)]))));
  const last = Math.max(first, dayOf(Math.max(...(found.length ? found : [startOf(first)]))));
  const days = Math.max(1, Math.ceil(hoursSince(first, startOf(last + 1)) / HOURS_A_DAY));
  const total = days * HOURS_A_DAY;

  const x = (moment: number): number => Math.min(100, (hoursSince(first, moment) / total) * 100);

  const every = Math.ceil(days / MOST_NAMES);
  const ticks: Tick[] = [];
  for (let day = first; ticks.length < days; day = workdayFrom(day + 1)) {
    ticks.push({
      moment: startOf(day),
      at: (ticks.length / days) * 100,
      width: 100 / days,
      named: ticks.length % every === 0,
    });
  }

  const end = Date.parse(trace.as_of);
  const due = trace.due_at ? Date.parse(trace.due_at) : null;

  function between(from: number, to: number): Bar {
    const [a, b] = [x(from), x(to)];
    const limit = due === null ? b : Math.min(b, Math.max(a, x(due)));
    const label = b <= 100 - LABEL_SHARE ? "after" : a >= LABEL_SHARE ? "before" : "on";
    return { at: a, width: limit - a, overAt: limit, overWidth: b - limit, label };
  }

  /** Null for a desk that the matter has not reached. */
  function barOf({ opened_at, closed_at }: TraceStep): Bar | null {
    if (!opened_at) return null;
    return between(Date.parse(opened_at), closed_at ? Date.parse(closed_at) : end);
  }

  function roadBar(): Bar | null {
    const road = trace.envelope;
    if (!road?.sealed_at) return null;
    const signed = road.acknowledged_at ? Date.parse(road.acknowledged_at) : end;
    // The road has its own pattern; the limit counts for desks.
    const whole = between(Date.parse(road.sealed_at), signed);
    return { ...whole, width: whole.width + whole.overWidth, overWidth: 0 };
  }

  return { ticks, barOf, roadBar, dueAt: due === null ? null : x(due) };
}
