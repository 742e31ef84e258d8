import { describe, expect, it } from "vitest";

import { afterDone, stepFrom } from "./selection";

const items = [{ id: "甲" }, { id: "乙" }, { id: "丙" }];

describe("上一件、下一件", () => {
  it("moves and stops at both ends", () => {
    expect(stepFrom(items, "甲", 1)?.id).toBe("乙");
    expect(stepFrom(items, "丙", 1)?.id).toBe("丙");
    expect(stepFrom(items, "甲", -1)?.id).toBe("甲");
  });

  it("begins at the first when nothing is open", () => {
    expect(stepFrom(items, "", 1)?.id).toBe("甲");
    expect(stepFrom([], "", 1)).toBeUndefined();
  });
});

describe("办完看下一件", () => {
  it("opens the one below, at the end the one above, and nothing after the last", () => {
    expect(afterDone(items, "乙")?.id).toBe("丙");
    expect(afterDone(items, "丙")?.id).toBe("乙");
    expect(afterDone([{ id: "甲" }], "甲")).toBeUndefined();
  });
});
