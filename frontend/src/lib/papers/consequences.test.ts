import { describe, expect, it } from "vitest";

import { consequenceOf } from "./consequences";

const nobody = { target: undefined, people: [], straight: false, place: "before" as const };
const draft = { key: "draft", name: "起草", who: "王晓敏" };

describe("办之前说清后果", () => {
  it("tells where it goes and whether it comes straight back", () => {
    expect(consequenceOf("send_back", { ...nobody, target: draft })).toBe(
      "退回给 王晓敏（起草），修改后会逐步重办，再次送到您这里。",
    );
    expect(consequenceOf("send_back", { ...nobody, target: draft, straight: true })).toContain(
      "改好后直接送回您这里",
    );
  });

  it("tells the three ways of adding a signer apart", () => {
    const people = ["高建平", "黄文涛"];
    expect(consequenceOf("add", { ...nobody, people })).toContain("先办，办完回到您");
    expect(consequenceOf("add", { ...nobody, people, place: "after" })).toContain("先记为同意");
    expect(consequenceOf("add", { ...nobody, people, place: "with" })).toContain("同时办理");
  });

  it("says nothing while nothing is chosen", () => {
    expect(
      ["transfer", "delegate", "add", "cc", "circulate", "remove"].map((verb) =>
        consequenceOf(verb, nobody),
      ),
    ).toEqual(["", "", "", "", "", ""]);
  });
});
