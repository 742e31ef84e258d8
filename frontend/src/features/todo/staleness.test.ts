import { describe, expect, it } from "vitest";

import { hasMovedOn, takesAway } from "./staleness";

describe("过期的点击", () => {
  it("moves on when somebody was faster, and stays where something is to be corrected", () => {
    expect(hasMovedOn({ code: "workflow.already_handled", status: 409 })).toBe(true);
    expect(hasMovedOn({ code: "not_found", status: 404 })).toBe(true);
    expect(hasMovedOn({ code: "invalid", status: 400 })).toBe(false);
    expect(hasMovedOn({ code: "offline", status: 0 })).toBe(false);
    expect(hasMovedOn({ code: "busy", status: 503 })).toBe(false);
  });

  it("knows what leaves the desk", () => {
    expect(
      ["approve", "transfer", "send_back", "delegate", "reject"].every((verb) => takesAway(verb)),
    ).toBe(true);
    expect(["urge", "cc", "circulate", "remove"].some((verb) => takesAway(verb))).toBe(false);
    expect([takesAway("add", "before"), takesAway("add", "with")]).toEqual([true, false]);
  });
});
