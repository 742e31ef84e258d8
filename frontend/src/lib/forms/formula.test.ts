import { describe, expect, it } from "vitest";

import { fault } from "./expressionFault";
import { FormulaFault, readFormula } from "./formula";
import { formulaText } from "./formulaText";
import { callables } from "./formulaWords";
import { draftOf, ruleOf } from "./ruleDraft";
import { sayRule } from "./sayings";
import type { FormField, Rule } from "./types";

const FIELDS: FormField[] = [
  { name: "price", widget: "money", label: "单价" },
  { name: "n", widget: "number", label: "数量", suffix: "件" },
  { name: "km", widget: "number", label: "里程" },
  { name: "kind", widget: "select", label: "类别", options: [{ value: "a", label: "甲" }] },
  { name: "trip", widget: "range", label: "时间" },
  {
    name: "t",
    widget: "table",
    label: "费用",
    columns: [{ name: "c", widget: "money", label: "小计" }],
  },
  { name: "x1", widget: "number", label: "重名" },
  { name: "x2", widget: "number", label: "重名" },
];
const words = callables(FIELDS);
const f = (field: string) => ({ field });
const op = (name: string, ...args: unknown[]) => ({ op: name, args });

describe("the formula bar", () => {
  it.each([
    ["[单价] × [数量]", op("*", f("price"), f("n"))],
    ["[单价] + [数量] + 3", op("+", f("price"), f("n"), 3)],
    ["[单价] - [数量] + 3", op("+", op("-", f("price"), f("n")), 3)],
    ["[单价] - ([数量] - 3)", op("-", f("price"), op("-", f("n"), 3))],
    ["([单价] + 1) × 2", op("*", op("+", f("price"), 1), 2)],
    ["[单价] ÷ [数量] ÷ 2", op("/", op("/", f("price"), f("n")), 2)],
    ["-[单价]", op("-", f("price"))],
    ["求和([费用.小计]) × 1.06", op("*", op("sum", f("t.c")), 1.06)],
    ["四舍五入(工作日([时间]) × 80.5, 2)", op("round", op("*", op("days", f("trip")), 80.5), 2)],
    [
      "如果([里程] > 60 且 [类别] = “a”, 100, 取有值([x1], 0))",
      {
        if: {
          all: [
            { field: "km", op: ">", value: 60 },
            { field: "kind", op: "==", value: "a" },
          ],
        },
        yes: 100,
        no: op("first", f("x1"), 0),
      },
    ],
    [
      "如果(非 ([里程] >= 60 或 [类别] 未填), “超”, “”)",
      {
        if: {
          not: {
            any: [
              { field: "km", op: ">=", value: 60 },
              { field: "kind", op: "filled", value: false },
            ],
          },
        },
        yes: "超",
        no: "",
      },
    ],
  ])("reads and writes %s", (text, tree) => {
    expect(readFormula(text, words)).toEqual(tree);
    expect(fault(tree)).toBeNull();
    expect(formulaText(tree as never, words)).toBe(text);
  });

  it("takes what a Chinese keyboard gives", () => {
    expect(readFormula("（[单价]＋1）×2", words)).toEqual(op("*", op("+", f("price"), 1), 2));
    expect(readFormula("最小（[单价]，100）", words)).toEqual(op("min", f("price"), 100));
  });

  it.each([
    ["", "还没写完"],
    ["[单价] ×", "还没写完"],
    ["[工资]", "没有叫“工资”的字段"],
    ["单价 + 1", "“单价”后面的括号"],
    ["算算([单价])", "没有“算算”这种计算"],
    ["([单价] + 1", "少了右括号"],
    ["[单价] 2", "“2”的位置不对"],
    ["alert(1)", "看不懂“alert(1)”"],
    ["如果([单价], 1, 2)", "少了比较"],
  ])("says what is wrong with %s", (text, said) => {
    expect(() => readFormula(text, words)).toThrow(FormulaFault);
    expect(() => readFormula(text, words)).toThrow(said);
  });
});

describe("a rule being edited", () => {
  const rules: Rule[] = [
    { field: "km", op: ">", value: 60 },
    {
      all: [
        { field: "km", op: ">", value: 60 },
        { field: "kind", op: "in", value: ["a"] },
      ],
    },
    {
      any: [
        { field: "km", op: ">", value: 60 },
        {
          all: [
            { field: "n", op: "==", value: 1 },
            { field: "kind", op: "filled", value: true },
          ],
        },
      ],
    },
    {
      not: {
        any: [
          { field: "km", op: ">", value: 60 },
          { field: "n", op: "<", value: 0 },
        ],
      },
    },
    { not: { field: "km", op: ">", value: 60 } },
  ];
  it.each(rules)("comes out as it went in: %o", (rule) => {
    expect(ruleOf(draftOf(rule))).toEqual(rule);
  });

  it("leaves out what is not finished", () => {
    const draft = draftOf({ field: "km", op: ">", value: 60 });
    draft.parts.push({ key: 99, field: "n", op: ">", value: null });
    expect(ruleOf(draft)).toEqual({ field: "km", op: ">", value: 60 });
  });

  it("reads in plain words", () => {
    expect(sayRule({ field: "n", op: ">=", value: 5 }, FIELDS)).toBe("数量不少于5 件");
    expect(sayRule(rules[1], FIELDS)).toBe("里程大于60，且类别是其中之一甲");
    expect(sayRule({ field: "kind", op: "filled", value: false }, FIELDS)).toBe("类别没有填写");
    expect(sayRule({ field: "gone", op: "==", value: 1 }, FIELDS)).toContain("字段已删除");
  });

  it("says whether somebody was chosen", () => {
    const fields = [{ name: "cosign", label: "会签部门", widget: "chosen" as const }];
    const said = [true, false].map((value) =>
      sayRule({ field: "cosign", op: "==", value }, fields),
    );
    expect(said).toEqual(["会签部门已选定", "会签部门没有选定"]);
  });
});
