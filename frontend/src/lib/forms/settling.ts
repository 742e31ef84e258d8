/** What follows from the answers: which fields are asked, and what the computed ones say. */
import { holds, isFilled, isRecord, leaves } from "./conditions";
import { references } from "./expressionFault";
import { evaluate, rounded, scaled, wire, type Spans } from "./expressions";
import { isCall, isChoice, type Answers, type Expression, type FormField } from "./types";

export interface Settled {
  values: Answers;
  /** By their own rule, not by somebody's rights. */
  hidden: Set<string>;
}

export const placesOf = ({ widget, decimals }: FormField): number =>
  widget === "money" ? 2 : (decimals ?? 6);

function rulesOf(one: Expression): string[] {
  if (isCall(one)) return one.args.flatMap(rulesOf);
  if (!isChoice(one)) return [];
  const names = leaves(one.if).map(({ field }) => field);
  return [...names, ...rulesOf(one.yes), ...rulesOf(one.no)];
}

const asked = ({ computed }: FormField): string[] =>
  computed === null || computed === undefined
    ? []
    : [...references(computed), ...rulesOf(computed)].map((name) => name.split(".", 1)[0] ?? "");

/** The names of the form's fields that decide about this one. */
export function askedBy(one: FormField): Set<string> {
  const own = new Set((one.columns ?? []).map(({ name }) => name));
  const inside = (one.columns ?? []).flatMap(asked).filter((name) => !own.has(name));
  const rule = one.visible ? leaves(one.visible).map(({ field }) => field) : [];
  const found = new Set([...rule, ...asked(one), ...inside]);
  found.delete(one.name);
  return found;
}

/** Each after all it asks for, otherwise as drawn; whatever asks in a circle comes last. */
export function inOrder(fields: readonly FormField[]): FormField[] {
  const names = new Set(fields.map(({ name }) => name));
  const done = new Set<string>();
  const found: FormField[] = [];
  let waiting = [...fields];
  while (waiting.length) {
    const ready = waiting.find((one) =>
      [...askedBy(one)].every((name) => !names.has(name) || done.has(name)),
    );
    if (!ready) return [...found, ...waiting];
    waiting = waiting.filter((one) => one !== ready);
    done.add(ready.name);
    found.push(ready);
  }
  return found;
}

function put(target: Answers, one: FormField, known: Answers, spans: Spans): void {
  let value = evaluate(one.computed ?? "", known, spans);
  const number = scaled(value);
  if (number !== null) value = wire(rounded(number, placesOf(one)));
  const fits = (typeof value === "string") === (one.widget === "text");
  if (value === null || value === "" || !fits) delete target[one.name];
  else target[one.name] = value;
}

const isComputed = ({ computed }: FormField): boolean =>
  computed !== null && computed !== undefined;

const filled = (values: Answers): Answers =>
  Object.fromEntries(Object.entries(values).filter(([, value]) => isFilled(value)));

function settledRow(table: FormField, row: unknown, values: Answers, spans: Spans): Answers {
  const found: Answers = isRecord(row) ? { ...row } : {};
  for (const column of table.columns ?? []) {
    if (isComputed(column)) put(found, column, { ...values, ...found }, spans);
  }
  return filled(found);
}

/** In the order in which fields depend on each other; what is not asked is dropped. */
export function settle(fields: readonly FormField[], answers: Answers, spans: Spans): Settled {
  const values = filled(answers);
  const hidden = new Set<string>();
  for (const one of inOrder(fields)) {
    const value = values[one.name];
    if (!holds(one.visible, values)) {
      hidden.add(one.name);
      delete values[one.name];
    } else if (isComputed(one)) {
      put(values, one, values, spans);
    } else if (one.widget === "table" && Array.isArray(value)) {
      values[one.name] = value.map((row) => settledRow(one, row, values, spans));
    }
  }
  return { values, hidden };
}
