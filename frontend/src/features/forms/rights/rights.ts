/** 字段权限: what each step of a flow sees and fills in, as the server completes it. */
import type { FormField } from "@/lib/forms/types";

export type Right = "edit" | "required" | "read" | "hidden";

export const WORDS: Record<Right, string> = {
  edit: "填写",
  required: "必填",
  read: "只读",
  hidden: "隐藏",
};
const ROUND: Right[] = ["edit", "required", "read", "hidden"];

export interface FlowNode {
  type: string;
  name?: string;
  verb?: string;
  next?: { to: string }[];
  fields?: Record<string, string>;
  [other: string]: unknown;
}

export interface FlowBody {
  nodes: Record<string, FlowNode>;
  [other: string]: unknown;
}

export interface Step {
  key: string;
  name: string;
  /** Whoever starts fills in, everybody after reads. */
  starts: boolean;
  fields: Record<string, string>;
}

export const asked = (fields: readonly FormField[]): FormField[] =>
  fields.filter(({ widget }) => widget !== "note" && widget !== "heading");

/** The steps in the order one meets them. */
export function stepsOf(body: FlowBody): Step[] {
  const tasks = ordered(body)
    .map((key) => ({ key, node: body.nodes[key] as FlowNode }))
    .filter(({ node }) => node.type === "task");
  const first = tasks.find(({ node }) => node.verb === "submit") ?? tasks[0];
  return tasks.map(({ key, node }) => ({
    key,
    name: node.name ?? key,
    starts: key === first?.key,
    fields: node.fields ?? {},
  }));
}

function ordered({ nodes }: FlowBody): string[] {
  const waiting = new Map(Object.keys(nodes).map((key) => [key, 0]));
  const ways = (key: string): string[] => (nodes[key]?.next ?? []).map(({ to }) => to);
  for (const key of Object.keys(nodes)) {
    for (const to of ways(key)) waiting.set(to, (waiting.get(to) ?? 0) + 1);
  }
  const ready = [...waiting].filter(([, count]) => count === 0).map(([key]) => key);
  const found: string[] = [];
  for (let key = ready.shift(); key !== undefined; key = ready.shift()) {
    found.push(key);
    for (const to of ways(key)) {
      const left = (waiting.get(to) ?? 1) - 1;
      waiting.set(to, left);
      if (left === 0 && nodes[to]) ready.push(to);
    }
  }
  return found;
}

const isComputed = ({ computed }: FormField): boolean =>
  computed !== undefined && computed !== null;

export function rightOf(step: Step, field: FormField): Right {
  const usual = step.starts ? "edit" : "read";
  const said = (step.fields[field.name] ?? usual) as Right;
  const known = said in WORDS ? said : "hidden";
  if (isComputed(field) && known !== "hidden") return "read";
  return known === "edit" && field.required ? "required" : known;
}

/** What a cell may say: a computed field is never filled in, a required one never left empty. */
export function choicesOf(field: FormField): Right[] {
  if (isComputed(field)) return ["read", "hidden"];
  return field.required ? ROUND.filter((right) => right !== "edit") : ROUND;
}

export function nextRight(step: Step, field: FormField, by: 1 | -1 = 1): Right {
  const choices = choicesOf(field);
  const at = choices.indexOf(rightOf(step, field));
  return choices[(at + by + choices.length) % choices.length] as Right;
}

/** The graph with one cell otherwise; what is as usual is not said at all. */
export function put(body: FlowBody, step: Step, field: FormField, right: Right): FlowBody {
  const node = body.nodes[step.key];
  if (!node) return body;
  const { [field.name]: _, ...rest } = node.fields ?? {};
  const isUsual = rightOf({ ...step, fields: {} }, field) === right;
  const fields = isUsual ? rest : { ...rest, [field.name]: right };
  const { fields: __, ...bare } = node;
  const kept: FlowNode = Object.keys(fields).length ? { ...bare, fields } : bare;
  return { ...body, nodes: { ...body.nodes, [step.key]: kept } };
}
