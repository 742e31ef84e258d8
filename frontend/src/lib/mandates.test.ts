import { describe, expect, it } from "vitest";

import { periodOf } from "./mandates";

const year = new Date().getFullYear();

describe("periodOf", () => {
  it("counts the last day in", () => {
    const period = {
      starts_at: `${year}-03-02T01:30:00Z`,
      ends_at: `${year}-03-06T16:00:00Z`,
    };
    expect(periodOf(period)).toBe("3月2日至3月6日");
  });

  it("says one day as one", () => {
    const period = {
      starts_at: `${year}-03-02T00:00:00+08:00`,
      ends_at: `${year}-03-03T00:00:00+08:00`,
    };
    expect(periodOf(period)).toBe("3月2日当天");
  });
});
