import { describe, expect, it } from "vitest";

import { barOf, scaleOf } from "./lanes";

const DAY = ["2026-11-24T00:00:00+08:00", "2026-11-25T00:00:00+08:00"];
const at = (clock: string): string => `2026-11-24T${clock}:00+08:00`;

describe("一天的占用", () => {
  it("shows seven to seven, and where a trip lies in it", () => {
    const scale = scaleOf(DAY, [[at("08:30"), at("17:30")]]);

    expect(scale?.ticks.map(({ label }) => label)).toEqual(["7", "10", "13", "16", "19"]);
    expect(scale && barOf(scale, at("10:00"), at("13:00"))).toEqual({ left: 0.25, width: 0.25 });
  });

  it("grows when somebody leaves early or comes home late", () => {
    const scale = scaleOf(DAY, [[at("05:00"), at("22:00")]]);

    expect(scale?.ticks[0]?.label).toBe("5");
    expect(scale && barOf(scale, at("05:00"), at("22:00"))?.left).toBe(0);
  });

  it("shows days when a trip takes several", () => {
    const scale = scaleOf([DAY[0] ?? "", "2026-11-27T00:00:00+08:00"], []);

    expect(scale?.ticks.map(({ label }) => label)).toEqual(["11.24", "11.25", "11.26"]);
    expect(scale && barOf(scale, "2026-11-20T08:00:00+08:00", at("00:00"))).toBeNull();
    expect(scaleOf([], [])).toBeNull();
  });
});
