import { describe, expect, it } from "vitest";

import type { BoardUnit } from "../api";
import { bandsOf, levelOf, spoken, tileName, townsOf } from "./tiles";

function unit(over: Partial<BoardUnit> = {}): BoardUnit {
  return {
    code: "TAIHE",
    short_name: "太和镇",
    kind: "town",
    group: "town",
    in_progress: 13,
    overdue: 5,
    due_soon: 2,
    completed: 18,
    on_time_rate: 93.6,
    oldest_days: 13,
    reported_at: "2026-11-22T10:00:00+08:00",
    ...over,
  };
}

describe("色块", () => {
  it("is quiet from ninety percent up and warm below", () => {
    const levels = [100, 98, 97.9, 95, 90, 89.9, 85, 84.9].map((rate) =>
      levelOf(unit({ on_time_rate: rate })),
    );

    expect(levels).toEqual(["best", "best", "good", "good", "fair", "low", "low", "worst"]);
  });

  it("never mistakes silence for a figure", () => {
    expect(levelOf(unit({ reported_at: null, on_time_rate: null }))).toBe("silent");
    expect(levelOf(unit({ on_time_rate: null }))).toBe("idle");
    expect(spoken(unit({ reported_at: null }))).toBe("太和镇，未上报");
  });

  it("shortens names to what tells them apart", () => {
    const names = [
      "太和镇",
      "南津街街道",
      "区应急局",
      "区委",
      "区委办公室",
      "区委政法委",
      "团区委",
    ];

    expect(names.map(tileName)).toEqual([
      "太和",
      "南津街",
      "应急局",
      "区委",
      "区委办",
      "政法委",
      "团区委",
    ]);
  });
});

describe("分组", () => {
  it("keeps towns apart and hides nobody", () => {
    const units = [
      unit(),
      unit({ code: "YJJ", kind: "bureau" }),
      unit({ code: "X", kind: "新类别" }),
    ];

    expect(townsOf(units).map(({ code }) => code)).toEqual(["TAIHE"]);
    expect(bandsOf(units).map(({ label }) => label)).toEqual(["政府部门与驻地机构", "其他"]);
  });
});
