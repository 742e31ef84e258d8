/**
 * Strokes as numbers: x, y, pressure and time after each other, in hundredths of a millimetre,
 * thousandths and milliseconds. What cannot be told from its neighbours is not kept.
 */
import type { Mark, Size } from "./api";

export const A_POINT = 4;
export const MOST_POINTS = 4_000;
const FULL = 1_000;
/** Closer than this nobody sees a difference. */
const NEAR = 12;

export interface Touch {
  x: number;
  y: number;
  /** 0 to 1; null where the device does not measure it. */
  pressure: number | null;
  at: number;
}

/** Gathers one stroke. A hand that goes fast writes thinner: for what measures no pressure. */
export function startStroke(size: Size, first: Touch) {
  const points: number[] = [];
  let last = first;
  let pressure = first.pressure ?? 0.5;

  function add(touch: Touch): boolean {
    const x = Math.round(Math.max(0, Math.min(size.width, touch.x)));
    const y = Math.round(Math.max(0, Math.min(size.height, touch.y)));
    const length = points.length;
    if (length >= MOST_POINTS * A_POINT) return false;
    if (length) {
      const moved = Math.hypot(x - (points[length - 4] ?? 0), y - (points[length - 3] ?? 0));
      if (moved < NEAR) return false;
      const speed = moved / Math.max(1, touch.at - last.at);
      const guessed = Math.max(0.2, Math.min(0.75, 0.75 - speed / 60));
      pressure += ((touch.pressure ?? guessed) - pressure) * (touch.pressure === null ? 0.3 : 0.7);
    }
    const before = points[length - 1] ?? 0;
    const at = Math.max(before, Math.min(600_000, Math.round(touch.at - first.at)));
    points.push(x, y, Math.round(Math.max(0, Math.min(1, pressure)) * FULL), at);
    last = touch;
    return true;
  }

  add(first);
  return { points, add };
}

function toSegment(x: number, y: number, points: number[], at: number): number {
  const [ax, ay] = [points[at] ?? 0, points[at + 1] ?? 0];
  const [bx, by] = [points[at + A_POINT] ?? ax, points[at + A_POINT + 1] ?? ay];
  const [dx, dy] = [bx - ax, by - ay];
  const along = dx || dy ? ((x - ax) * dx + (y - ay) * dy) / (dx * dx + dy * dy) : 0;
  const t = Math.max(0, Math.min(1, along));
  return Math.hypot(x - ax - t * dx, y - ay - t * dy);
}

/** Whether a stroke passes within `reach` of a place. */
export function isNear(mark: Mark, x: number, y: number, reach: number): boolean {
  if (mark.text) return false;
  for (let at = 0; at < mark.points.length; at += A_POINT) {
    if (toSegment(x, y, mark.points, at) <= reach) return true;
  }
  return false;
}
