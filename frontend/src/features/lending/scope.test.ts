import { describe, expect, it } from "vitest";

import { scopeOf, type Mandate, type MandateForm } from "./api";
import { scopeWords } from "./words";

describe("scopeOf", () => {
  const whole: MandateForm = {
    agent: [{ key: "a", label: "何秘书" }],
    from: "2026-11-23",
    to: "2026-11-27",
    only: false,
    flows: ["leave"],
    starters: [{ key: "s", label: "李文书" }],
    existing: true,
  };

  it("asks for whole days in Beijing, the last one included", () => {
    expect(scopeOf(whole)).toEqual({
      agent: "a",
      starts_at: "2026-11-23T00:00:00+08:00",
      ends_at: "2026-11-28T00:00:00+08:00",
      flows: [],
      excluded: [{ kind: "starter", value: "s" }],
      existing: true,
    });
  });

  it("names flows only when it is limited to some", () => {
    expect(scopeOf({ ...whole, only: true })?.flows).toEqual(["leave"]);
    expect(scopeOf({ ...whole, only: true, flows: [] })).toBeNull();
  });

  it("says nothing while something is missing", () => {
    expect(scopeOf({ ...whole, agent: [] })).toBeNull();
    expect(scopeOf({ ...whole, to: "2026-11-22" })).toBeNull();
  });
});

describe("scopeWords", () => {
  const starter = { kind: "starter", value: "s", label: "李文书" };
  const flow = { kind: "flow", value: "leave", label: "请假" };

  it("says what is lent and what is not", () => {
    const all = { flows: [], excluded: [], existing: false } as unknown as Mandate;
    expect(scopeWords(all)).toBe("全部流程");
    const some = { flows: [flow], excluded: [starter], existing: true } as unknown as Mandate;
    expect(scopeWords(some)).toBe("仅限「请假」；李文书发起的除外；含委托时已有的待办");
  });
});
