import { expect, it } from "vitest";

import { inSections, type UnitCard } from "./units";

const unit = (short_name: string, kind: UnitCard["kind"]): UnitCard => ({
  code: short_name,
  name: short_name,
  short_name,
  kind,
  group: "department",
  subdomain: short_name,
  url: "",
  pinyin: "",
  initials: "",
  status: "active",
});

it("puts every unit into exactly one section, leading organs first", () => {
  const units = [
    unit("太和镇", "town"),
    unit("区财政局", "bureau"),
    unit("区委", "party_committee"),
    unit("区妇联", "association"),
  ];
  const sections = inSections(units);
  expect(sections.map(({ label, count }) => [label, count])).toEqual([
    ["机关", 1],
    ["部门", 2],
    ["镇乡", 1],
  ]);
});

it("hides no unit of a kind that nobody planned for", () => {
  const sections = inSections([unit("高新区", "park" as UnitCard["kind"])]);
  expect(sections).toMatchObject([{ label: "其他", count: 1 }]);
});
