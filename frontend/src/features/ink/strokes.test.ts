import { describe, expect, it } from "vitest";

import type { Mark } from "./api";
import { A_POINT, isNear, MOST_POINTS, startStroke, type Touch } from "./strokes";

const A4 = { width: 21_000, height: 29_700 };
const touch = (x: number, y: number, at = 0, pressure: number | null = 0.5): Touch => ({
  x,
  y,
  at,
  pressure,
});

describe("a stroke", () => {
  it("is whole numbers in fours, its time from the first touch", () => {
    const stroke = startStroke(A4, touch(1_000.4, 2_000.6, 5_000.2, 0.25));
    stroke.add(touch(1_100, 2_000, 5_016.9, 0.25));

    expect(stroke.points).toEqual([1_000, 2_001, 250, 0, 1_100, 2_000, 250, 17]);
  });

  it("stays on the page", () => {
    const stroke = startStroke(A4, touch(-50, 99_999));
    stroke.add(touch(99_999, -50, 10));

    expect(stroke.points.filter((_, at) => at % A_POINT < 2)).toEqual([0, 29_700, 21_000, 0]);
  });

  it("leaves out what cannot be told from its neighbour", () => {
    const stroke = startStroke(A4, touch(1_000, 1_000));

    expect(stroke.add(touch(1_005, 1_005, 4))).toBe(false);
    expect(stroke.points).toHaveLength(A_POINT);
  });

  it("never goes back in time, whatever the clock says", () => {
    const stroke = startStroke(A4, touch(0, 0, 100));
    stroke.add(touch(100, 0, 150));
    stroke.add(touch(200, 0, 120));

    expect(stroke.points.filter((_, at) => at % A_POINT === 3)).toEqual([0, 50, 50]);
  });

  it("is thinner where the hand goes fast, when nothing measures pressure", () => {
    const slow = startStroke(A4, touch(0, 0, 0, null));
    const fast = startStroke(A4, touch(0, 0, 0, null));
    for (let step = 1; step < 20; step += 1) {
      slow.add(touch(step * 50, 0, step * 50, null));
      fast.add(touch(step * 800, 0, step * 16, null));
    }

    expect(fast.points.at(-2) ?? 0).toBeLessThan(slow.points.at(-2) ?? 0);
  });

  it("ends at what the server takes", () => {
    const stroke = startStroke(A4, touch(0, 0));
    for (let step = 1; step < MOST_POINTS + 50; step += 1) {
      stroke.add(touch((step % 2) * 500, 0, step));
    }

    expect(stroke.points).toHaveLength(MOST_POINTS * A_POINT);
  });
});

describe("what an eraser meets", () => {
  const line: Mark = {
    key: "one",
    page: 1,
    ink: "red",
    width: "fine",
    points: [0, 0, 500, 0, 1_000, 0, 500, 9],
    text: "",
  };

  it("is the line between the points, not only the points", () => {
    expect(isNear(line, 500, 40, 50)).toBe(true);
    expect(isNear(line, 500, 60, 50)).toBe(false);
    expect(isNear(line, 1_060, 0, 50)).toBe(false);
  });

  it("is a dot as well, and never a note", () => {
    expect(isNear({ ...line, points: [5, 5, 500, 0] }, 20, 5, 50)).toBe(true);
    expect(isNear({ ...line, text: "注" }, 500, 0, 50)).toBe(false);
  });
});
