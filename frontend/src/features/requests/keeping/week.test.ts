import { describe, expect, it } from "vitest";

import type { Lane, Slot } from "./api";
import { hoursOn, on } from "./week";

const slot = (starts_at: string, ends_at: string) => ({ starts_at, ends_at }) as Slot;
const lane = (...slots: Slot[]) => ({ slots }) as Lane;

describe("一周预约", () => {
  const trip = slot("2026-11-24T08:30:00+08:00", "2026-11-26T12:00:00+08:00");

  it("shows a booking on every day it touches", () => {
    const days = ["2026-11-23", "2026-11-24", "2026-11-25", "2026-11-26", "2026-11-27"];

    expect(days.map((day) => on(lane(trip), day).length)).toEqual([0, 1, 1, 1, 0]);
  });

  it("says from when to when on each of them", () => {
    expect(hoursOn(trip, "2026-11-24")).toBe("08:30—24:00");
    expect(hoursOn(trip, "2026-11-25")).toBe("全天");
    expect(hoursOn(trip, "2026-11-26")).toBe("00:00—12:00");
  });

  it("ends at midnight without touching the next day", () => {
    const late = slot("2026-11-24T20:00:00+08:00", "2026-11-25T00:00:00+08:00");

    expect(on(lane(late), "2026-11-25")).toEqual([]);
  });
});
