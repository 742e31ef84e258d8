import { describe, expect, it } from "vitest";

import type { Change } from "./api";
import { byPart, sumOf, taken } from "./choosing";

const row = (place: string, by: Change["by"], part: Change["part"] = "form"): Change => ({
  place,
  part,
  name: "假别",
  label: "选项",
  base: "",
  city: "",
  ours: "",
  by,
});

describe("taking a new version over", () => {
  const rows = [row("form/a", "city"), row("form/b", "ours"), row("flow/c", null, "flow")];

  it("follows whoever alone has changed, and asks where both have", () => {
    expect(rows.map((one) => taken(one, {}))).toEqual(["city", "ours", null]);
    expect(sumOf(rows, {})).toMatchObject({ city: 1, ours: 1, open: [{ place: "flow/c" }] });
  });

  it("takes what was chosen, also against what only one has changed", () => {
    const choices = { "form/a": "ours", "flow/c": "city" } as const;

    expect(sumOf(rows, choices)).toEqual({ city: 1, ours: 2, open: [] });
  });

  it("keeps the parts in the order of the file and leaves out what is alike", () => {
    expect(byPart([rows[2], rows[0]] as Change[]).map(({ label }) => label)).toEqual([
      "表单",
      "流程",
    ]);
  });
});
