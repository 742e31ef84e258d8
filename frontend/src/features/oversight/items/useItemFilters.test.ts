import { describe, expect, it } from "vitest";

import { isOn } from "./useItemFilters";

describe("地址里的筛选", () => {
  it("takes what our links say and what people type, and nothing else", () => {
    expect(["1", "true"].map(isOn)).toEqual([true, true]);
    expect(["", "0", "false", "yes"].map(isOn)).toEqual([false, false, false, false]);
  });
});
