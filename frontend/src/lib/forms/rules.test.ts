import { readFileSync } from "node:fs";
import { join } from "node:path";

import { describe, expect, it } from "vitest";

import { answer, fault, holds } from "./conditions";
import { fault as expressionFault } from "./expressionFault";
import { evaluate, type Span } from "./expressions";
import { inCapitals } from "./money";
import { settle } from "./settling";
import type { Answers, Expression, FormField, Rule } from "./types";

interface Truth {
  data: { conditions: Answers; expressions: Answers };
  spans: Record<string, Span>;
  conditions: { about: string; rule: Rule; data?: Answers; answer: boolean | null }[];
  rule_faults: { about: string; rule: unknown; fault: string | null }[];
  expressions: { about: string; expression: Expression; data?: Answers; value: unknown }[];
  expression_faults: { about: string; expression: unknown; fault: string | null }[];
  settling: {
    about: string;
    fields: FormField[];
    answers: Answers;
    values: Answers;
    hidden: string[];
  }[];
  capitals: { amount: number; words: string }[];
}

const FILE = join(process.cwd(), "../tests/fixtures/form-rules.json");
const truth = JSON.parse(readFileSync(FILE, "utf8")) as Truth;
const spans = (start: string, end: string): Span | null => truth.spans[`${start}/${end}`] ?? null;

describe("the one truth for server and browser", () => {
  it.each(truth.conditions)("condition: $about", ({ rule, data, answer: wanted }) => {
    const facts = data ?? truth.data.conditions;
    expect(fault(rule)).toBeNull();
    expect(answer(rule, facts)).toBe(wanted);
    expect(holds(rule, facts)).toBe(wanted === true);
  });

  it.each(truth.rule_faults)("sound rule: $about", ({ rule, fault: wanted }) => {
    expect(fault(rule)).toBe(wanted);
  });

  it.each(truth.expressions)("expression: $about", ({ expression, data, value }) => {
    expect(evaluate(expression, data ?? truth.data.expressions, spans)).toEqual(value);
  });

  it.each(truth.expression_faults)("sound expression: $about", ({ expression, fault: wanted }) => {
    expect(expressionFault(expression)).toBe(wanted);
  });

  it.each(truth.settling)("settling: $about", ({ fields, answers, values, hidden }) => {
    const settled = settle(fields, answers, spans);
    expect(settled.values).toEqual(values);
    expect([...settled.hidden].sort()).toEqual(hidden);
  });

  it.each(truth.capitals)("$amount in capitals", ({ amount, words }) => {
    expect(inCapitals(amount)).toBe(words);
  });

  it("has enough cases", () => {
    const lists = Object.values(truth).filter(Array.isArray);
    expect(lists.reduce((all, one) => all + one.length, 0)).toBeGreaterThanOrEqual(150);
  });
});
