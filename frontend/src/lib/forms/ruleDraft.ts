/** A rule while somebody edits it: groups of lines, some of which may be unfinished. */
import type { FieldOption, FormField, Leaf, Operator, Rule, WidgetKind } from "./types";

export interface Line {
  key: number;
  field: string;
  op: Operator;
  value: Leaf["value"] | null;
}

export type GroupKind = "all" | "any" | "none";

export interface Group {
  key: number;
  kind: GroupKind;
  parts: (Line | Group)[];
}

/** Of what a flow knows of its own: whether somebody was chosen. */
export type AskedKind = WidgetKind | "chosen";

/** What a rule may ask about: a field of a form, or a fact that a flow knows. */
export interface RuleField {
  name: string;
  label: string;
  widget: AskedKind;
  options?: FieldOption[];
  suffix?: string;
}

export const GROUP_WORDS: Record<GroupKind, string> = {
  all: "以下全部满足",
  any: "以下任一满足",
  none: "以下都不满足",
};

/** One way to compare, as a person would say it. `filled` stands for both of its answers. */
export interface Comparison {
  key: string;
  label: string;
  op: Operator;
  /** The value goes without saying. */
  fixed?: boolean;
}

const FILLED: Comparison[] = [
  { key: "filled", label: "已填写", op: "filled", fixed: true },
  { key: "blank", label: "没有填写", op: "filled", fixed: false },
];
const AMOUNTS: Comparison[] = [
  { key: ">", label: "大于", op: ">" },
  { key: ">=", label: "不少于", op: ">=" },
  { key: "<", label: "小于", op: "<" },
  { key: "<=", label: "不超过", op: "<=" },
  { key: "==", label: "等于", op: "==" },
  { key: "!=", label: "不等于", op: "!=" },
];
const TIMES: Comparison[] = [
  { key: ">", label: "晚于", op: ">" },
  { key: ">=", label: "不早于", op: ">=" },
  { key: "<", label: "早于", op: "<" },
  { key: "<=", label: "不晚于", op: "<=" },
];
const SAME: Comparison[] = [
  { key: "==", label: "是", op: "==" },
  { key: "!=", label: "不是", op: "!=" },
];
const SWITCHED: Comparison[] = [
  { key: "yes", label: "打开", op: "==", fixed: true },
  { key: "no", label: "关闭", op: "==", fixed: false },
];

const CHOSEN: Comparison[] = [
  { key: "yes", label: "已选定", op: "==", fixed: true },
  { key: "no", label: "没有选定", op: "==", fixed: false },
];

const WAYS: Partial<Record<AskedKind, Comparison[]>> = {
  number: [...AMOUNTS, ...FILLED],
  money: [...AMOUNTS, ...FILLED],
  date: [...TIMES, ...FILLED],
  datetime: [...TIMES, ...FILLED],
  text: [...SAME, ...FILLED],
  textarea: FILLED,
  phone: FILLED,
  select: [...SAME, { key: "in", label: "是其中之一", op: "in" }, ...FILLED],
  radio: [...SAME, { key: "in", label: "是其中之一", op: "in" }, ...FILLED],
  checkboxes: [{ key: "has", label: "包含", op: "has" }, ...FILLED],
  switch: SWITCHED,
  chosen: CHOSEN,
  department: [...SAME, ...FILLED],
  people: FILLED,
  files: FILLED,
  range: FILLED,
  table: FILLED,
};

export const comparisonsOf = (widget: AskedKind): Comparison[] => WAYS[widget] ?? [];

export const comparisonOf = (line: Line, widget: AskedKind): Comparison | undefined =>
  comparisonsOf(widget).find(
    ({ op, fixed }) => op === line.op && (fixed === undefined || fixed === line.value),
  );

export const askable = (fields: readonly FormField[]): RuleField[] =>
  fields.filter(({ widget }) => comparisonsOf(widget).length > 0);

let last = 0;
const nextKey = (): number => (last += 1);

export function newLine(field?: RuleField): Line {
  const way = field ? comparisonsOf(field.widget)[0] : undefined;
  return {
    key: nextKey(),
    field: field?.name ?? "",
    op: way?.op ?? "==",
    value: way?.fixed ?? null,
  };
}

export const newGroup = (kind: GroupKind, parts: Group["parts"] = []): Group => ({
  key: nextKey(),
  kind,
  parts,
});

export const isGroup = (part: Line | Group): part is Group => "parts" in part;

function part(rule: Rule): Line | Group {
  if ("all" in rule) return newGroup("all", rule.all.map(part));
  if ("any" in rule) return newGroup("any", rule.any.map(part));
  if (!("not" in rule)) return { key: nextKey(), ...rule };
  const inside = part(rule.not);
  if (isGroup(inside) && inside.kind === "any") return { ...inside, kind: "none" };
  return newGroup("none", [inside]);
}

export function draftOf(rule: Rule | null | undefined): Group {
  if (!rule) return newGroup("all");
  const found = part(rule);
  return isGroup(found) ? found : newGroup("all", [found]);
}

export const isFinished = ({ field, value }: Line): boolean =>
  field !== "" && value !== null && value !== "" && !(Array.isArray(value) && !value.length);

/** The rule as it stands, without unfinished lines; null when nothing is asked. */
export function ruleOf(draft: Line | Group): Rule | null {
  if (!isGroup(draft)) {
    const { field, op, value } = draft;
    return isFinished(draft) && value !== null ? { field, op, value } : null;
  }
  const parts = draft.parts.map(ruleOf).filter((one) => one !== null);
  const [first] = parts;
  if (!first) return null;
  if (draft.kind === "none") return { not: parts.length > 1 ? { any: parts } : first };
  if (parts.length === 1) return first;
  return draft.kind === "all" ? { all: parts } : { any: parts };
}
