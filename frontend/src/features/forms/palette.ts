/** The widgets an author can put on a form, and what a fresh one looks like. */
import {
  AlignLeft,
  Banknote,
  Building2,
  Calendar,
  CalendarClock,
  CalendarRange,
  CircleDot,
  Hash,
  Heading,
  Info,
  ListChecks,
  Paperclip,
  Phone,
  SquareChevronDown,
  Table,
  ToggleLeft,
  Type,
  User,
} from "@lucide/vue";
import type { Component } from "vue";

import type { FieldOption, FormField, WidgetKind } from "@/lib/forms/types";

export interface Tool {
  kind: WidgetKind;
  label: string;
  icon: Component;
}

export const PALETTE: { label: string; tools: Tool[] }[] = [
  {
    label: "基础",
    tools: [
      { kind: "text", label: "单行文字", icon: Type },
      { kind: "textarea", label: "多行文字", icon: AlignLeft },
      { kind: "number", label: "数字", icon: Hash },
      { kind: "money", label: "金额", icon: Banknote },
      { kind: "date", label: "日期", icon: Calendar },
      { kind: "datetime", label: "日期时间", icon: CalendarClock },
      { kind: "range", label: "起止时间", icon: CalendarRange },
      { kind: "phone", label: "手机号", icon: Phone },
    ],
  },
  {
    label: "选择",
    tools: [
      { kind: "radio", label: "单选", icon: CircleDot },
      { kind: "checkboxes", label: "多选", icon: ListChecks },
      { kind: "select", label: "下拉", icon: SquareChevronDown },
      { kind: "switch", label: "是否", icon: ToggleLeft },
    ],
  },
  {
    label: "组织",
    tools: [
      { kind: "people", label: "选人", icon: User },
      { kind: "department", label: "选部门", icon: Building2 },
    ],
  },
  {
    label: "材料与版式",
    tools: [
      { kind: "files", label: "附件", icon: Paperclip },
      { kind: "table", label: "明细表", icon: Table },
      { kind: "heading", label: "小标题", icon: Heading },
      { kind: "note", label: "说明文字", icon: Info },
    ],
  },
];

const TOOLS = new Map(PALETTE.flatMap(({ tools }) => tools).map((tool) => [tool.kind, tool]));

export const labelOf = (kind: WidgetKind): string => TOOLS.get(kind)?.label ?? kind;
export const iconOf = (kind: WidgetKind): Component => TOOLS.get(kind)?.icon ?? Type;

export const COLUMN_KINDS: WidgetKind[] = [
  "text",
  "number",
  "money",
  "date",
  "select",
  "switch",
  "people",
  "phone",
];
export const CHOICES = new Set<WidgetKind>(["radio", "checkboxes", "select"]);
const SHORT = new Set<WidgetKind>(["number", "money", "date", "datetime", "phone", "select"]);

const optionsOf = (): FieldOption[] =>
  ["选项一", "选项二"].map((label, at) => ({ value: `o${at + 1}`, label }));

/** A name nobody else has: text_3. */
export function freeName(kind: WidgetKind, taken: ReadonlySet<string>): string {
  let number = taken.size + 1;
  while (taken.has(`${kind}_${number}`)) number += 1;
  return `${kind}_${number}`;
}

export function freshField(
  kind: WidgetKind,
  taken: ReadonlySet<string>,
  label = labelOf(kind),
): FormField {
  const field: FormField = { name: freeName(kind, taken), widget: kind, label };
  if (SHORT.has(kind)) field.width = "half";
  if (CHOICES.has(kind)) field.options = optionsOf();
  if (kind === "note") Object.assign(field, { label: "", text: "在这里写给填表人的说明。" });
  if (kind === "table") {
    field.columns = [
      { name: "text_1", widget: "text", label: "项目" },
      { name: "money_2", widget: "money", label: "金额" },
    ];
    field.sums = ["money_2"];
  }
  return field;
}
