/** Rules in plain Chinese, for lists, diagrams and those who check what they drew. */
import { comparisonOf, type RuleField } from "./ruleDraft";
import type { Leaf, Rule } from "./types";

function said(value: Leaf["value"], { options, suffix = "" }: RuleField): string {
  const word = (one: string | number | boolean): string =>
    options?.find((option) => option.value === one)?.label ?? String(one);
  if (Array.isArray(value)) return value.map(word).join("、");
  return typeof value === "number" ? `${value}${suffix ? ` ${suffix}` : ""}` : `“${word(value)}”`;
}

function leaf(rule: Leaf, fields: readonly RuleField[]): string {
  const field = fields.find(({ name }) => name === rule.field);
  if (!field) return `“${rule.field}”（字段已删除）`;
  const way = comparisonOf({ key: 0, ...rule }, field.widget);
  if (way?.fixed !== undefined) return `${field.label}${way.label}`;
  return `${field.label}${way?.label ?? rule.op}${said(rule.value, field)}`;
}

/** 往返里程大于 60 公里，且用车事由是“下乡” */
export function sayRule(
  rule: Rule | null | undefined,
  fields: readonly RuleField[],
  inside = false,
): string {
  if (!rule) return "";
  const join = (parts: Rule[], word: string): string => {
    const text = parts.map((one) => sayRule(one, fields, true)).join(word);
    return inside && parts.length > 1 ? `（${text}）` : text;
  };
  if ("all" in rule) return join(rule.all, "，且");
  if ("any" in rule) return join(rule.any, "，或");
  if ("not" in rule) return `不是（${sayRule(rule.not, fields)}）`;
  return leaf(rule, fields);
}
