/** The words of the formula bar: functions and fields by their Chinese names. */
import type { FormField } from "./types";

export const FUNCTIONS: { op: string; label: string; sample: string; about: string }[] = [
  { op: "sum", label: "求和", sample: "求和()", about: "把明细表的一列加起来" },
  { op: "count", label: "计数", sample: "计数()", about: "明细表有几行、选了几项" },
  { op: "min", label: "最小", sample: "最小(, )", about: "几个数里最小的" },
  { op: "max", label: "最大", sample: "最大(, )", about: "几个数里最大的" },
  { op: "round", label: "四舍五入", sample: "四舍五入(, 2)", about: "保留几位小数" },
  { op: "floor", label: "向下取整", sample: "向下取整()", about: "去掉小数" },
  { op: "ceil", label: "向上取整", sample: "向上取整()", about: "有小数就进一" },
  { op: "abs", label: "绝对值", sample: "绝对值()", about: "去掉负号" },
  { op: "days", label: "工作日", sample: "工作日()", about: "起止时间里有几个工作日，可有半天" },
  { op: "hours", label: "工作小时", sample: "工作小时()", about: "起止时间里有几个工作小时" },
  { op: "calendar_days", label: "自然天数", sample: "自然天数()", about: "首尾两天都算" },
  { op: "first", label: "取有值", sample: "取有值(, 0)", about: "前一个没有填时用后一个" },
];
export const CHOICE = "如果";

/** What a formula calls a field: its label, or its name where two labels are the same. */
export interface Callable {
  name: string;
  label: string;
}

export function callables(
  fields: readonly FormField[],
  columns: readonly FormField[] = [],
): Callable[] {
  const asked = fields.filter(({ widget }) => widget !== "note" && widget !== "heading");
  const own = columns.map(({ name, label }) => ({ name, label }));
  const inTables = asked.flatMap((table) =>
    (table.columns ?? []).map((column) => ({
      name: `${table.name}.${column.name}`,
      label: `${table.label}.${column.label}`,
    })),
  );
  const all = [...own, ...asked.map(({ name, label }) => ({ name, label })), ...inTables];
  const times = new Map<string, number>();
  for (const { label } of all) times.set(label, (times.get(label) ?? 0) + 1);
  const clear = (label: string): boolean => times.get(label) === 1 && !/[[\]]/.test(label);
  return all.map((one) => (clear(one.label) ? one : { ...one, label: one.name }));
}
