import { describe, expect, it } from "vitest";

import { asFollowing, blankStep, sayWay } from "./freeWay";

const head = { key: "h", label: "王主任" };
const deputy = { key: "d", label: "吴副镇长" };

describe("自选下一步", () => {
  it("sends names, people and mode, and asks nobody alone how to agree", () => {
    expect(
      asFollowing([
        { name: " 会商 ", people: [head, deputy], mode: "in_turn" },
        { name: "", people: [head], mode: "any" },
      ]),
    ).toEqual([
      { name: "会商", people: ["h", "d"], mode: "in_turn" },
      { name: "办理", people: ["h"], mode: "all" },
    ]);
  });

  it("says where it will go, once everybody is named", () => {
    const steps = [
      { name: "会商", people: [head, deputy], mode: "any" as const },
      { name: "", people: [deputy], mode: "all" as const },
    ];

    expect(sayWay(steps)).toBe(
      "您同意后，先由 王主任 或 吴副镇长 会商，再由 吴副镇长 办理，然后按原定流程往下走。",
    );
    expect(sayWay([...steps, blankStep()])).toBe("");
  });
});
