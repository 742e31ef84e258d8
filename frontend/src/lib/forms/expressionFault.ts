/** What is wrong with a computed field's expression, as the server would say it. */
import { fault as ruleFault, isRecord } from "./conditions";
import { scaled } from "./expressions";
import { isCall, isChoice, isFieldOf, type Expression } from "./types";

const DEEPEST = 16;
const LARGEST = 200;
const MALFORMED = "计算式格式不正确";
const AGGREGATES = new Set(["sum", "min", "max", "count"]);
const OF_FIELDS = new Set(["count", "days", "hours", "calendar_days"]);
const ARITY = new Map<string, [number, number]>([
  ["+", [2, 50]],
  ["-", [1, 2]],
  ["*", [2, 50]],
  ["/", [2, 2]],
  ["sum", [1, 50]],
  ["min", [1, 50]],
  ["max", [1, 50]],
  ["count", [1, 1]],
  ["first", [2, 50]],
  ["round", [2, 2]],
  ["floor", [1, 1]],
  ["ceil", [1, 1]],
  ["abs", [1, 1]],
  ["days", [1, 2]],
  ["hours", [1, 2]],
  ["calendar_days", [1, 2]],
]);

const has = (one: Record<string, unknown>, ...keys: string[]): boolean =>
  Object.keys(one).sort().join() === keys.join();

const isField = (arg: unknown): boolean =>
  isRecord(arg) && has(arg, "field") && typeof arg.field === "string";

function literalFault(one: unknown): string | null {
  if (typeof one === "string") return [...one].length <= 200 ? null : "计算式里的文字过长";
  return scaled(one) === null ? MALFORMED : null;
}

function fieldFault(one: Record<string, unknown>, many: boolean): string | null {
  if (!isField(one) || one.field === "") return MALFORMED;
  const inTable = typeof one.field === "string" && one.field.includes(".");
  return inTable && !many ? "明细表的一列要先求和，再参加计算" : null;
}

function callFault(one: Record<string, unknown>): string | null {
  const { op, args } = one;
  if (!has(one, "args", "op") || typeof op !== "string" || !Array.isArray(args)) return MALFORMED;
  const arity = ARITY.get(op);
  if (!arity) return `计算式里没有“${op}”这种计算`;
  if (args.length < arity[0] || args.length > arity[1]) return `“${op}”的项数不正确`;
  if (OF_FIELDS.has(op)) return args.every(isField) ? null : `“${op}”里要写字段`;
  if (op === "round" && ![0, 1, 2, 3, 4, 5, 6].includes(args[1])) {
    return "保留的小数位数须在 0 至 6 之间";
  }
  return null;
}

function faultOf(one: unknown, many: boolean): string | null {
  if (!isRecord(one)) return literalFault(one);
  if ("if" in one) return has(one, "if", "no", "yes") ? ruleFault(one.if) : MALFORMED;
  return "field" in one ? fieldFault(one, many) : callFault(one);
}

/** null when it is sound. */
export function fault(expression: unknown): string | null {
  let left = LARGEST;
  const waiting: [unknown, number, boolean][] = [[expression, 1, false]];
  for (let next = waiting.pop(); next; next = waiting.pop()) {
    const [one, depth, many] = next;
    left -= 1;
    if (depth > DEEPEST || left < 0) return "计算式过于复杂，请分成几个计算项";
    const problem = faultOf(one, many);
    if (problem) return problem;
    if (!isRecord(one) || "field" in one) continue;
    const inside = AGGREGATES.has(String(one.op));
    const parts = "if" in one ? [one.yes, one.no] : (one.args as unknown[]);
    for (const part of parts) waiting.push([part, depth + 1, inside]);
  }
  return null;
}

/** Every field an expression asks, table columns as table.column. */
export function references(one: Expression): string[] {
  if (isChoice(one)) return [...references(one.yes), ...references(one.no)];
  if (isFieldOf(one)) return [one.field];
  return isCall(one) ? one.args.flatMap(references) : [];
}
