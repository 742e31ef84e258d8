/** The tree that is kept, as its author reads it in the formula bar. */
import { CHOICE, FUNCTIONS, type Callable } from "./formulaWords";
import { isChoice, isFieldOf, type Expression, type Leaf, type Rule } from "./types";

const SIGNS: Record<string, { sign: string; rank: number }> = {
  "+": { sign: "+", rank: 1 },
  "-": { sign: "-", rank: 1 },
  "*": { sign: "×", rank: 2 },
  "/": { sign: "÷", rank: 2 },
};

const called = (name: string, fields: readonly Callable[]): string =>
  `[${fields.find((one) => one.name === name)?.label ?? name}]`;

function literal(value: Leaf["value"]): string {
  if (typeof value === "boolean") return value ? "是" : "否";
  return typeof value === "number" ? String(value) : `“${String(value)}”`;
}

function ruleText(rule: Rule, fields: readonly Callable[], inside = false): string {
  const join = (parts: Rule[], word: string): string => {
    const text = parts.map((one) => ruleText(one, fields, true)).join(` ${word} `);
    return inside && parts.length > 1 ? `(${text})` : text;
  };
  if ("all" in rule) return join(rule.all, "且");
  if ("any" in rule) return join(rule.any, "或");
  if ("not" in rule) return `非 ${ruleText(rule.not, fields, true)}`;
  const name = called(rule.field, fields);
  if (rule.op === "filled") return `${name} ${rule.value ? "已填" : "未填"}`;
  return `${name} ${rule.op === "==" ? "=" : rule.op} ${literal(rule.value)}`;
}

function write(one: Expression, fields: readonly Callable[], around: number): string {
  if (typeof one === "number") return one < 0 && around > 0 ? `(${one})` : String(one);
  if (typeof one === "string") return `“${one}”`;
  if (isFieldOf(one)) return called(one.field, fields);
  if (isChoice(one)) {
    const parts = [one.yes, one.no].map((part) => write(part, fields, 0));
    return `${CHOICE}(${ruleText(one.if, fields)}, ${parts.join(", ")})`;
  }
  const infix = SIGNS[one.op];
  if (!infix) {
    const word = FUNCTIONS.find(({ op }) => op === one.op)?.label ?? one.op;
    return `${word}(${one.args.map((arg) => write(arg, fields, 0)).join(", ")})`;
  }
  if (one.args.length === 1) return `-${one.args.map((arg) => write(arg, fields, 3)).join("")}`;
  const text = one.args
    .map((arg, at) => write(arg, fields, infix.rank + (at > 0 ? 0.5 : 0)))
    .join(` ${infix.sign} `);
  return around > infix.rank ? `(${text})` : text;
}

export const formulaText = (
  one: Expression | null | undefined,
  fields: readonly Callable[],
): string => (one === null || one === undefined ? "" : write(one, fields, 0));
