import { describe, expect, it } from "vitest";

import { addDays, addMonths, daysOf, today } from "./calendar";

describe("月历", () => {
  it("shows whole weeks from Monday on", () => {
    const days = daysOf("2026-11");

    expect(days).toHaveLength(42);
    expect(days[0]).toMatchObject({ date: "2026-10-26", inMonth: false });
    expect(days.find(({ date }) => date === "2026-11-22")).toMatchObject({
      day: 22,
      weekend: true,
    });
  });

  it("turns years and leap months correctly", () => {
    expect(addMonths("2026-12", 1)).toBe("2027-01");
    expect(addMonths("2026-01", -1)).toBe("2025-12");
    expect(addDays("2028-02-28", 1)).toBe("2028-02-29");
  });

  it("knows that the day begins in Beijing", () => {
    expect(today(Date.parse("2026-11-22T16:30:00Z"))).toBe("2026-11-23");
  });
});
