import type { Trace, TraceStep } from "../api";
import { HOURS_A_DAY, officeHours, startOf } from "./workTime";

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

/** The axis of a trace: office hours of its workdays, whole days. */
export function scaleOf(trace: Trace) {
  const passed = officeHours(trace.workdays);
  const days = trace.workdays.length;
  const total = days * HOURS_A_DAY;

  const x = (moment: number): number => Math.min(100, (passed(moment) / total) * 100);

  const every = Math.ceil(days / MOST_NAMES);
  const ticks: Tick[] = trace.workdays.map((day, index) => ({
    moment: startOf(day),
    at: (index / days) * 100,
    width: 100 / days,
    named: index % every === 0,
  }));

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
