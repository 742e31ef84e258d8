/** Which component asks which kind of question. */
import type { Component } from "vue";

import type { WidgetKind } from "@/lib/forms/types";

import ChoiceWidget from "./ChoiceWidget.vue";
import DateWidget from "./DateWidget.vue";
import FilesWidget from "./FilesWidget.vue";
import NumberWidget from "./NumberWidget.vue";
import PeopleWidget from "./PeopleWidget.vue";
import RangeWidget from "./RangeWidget.vue";
import SelectWidget from "./SelectWidget.vue";
import SwitchWidget from "./SwitchWidget.vue";
import TextWidget from "./TextWidget.vue";

const WIDGETS: Partial<Record<WidgetKind, Component>> = {
  text: TextWidget,
  textarea: TextWidget,
  phone: TextWidget,
  number: NumberWidget,
  money: NumberWidget,
  date: DateWidget,
  datetime: DateWidget,
  range: RangeWidget,
  radio: ChoiceWidget,
  checkboxes: ChoiceWidget,
  select: SelectWidget,
  department: SelectWidget,
  switch: SwitchWidget,
  people: PeopleWidget,
  files: FilesWidget,
};

export const widgetOf = (kind: WidgetKind): Component | undefined => WIDGETS[kind];

/** Several controls, or none that a label can point at. */
export const GROUPED = new Set<WidgetKind>([
  "date",
  "datetime",
  "range",
  "radio",
  "checkboxes",
  "switch",
  "files",
  "table",
]);
