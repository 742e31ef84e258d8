/** Which fields the conditions of a graph ask for, and sample answers of the right type. */
import type { Rule } from "@/lib/forms/types";
import type { Graph } from "@/ui/flow/types";
import { type FlowField, type Names, titleOf } from "@/ui/flow/words";

export interface Asked {
  name: string;
  title: string;
  numeric: boolean;
  several: boolean;
  choices: { value: string; label: string }[];
}

const NUMBERS = new Set(["number", "money"]);
const YES_NO = [
  { value: "true", label: "是" },
  { value: "false", label: "否" },
];

interface Leaf {
  field: string;
  op: string;
  value: unknown;
}

function leaves(rule: Rule): Leaf[] {
  if ("all" in rule) return rule.all.flatMap(leaves);
  if ("any" in rule) return rule.any.flatMap(leaves);
  if ("not" in rule) return leaves(rule.not);
  return [rule];
}

function choicesOf(field: FlowField | undefined, rules: Leaf[]): Asked["choices"] {
  if (field?.options.length) return field.options;
  return rules.some(({ value, op }) => typeof value === "boolean" && op !== "filled") ? YES_NO : [];
}

export function askedFields(graph: Graph, names: Names): Asked[] {
  const edges = Object.values(graph.nodes).flatMap(({ next }) => next ?? []);
  const rules = edges.flatMap(({ when }) => (when ? leaves(when) : []));
  return [...new Set(rules.map(({ field }) => field))].map((name) => {
    const mine = rules.filter(({ field }) => field === name);
    const field = names.fields.find((one) => one.name === name);
    return {
      name,
      title: titleOf(name, names),
      numeric:
        NUMBERS.has(field?.type ?? "") || mine.some(({ value }) => typeof value === "number"),
      several: field?.type === "checkboxes" || mine.some(({ op }) => op === "has"),
      choices: choicesOf(field, mine),
    };
  });
}

/** What was typed as the condition will compare it; nothing typed is nothing answered. */
export function typed(field: Asked, text: string): unknown {
  const said = text.trim();
  if (!said) return undefined;
  if (field.choices === YES_NO) return said === "true";
  if (field.numeric) return Number.isFinite(Number(said)) ? Number(said) : undefined;
  return field.several ? [said] : said;
}
