import { describe, expect, it } from "vitest";

import {
  daysFromNow,
  dayWithWeekday,
  due,
  greeting,
  lunar,
  monthDay,
  whenBrief,
  whenShort,
} from "./dates";

const NOW = "2026-11-22T10:20:00+08:00";

describe("dates", () => {
  it("writes the day as offices do", () => {
    expect(dayWithWeekday(NOW, NOW)).toBe("11月22日 周日");
    expect(monthDay("2025-03-01", NOW)).toBe("2025年3月1日");
  });

  it("knows the day of the old calendar", () => {
    expect(lunar(NOW)).toBe("农历十月十四");
    expect(lunar("2026-02-17")).toBe("农历正月初一");
  });

  it("lives in Beijing, wherever the computer is", () => {
    expect(whenShort("2026-11-21T17:00:00Z", NOW)).toBe("今天 01:00");
    expect(daysFromNow("2026-11-22T15:59:59Z", NOW)).toBe(0);
    expect(daysFromNow("2026-11-22T16:00:00Z", NOW)).toBe(1);
  });

  it("is brief about what is near and exact about what is far", () => {
    expect(whenBrief("2026-11-22T09:42:00+08:00", NOW)).toBe("09:42");
    expect(whenBrief("2026-11-21T09:42:00+08:00", NOW)).toBe("昨天");
    expect(whenShort("2026-11-20T17:46:00+08:00", NOW)).toBe("11月20日 17:46");
  });

  it.each([
    ["2026-11-20T12:00:00+08:00", "逾期 2 天", "over"],
    ["2026-11-22T09:00:00+08:00", "今天 09:00 已到期", "over"],
    ["2026-11-22T17:30:00+08:00", "今天 17:30 前", "today"],
    ["2026-11-22", "今天", "today"],
    ["2026-11-23", "明天", "soon"],
    ["2026-11-27", "11月27日", "later"],
  ])("says when %s is due", (at, label, tone) => {
    expect(due(at, NOW)).toEqual({ label, tone });
  });

  it("greets by the clock", () => {
    expect(greeting(NOW)).toBe("上午好");
    expect(greeting("2026-11-22T19:00:00+08:00")).toBe("晚上好");
  });
});
