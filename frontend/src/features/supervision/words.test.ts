import { describe, expect, it } from "vitest";

import { deskLine, hours, stateOf } from "./words";

describe("督办的用语", () => {
  it("names who has it under the post, and counts the rest", () => {
    const desk = ["甲", "乙", "丙", "丁"].map((name) => ({ name, post: "科员" }));

    expect(deskLine([])).toBe("—");
    expect(deskLine([{ name: "陈农技", post: "" }])).toBe("陈农技");
    expect(deskLine(desk.slice(0, 2))).toBe("甲（科员）、乙（科员）");
    expect(deskLine(desk)).toBe("甲（科员）、乙（科员）、丙（科员）等 4 人");
  });

  it("says hours without needless digits", () => {
    expect([0, 7, 12.5].map(hours)).toEqual(["0", "7", "12.5"]);
  });

  it("marks only what is out of the ordinary", () => {
    expect(stateOf({ status: "running", overdue: false })).toBeNull();
    expect(stateOf({ status: "running", overdue: true })?.label).toBe("超时限");
    expect(stateOf({ status: "suspended", overdue: false })?.label).toBe("已挂起");
    expect(stateOf({ status: "terminated", overdue: false })?.label).toBe("已终止");
  });
});
