/** A form as it is on the wire; the words are explained in tenant_apps/forms/__init__.py. */
export type Operator = "==" | "!=" | ">" | ">=" | "<" | "<=" | "in" | "has" | "filled";

export interface Leaf {
  field: string;
  op: Operator;
  value: string | number | boolean | (string | number | boolean)[];
}

export type Rule = { all: Rule[] } | { any: Rule[] } | { not: Rule } | Leaf;

export interface Call {
  op: string;
  args: Expression[];
}

export interface Choice {
  if: Rule;
  yes: Expression;
  no: Expression;
}

export type Expression = number | string | { field: string } | Call | Choice;

export const isChoice = (one: Expression): one is Choice => typeof one === "object" && "if" in one;
export const isFieldOf = (one: Expression): one is { field: string } =>
  typeof one === "object" && "field" in one;
export const isCall = (one: Expression): one is Call => typeof one === "object" && "op" in one;

export type WidgetKind =
  | "text"
  | "textarea"
  | "phone"
  | "number"
  | "money"
  | "date"
  | "datetime"
  | "range"
  | "radio"
  | "select"
  | "checkboxes"
  | "switch"
  | "people"
  | "department"
  | "files"
  | "table"
  | "note"
  | "heading";

export interface FieldOption {
  value: string;
  label: string;
}

export type Precision = "date" | "half" | "minute";
export type Width = "full" | "half" | "third";

export interface FormField {
  name: string;
  widget: WidgetKind;
  label: string;
  help?: string;
  placeholder?: string;
  suffix?: string;
  text?: string;
  width?: Width;
  required?: boolean;
  required_when?: Rule | null;
  visible?: Rule | null;
  computed?: Expression | null;
  default?: unknown;
  options?: FieldOption[];
  source?: string;
  multiple?: boolean;
  most?: number;
  max_length?: number;
  min?: number | null;
  max?: number | null;
  decimals?: number;
  precision?: Precision;
  columns?: FormField[];
  sums?: string[];
}

export interface FormUi {
  title: string;
  fields: FormField[];
}

export type Right = "hidden" | "read" | "edit" | "required";
export type Rights = Record<string, Right>;
export type Answers = Record<string, unknown>;

export interface Range {
  start: string;
  end: string;
}

/** A person, department or file that an answer names by its id. */
export interface Named {
  label: string;
  note?: string;
  /** Where a file is read. */
  address?: string;
  /** What a file lies in; with it the file can be shown. */
  folder?: string;
  size?: number;
}
export type Names = Record<string, Named>;

/** What somebody else has to say about a field: the car is taken, three days are left. */
export interface FormNotice {
  field?: string | null;
  level: "info" | "warning" | "error";
  text: string;
}
