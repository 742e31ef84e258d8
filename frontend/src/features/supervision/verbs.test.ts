import { describe, expect, it } from "vitest";

import type { JumpTarget, Seat } from "./api";
import { askingOf, missing, reachable, stepsOf } from "./verbs";

const seat = (node: string, step_name: string, name: string): Seat => ({
  id: name,
  node,
  step_name,
  name,
  post: "",
  status: "open",
});

const target = (key: string, allowed: boolean): JumpTarget => ({
  key,
  name: key,
  compulsory: false,
  allowed,
  reason: "",
});

describe("干预要填什么", () => {
  it("asks every verb for its reason, and names what is missing first", () => {
    for (const verb of ["reassign", "jump", "force", "suspend", "resume", "terminate", "undo"])
      expect(askingOf(verb).words).toEqual({ field: "reason", label: "理由" });
    expect(missing("reassign", {})).toBe("请选择改派谁手里的件。");
    expect(missing("reassign", { item: "甲" })).toBe("请选择改派给谁。");
    expect(missing("reassign", { item: "甲", to: "乙" })).toBe("请填写理由。");
    expect(missing("reassign", { item: "甲", to: "乙", reason: " " })).toBe("请填写理由。");
    expect(missing("reassign", { item: "甲", to: "乙", reason: "出差" })).toBe("");
  });

  it("wants words for feedback and takes an urging without them", () => {
    expect(missing("tell", { reason: "x" })).toBe("请填写反馈内容。");
    expect(missing("tell", { text: "请抓紧" })).toBe("");
    expect(missing("urge", {})).toBe("");
  });

  it("lists each step once, and only the steps a jump may lead to", () => {
    expect(
      stepsOf([seat("a", "会商", "甲"), seat("a", "会商", "乙"), seat("b", "农情", "丙")]),
    ).toEqual([
      { key: "a", name: "会商" },
      { key: "b", name: "农情" },
    ]);
    expect(reachable([target("a", true), target("b", false)]).map(({ key }) => key)).toEqual(["a"]);
  });
});
