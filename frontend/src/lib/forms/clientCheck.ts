/** What can be said before asking the server, in its own words; it has the last one. */
import { holds, isFilled, isRecord } from "./conditions";
import { type Settled } from "./settling";
import type { Answers, FormField, Right, Rights } from "./types";

export type Errors = Record<string, string>;

const PICKED = new Set(
  "date datetime range radio select checkboxes switch people department".split(" "),
);
export const LAYOUT = new Set(["note", "heading"]);

export const textLimit = ({ max_length, widget }: FormField): number =>
  max_length || (widget === "textarea" ? 2000 : 200);

const verb = ({ widget }: FormField): string =>
  PICKED.has(widget) ? "请选择" : widget === "files" ? "请上传" : "请填写";

export const isComputed = ({ computed }: FormField): boolean =>
  computed !== null && computed !== undefined;

export const missing = (field: FormField): string => `${verb(field)}${field.label}。`;

function number(field: FormField, value: unknown): string {
  if (typeof value !== "number") return "须填写数字，且不超过 15 位。";
  if (typeof field.min === "number" && value < field.min) return `不能小于 ${field.min}。`;
  if (typeof field.max === "number" && value > field.max) return `不能大于 ${field.max}。`;
  return "";
}

function range(value: unknown): string {
  if (!isRecord(value) || !value.start || !value.end) return "请把开始和结束时间都选上。";
  return String(value.end) < String(value.start) ? "结束时间须晚于开始时间。" : "";
}

function problem(field: FormField, value: unknown): string {
  if (field.widget === "phone") {
    const digits = String(value).replace(/[\s-]/g, "");
    return /^1[3-9]\d{9}$/.test(digits) ? "" : "请填写 11 位手机号。";
  }
  if (field.widget === "number" || field.widget === "money") return number(field, value);
  if (field.widget === "range") return range(value);
  return "";
}

function rows(table: FormField, value: unknown[]): Errors {
  const errors: Errors = {};
  const lines = value.filter(isRecord).filter((row) => Object.values(row).some(isFilled));
  lines.forEach((row, at) => {
    for (const column of table.columns ?? []) {
      if (isComputed(column)) continue;
      const cell = row[column.name];
      const said = isFilled(cell) ? problem(column, cell) : column.required ? missing(column) : "";
      if (said) errors[`${table.name}.${at}.${column.name}`] = said;
    }
  });
  return errors;
}

/** The right of a field; without rights everything may be filled in, as when one starts. */
export function rightOf(field: FormField, rights: Rights | null | undefined): Right {
  const said = rights?.[field.name] ?? (rights ? "hidden" : "edit");
  if (isComputed(field) && said !== "hidden") return "read";
  return said === "edit" && field.required ? "required" : said;
}

export function clientCheck(
  fields: readonly FormField[],
  { values, hidden }: Settled,
  rights?: Rights | null,
): Errors {
  const errors: Errors = {};
  for (const field of fields) {
    const right = rightOf(field, rights);
    const closed = right === "read" || right === "hidden" || hidden.has(field.name);
    if (LAYOUT.has(field.widget) || closed) continue;
    const value: unknown = values[field.name];
    const needed =
      right === "required" || (!!field.required_when && holds(field.required_when, values));
    if (!isFilled(value)) {
      if (needed) errors[field.name] = missing(field);
    } else if (field.widget === "table" && Array.isArray(value)) {
      Object.assign(errors, rows(field, value));
    } else {
      const said = problem(field, value);
      if (said) errors[field.name] = said;
    }
  }
  return errors;
}

/** A fresh form: what its author has filled in beforehand. */
export const defaultsOf = (fields: readonly FormField[]): Answers =>
  Object.fromEntries(
    fields.filter((one) => isFilled(one.default)).map((one) => [one.name, one.default]),
  );
