import { describe, expect, it } from "vitest";

import { between, labelOf, monthsOf, moved } from "./year";

const OWN = {
  date: "2026-11-24",
  kind: "rest",
  name: "镇人大会议",
  own: true,
  city_kind: "work",
} as const;
const CITY = {
  date: "2026-10-01",
  kind: "rest",
  name: "国庆节",
  own: false,
  city_kind: "rest",
} as const;

describe("a year", () => {
  const months = monthsOf(2026, [OWN, CITY]);
  const cell = (date: string) =>
    months.flatMap(({ cells }) => cells).find((one) => one.date === date && one.inMonth);

  it("has twelve months of whole weeks", () => {
    expect(months).toHaveLength(12);
    expect(months.every(({ cells }) => cells.length % 7 === 0)).toBe(true);
  });

  it("marks what differs from an ordinary week, and only that", () => {
    expect(cell("2026-11-24")).toMatchObject({ kind: "rest", mark: "休", own: true });
    expect(cell("2026-10-01")).toMatchObject({ mark: "休", own: false });
    expect(cell("2026-11-22")).toMatchObject({ kind: "rest", mark: "" });
    expect(cell("2026-11-23")).toMatchObject({ kind: "work", mark: "" });
  });

  it("counts the workdays of a month", () => {
    expect(months[10]?.workdays).toBe(20);
  });

  it("says a day in words for those who hear it", () => {
    expect(labelOf("2026-11-24", "rest", "镇人大会议", "本单位调整")).toBe(
      "11月24日 周二 休息（镇人大会议，本单位调整）",
    );
    expect(labelOf("2026-11-23", "work", "", "")).toBe("11月23日 周一 上班");
  });
});

describe("keys", () => {
  it("walk by day, week and month and stay within the year", () => {
    expect(moved("2026-11-24", "ArrowDown")).toBe("2026-12-01");
    expect(moved("2026-01-01", "ArrowLeft")).toBe("2026-01-01");
    expect(moved("2026-03-31", "PageUp")).toBe("2026-03-03");
    expect(moved("2026-03-31", "a")).toBeNull();
  });
});

describe("several days", () => {
  it("are all from one to the other", () => {
    expect(between("2026-12-31", "2026-12-29")).toEqual(["2026-12-29", "2026-12-30", "2026-12-31"]);
    expect(between("2026-12-31", "2026-12-31")).toEqual(["2026-12-31"]);
  });
});
