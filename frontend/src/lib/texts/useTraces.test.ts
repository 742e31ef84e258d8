import { describe, expect, it } from "vitest";

import { type Hand } from "./api";
import { pairAt } from "./useTraces";

function hand(first: number, last: number): Hand {
  return {
    author_name: "王晓敏",
    step: "draft",
    first,
    last,
    at: "2026-11-22T10:00:00+08:00",
    ways: ["typed"],
    added: 0,
    removed: 0,
  };
}

const HANDS = [hand(1, 4), hand(5, 5), hand(7, 9)];

describe("各手修改", () => {
  it("shows what a hand did to what the hand before it left", () => {
    expect(pairAt(HANDS, 2, false)).toEqual({ before: 5, after: 9 });
  });

  it("shows the first draft against the empty page", () => {
    expect(pairAt(HANDS, 0, false)).toEqual({ before: 0, after: 4 });
    expect(pairAt(HANDS, 0, true)).toEqual({ before: 0, after: 4 });
  });

  it("shows everything since the first draft when asked to", () => {
    expect(pairAt(HANDS, 2, true)).toEqual({ before: 4, after: 9 });
  });

  it("has nothing to show where nobody has written", () => {
    expect(pairAt([], 0, false)).toBeNull();
  });
});
