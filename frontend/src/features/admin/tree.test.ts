import { describe, expect, it } from "vitest";

import { type Department } from "./api";
import { asRows, possibleParents, reordered } from "./tree";

const department = (name: string, parent: string | null, order = 0): Department => ({
  id: name,
  name,
  parent,
  order,
  phone: "",
  head: null,
  staff_count: 0,
});

const all = [
  department("社保所", "民生办", 1),
  department("党政办", "太和镇", 0),
  department("太和镇", null),
  department("民生办", "太和镇", 1),
  department("综合窗口", "民生办", 0),
];

describe("the tree of departments", () => {
  it("shows parents before children, in their order", () => {
    expect(asRows(all).map(({ department: { name }, depth }) => [name, depth])).toEqual([
      ["太和镇", 0],
      ["党政办", 1],
      ["民生办", 1],
      ["综合窗口", 2],
      ["社保所", 2],
    ]);
  });

  it("offers no department to hang under itself", () => {
    const names = possibleParents(asRows(all), "民生办").map(({ department: { name } }) => name);
    expect(names).toEqual(["太和镇", "党政办"]);
  });

  it("moves one place and touches only the neighbours", () => {
    expect(reordered(all, all[0]!, -1)).toEqual([
      { id: "社保所", order: 0 },
      { id: "综合窗口", order: 1 },
    ]);
    expect(reordered(all, all[0]!, 1)).toEqual([]);
  });

  it("gives places to siblings that never had one", () => {
    const fresh = [department("根", null), department("甲", "根"), department("乙", "根")];
    expect(reordered(fresh, fresh[1]!, 1)).not.toEqual([]);
  });
});
