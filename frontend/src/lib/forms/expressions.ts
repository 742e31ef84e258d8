/**
 * Computed fields, as tenant_apps/forms/expressions.py computes them: every number is an integer of
 * 10⁻¹⁰, a result is rounded half up, what is not known stays unknown (null).
 */
import { entry, holds, isFilled, isRecord } from "./conditions";
import type { Answers, Call, Expression } from "./types";

/** Working time between two moments: minutes, and begun half days. */
export interface Span {
  minutes: number;
  halves: number;
}
export type Spans = (start: string, end: string) => Span | null;

type Value = bigint | string | null;

const PLACES = 10;
export const ONE = 10n ** 10n;
const TOO_LARGE = 10n ** 15n * ONE;
const DAY_MS = 86_400_000;

const size = (value: bigint): bigint => (value < 0n ? -value : value);

function quotient(above: bigint, below: bigint): bigint {
  const sign = above < 0n !== below < 0n ? -1n : 1n;
  const [up, down] = [size(above), size(below)];
  return sign * ((2n * up + down) / (2n * down));
}

function floored(above: bigint, below: bigint): bigint {
  const whole = above / below;
  return above % below !== 0n && above < 0n !== below < 0n ? whole - 1n : whole;
}

/** Half up, away from zero. */
export function rounded(value: bigint, places: number): bigint {
  const step = ONE / 10n ** BigInt(places);
  return quotient(value, step) * step;
}

/** A number of JSON as an integer of 10⁻¹⁰. */
export function scaled(value: unknown): bigint | null {
  if (typeof value !== "number" || !Number.isFinite(value) || Math.abs(value) >= 1e15) return null;
  const [digits = "", power = "0"] = String(value).split("e");
  const [whole = "0", part = ""] = digits.replace("-", "").split(".");
  const exponent = Number(power) - part.length + PLACES;
  const plain = BigInt(whole + part);
  const found =
    exponent >= 0 ? plain * 10n ** BigInt(exponent) : quotient(plain, 10n ** BigInt(-exponent));
  return value < 0 ? -found : found;
}

/** The exact decimal of a value, as text. */
export function plain(value: bigint): string {
  const [whole, rest] = [size(value) / ONE, size(value) % ONE];
  const part = rest ? `.${String(rest).padStart(PLACES, "0").replace(/0+$/, "")}` : "";
  return `${value < 0n ? "-" : ""}${whole}${part}`;
}

export const wire = (value: Value): number | string | null =>
  typeof value === "bigint" ? Number(plain(value)) : value;

const isColumn = (arg: Expression): arg is { field: string } =>
  isRecord(arg) && typeof arg.field === "string" && arg.field.includes(".");

function column({ field }: { field: string }, data: Answers): unknown[] {
  const at = field.indexOf(".");
  const rows = entry(data, field.slice(0, at));
  const name = field.slice(at + 1);
  return Array.isArray(rows) ? rows.filter(isRecord).map((row) => entry(row, name)) : [];
}

/** One number; of a column the numbers that are known. */
function numbers(arg: Expression, data: Answers, spans: Spans): (bigint | null)[] {
  if (isColumn(arg))
    return column(arg, data)
      .map(scaled)
      .filter((one) => one !== null);
  const found = value(arg, data, spans);
  return [typeof found === "bigint" ? found : null];
}

function product(known: bigint[]): bigint {
  let result = ONE;
  for (const one of known) {
    result = quotient(result * one, ONE);
    if (size(result) >= TOO_LARGE) return TOO_LARGE;
  }
  return result;
}

const sum = (known: bigint[]): bigint => known.reduce((all, one) => all + one, 0n);
const edge = (known: bigint[], better: (a: bigint, b: bigint) => boolean): bigint | null =>
  known.length ? known.reduce((best, one) => (better(one, best) ? one : best)) : null;

const OPERATIONS: Record<string, (known: bigint[]) => bigint | null> = {
  "+": sum,
  sum,
  "-": ([a = 0n, b]) => (b === undefined ? -a : a - b),
  "*": product,
  "/": ([a = 0n, b = 0n]) => (b === 0n ? null : quotient(a * ONE, b)),
  min: (known) => edge(known, (a, b) => a < b),
  max: (known) => edge(known, (a, b) => a > b),
  round: ([a = 0n, b = 0n]) => rounded(a, Number(b / ONE)),
  floor: ([a = 0n]) => floored(a, ONE) * ONE,
  ceil: ([a = 0n]) => -floored(-a, ONE) * ONE,
  abs: ([a = 0n]) => size(a),
};

function count(arg: Expression | undefined, data: Answers): bigint {
  if (!isRecord(arg) || typeof arg.field !== "string") return 0n;
  if (arg.field.includes(".")) {
    return BigInt(column({ field: arg.field }, data).filter(isFilled).length) * ONE;
  }
  const found = entry(data, arg.field);
  return BigInt(Array.isArray(found) ? found.length : 0) * ONE;
}

/** Midnight of a real day, or NaN. */
function dayOf(text: string): number {
  const day = text.slice(0, 10);
  const found = /^\d{4}-\d\d-\d\d$/.test(day) ? Date.parse(`${day}T00:00:00Z`) : Number.NaN;
  const real = !Number.isNaN(found) && new Date(found).toISOString().startsWith(day);
  return real && !day.startsWith("0000") ? found : Number.NaN;
}

function calendarDays(start: string, end: string): bigint | null {
  const days = (dayOf(end) - dayOf(start)) / DAY_MS;
  return days >= 0 ? BigInt(days + 1) * ONE : null;
}

function time({ op, args }: Call, data: Answers, spans: Spans): bigint | null {
  let found = args.map((arg) =>
    isRecord(arg) && typeof arg.field === "string" ? entry(data, arg.field) : null,
  );
  if (found.length === 1) {
    const ends = isRecord(found[0]) ? found[0] : {};
    found = [entry(ends, "start"), entry(ends, "end")];
  }
  const [start, end] = found;
  if (typeof start !== "string" || typeof end !== "string") return null;
  if (op === "calendar_days") return calendarDays(start, end);
  const span = spans(start, end);
  if (!span) return null;
  if (op === "days") return floored(BigInt(span.halves) * ONE, 2n);
  return rounded(floored(BigInt(span.minutes) * ONE, 60n), 1);
}

function call(one: Call, data: Answers, spans: Spans): Value {
  if (["days", "hours", "calendar_days"].includes(one.op)) return time(one, data, spans);
  if (one.op === "count") return count(one.args[0], data);
  if (one.op === "first") {
    for (const arg of one.args) {
      const found = value(arg, data, spans);
      if (found !== null && found !== "") return found;
    }
    return null;
  }
  const all = one.args.flatMap((arg) => numbers(arg, data, spans));
  const known = all.filter((number) => number !== null);
  if (known.length < all.length) return null;
  const result = OPERATIONS[one.op]?.(known) ?? null;
  return result === null || size(result) >= TOO_LARGE ? null : result;
}

function value(one: Expression, data: Answers, spans: Spans): Value {
  if (typeof one === "string") return one;
  if (typeof one === "number") return scaled(one);
  if ("if" in one) return value(holds(one.if, data) ? one.yes : one.no, data, spans);
  if ("field" in one) {
    const found = entry(data, one.field);
    return typeof found === "string" ? found : scaled(found);
  }
  return call(one, data, spans);
}

/** The value of a sound expression as an answer: a number, a text, or nothing. */
export const evaluate = (one: Expression, data: Answers, spans: Spans): number | string | null =>
  wire(value(one, data, spans));
