import { describe, expect, it } from "vitest";

import { changesOf, sentence, staged } from "./staging";

const NEW_YEAR = { date: "2027-01-01", kind: "rest", name: "元旦" } as const;
const MADE_UP = { date: "2027-02-20", kind: "work", name: "调休上班" } as const;

describe("a year being corrected", () => {
  it("keeps the days in their order and lets one be ordinary again", () => {
    const more = staged([MADE_UP], ["2027-01-01"], "rest", "元旦");

    expect(more).toEqual([NEW_YEAR, MADE_UP]);
    expect(staged(more, ["2027-02-20"], null, "")).toEqual([NEW_YEAR]);
  });

  it("tells what would be otherwise, the name alone apart from the day", () => {
    const found = changesOf([NEW_YEAR, MADE_UP], [{ ...NEW_YEAR, name: "元旦节" }]);

    expect(found).toEqual([
      { date: "2027-01-01", was: "rest", now: "rest", name: "元旦节", renamed: true },
      { date: "2027-02-20", was: "work", now: "rest", name: "", renamed: false },
    ]);
    expect(changesOf([NEW_YEAR], [NEW_YEAR])).toEqual([]);
  });

  it("says what stands beside a moved limit, as the units will say it", () => {
    const days = ["2027-10-01", "2027-10-04", "2027-10-05", "2027-10-06"];
    const found = changesOf([], staged([], days, "rest", "国庆节"));

    expect(sentence(2027, "国办发明电〔2026〕7号", found)).toBe(
      "工作日历调整（全区 2027 年：国办发明电〔2026〕7号，10月1日、10月4日、10月5日等 4 天）",
    );
  });
});
