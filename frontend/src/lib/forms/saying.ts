/** An answer as it is read and printed. */
import { monthDay, whenFull } from "@/lib/dates";

import { isRecord } from "./conditions";
import { grouped, inCapitals } from "./money";
import type { FormField, Names } from "./types";

const NOT_THERE = "（已不存在）";

const words = (value: unknown, field: FormField, names: Names): string => {
  const key = String(value);
  return (
    field.options?.find((one) => one.value === key)?.label ?? names[key]?.label ?? `${NOT_THERE}`
  );
};

const NOON = 12;

/** 11月24日 上午 */
function halfDay(moment: string): string {
  const hour = Number(moment.slice(11, 13));
  return `${monthDay(moment)} ${hour < NOON || moment.slice(11, 16) === "12:00" ? "上午" : "下午"}`;
}

function moment(text: string, field: FormField): string {
  if (field.widget === "date" || field.precision === "date") return monthDay(text);
  return field.widget === "range" && field.precision === "half" ? halfDay(text) : whenFull(text);
}

/** The answer in words; empty when there is none. Tables and files are not for one line. */
export function sayAnswer(field: FormField, value: unknown, names: Names): string {
  if (value === null || value === undefined) return "";
  const suffix = field.suffix ? ` ${field.suffix}` : "";
  switch (field.widget) {
    case "money":
      return `${grouped(value, 2)} 元`;
    case "number":
      return `${grouped(value, null)}${suffix}`;
    case "switch":
      return value ? "是" : "否";
    case "date":
    case "datetime":
      return moment(String(value), field);
    case "range":
      return isRecord(value)
        ? `${moment(String(value.start), field)} 至 ${moment(String(value.end), field)}`
        : "";
    case "radio":
    case "select":
    case "department":
      return words(value, field, names);
    case "checkboxes":
    case "people":
    case "files":
      return Array.isArray(value) ? value.map((one) => words(one, field, names)).join("、") : "";
    default:
      return `${String(value)}${suffix}`;
  }
}

export const sayMoney = (value: unknown): string => {
  const capitals = inCapitals(value);
  return capitals ? `大写 ${capitals}` : "";
};
