/**
 * Conditions on a branch or a field, as tenant_apps/forms/conditions.py answers them: true, false, or
 * null for what is not known. Both are held to tests/fixtures/form-rules.json.
 */
import type { Answers, Leaf, Rule } from "./types";

export type Answer = boolean | null;

const DEEPEST = 8;
const LARGEST = 200;
const WORDS = ["all", "any", "not", "field"];
const OPERATORS = new Set(["==", "!=", ">", ">=", "<", "<=", "in", "has"]);

export const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === "object" && value !== null && !Array.isArray(value);

const own = (record: object, key: string): boolean =>
  Object.prototype.hasOwnProperty.call(record, key);

/** An own entry: a field may be called "constructor". */
export const entry = (record: Answers, key: string): unknown =>
  own(record, key) ? record[key] : undefined;

const isNumber = (value: unknown): value is number =>
  typeof value === "number" && Number.isFinite(value);

/** By code points, as the server compares; the language itself compares halves of them. */
function order(a: string, b: string): number {
  const [left, right] = [[...a], [...b]];
  const length = Math.min(left.length, right.length);
  for (let at = 0; at < length; at += 1) {
    const away = (left[at]?.codePointAt(0) ?? 0) - (right[at]?.codePointAt(0) ?? 0);
    if (away !== 0) return away;
  }
  return left.length - right.length;
}

/** Numbers with numbers, text with text; anything else has no answer. */
function compared(found: unknown, wanted: unknown, test: (away: number) => boolean): Answer {
  if (isNumber(found) && isNumber(wanted))
    return test(found < wanted ? -1 : found > wanted ? 1 : 0);
  if (typeof found === "string" && typeof wanted === "string") return test(order(found, wanted));
  return null;
}

function same(found: unknown, wanted: unknown): Answer {
  if (typeof found === "boolean" || typeof wanted === "boolean") return found === wanted;
  return compared(found, wanted, (away) => away === 0);
}

const negated = (answer: Answer): Answer => (answer === null ? null : !answer);

function leafAnswer({ op, value }: Leaf, found: unknown): Answer {
  if (op === "filled") return isFilled(found) === value;
  if (found === null || found === undefined) return null;
  switch (op) {
    case "==":
      return same(found, value);
    case "!=":
      return negated(same(found, value));
    case "in":
      return Array.isArray(value) ? value.some((one) => same(found, one) === true) : null;
    case "has":
      return Array.isArray(found) ? found.some((one) => same(one, value) === true) : null;
    case ">":
      return compared(found, value, (away) => away > 0);
    case ">=":
      return compared(found, value, (away) => away >= 0);
    case "<":
      return compared(found, value, (away) => away < 0);
    default:
      return compared(found, value, (away) => away <= 0);
  }
}

/** Is there an answer at all? Zero and 否 are answers. */
export function isFilled(value: unknown): boolean {
  if (value === null || value === undefined || value === "") return false;
  if (Array.isArray(value)) return value.length > 0;
  return !isRecord(value) || Object.keys(value).length > 0;
}

export function answer(rule: Rule, data: Answers): Answer {
  if ("all" in rule) {
    const answers = new Set(rule.all.map((one) => answer(one, data)));
    return answers.has(false) ? false : answers.has(null) ? null : true;
  }
  if ("any" in rule) {
    const answers = new Set(rule.any.map((one) => answer(one, data)));
    return answers.has(true) ? true : answers.has(null) ? null : false;
  }
  if ("not" in rule) return negated(answer(rule.not, data));
  return leafAnswer(rule, entry(data, rule.field));
}

/** Does the branch open? No rule at all is an open door. */
export const holds = (rule: Rule | null | undefined, data: Answers): boolean =>
  !rule || answer(rule, data) === true;

/** Every comparison of a sound rule. */
export function leaves(rule: Rule): Leaf[] {
  if ("all" in rule) return rule.all.flatMap(leaves);
  if ("any" in rule) return rule.any.flatMap(leaves);
  if ("not" in rule) return leaves(rule.not);
  return [rule];
}

/** What is wrong with a rule, in words for its author; null when it is sound. */
export function fault(rule: unknown): string | null {
  let left = LARGEST;
  const waiting: [unknown, number][] = [[rule, 1]];
  for (let next = waiting.pop(); next; next = waiting.pop()) {
    const [one, depth] = next;
    left -= 1;
    if (depth > DEEPEST || left < 0) return "条件过于复杂，请拆成几个环节";
    if (!isRecord(one) || WORDS.filter((word) => own(one, word)).length !== 1) {
      return "条件格式不正确";
    }
    if (own(one, "not")) {
      waiting.push([one.not, depth + 1]);
      continue;
    }
    const parts = own(one, "all") ? one.all : one.any;
    if (isEmpty(parts)) {
      const problem = leafFault(one);
      if (problem) return problem;
    } else if (Array.isArray(parts)) {
      for (const part of parts) waiting.push([part, depth + 1]);
    } else {
      return "条件格式不正确";
    }
  }
  return null;
}

const isEmpty = (parts: unknown): boolean => !isFilled(parts) || parts === 0 || parts === false;

function leafFault(rule: Record<string, unknown>): string | null {
  const { field, op, value } = rule;
  const keys = Object.keys(rule).sort().join();
  if (keys !== "field,op,value" || typeof field !== "string") return "条件格式不正确";
  if (op === "filled") return typeof value === "boolean" ? null : "条件里要比较的值不正确";
  if (typeof op !== "string" || !OPERATORS.has(op)) return `条件里没有“${String(op)}”这种比较`;
  if (value === null || isRecord(value)) return "条件里要比较的值不正确";
  return null;
}
