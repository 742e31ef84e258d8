import { describe, expect, it } from "vitest";

import { ageText } from "./ages";

const age = (label: string, count: number) => ({ label, count, overdue: 0 });

describe("在办时长一句话", () => {
  it("says where half and nine tenths are, and what is oldest", () => {
    const text = ageText([
      age("当天", 5),
      age("1", 30),
      age("2", 40),
      age("6—10", 20),
      age("20 以上", 5),
    ]);

    expect(text).toBe("半数在 2 个工作日内，九成在 10 个工作日内；20 个工作日以上 5 件。");
  });

  it("has a word for an empty city", () => {
    expect(ageText([age("当天", 0)])).toBe("现在没有在办的事项。");
  });
});
