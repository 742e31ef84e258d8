import { expect, it } from "vitest";

import { courtesy } from "./courtesy";

it.each([
  ["罗一舟", "党政办公室主任", "罗主任"],
  ["张敏", "党委副书记、镇长", "张镇长"],
  ["李静", "副局长", "李局长"],
  ["欧阳雪", "科长", "欧阳科长"],
  ["王晓敏", "四级主任科员", "王晓敏"],
  ["赵磊", "", "赵磊"],
])("addresses %s, %s, as %s", (name, title, said) => {
  expect(courtesy(name, title)).toBe(said);
});
