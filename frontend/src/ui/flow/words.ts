/** A flow's settings in the words of the office, for cards and panels. */
import type { RuleField } from "@/lib/forms/ruleDraft";
import { sayRule } from "@/lib/forms/sayings";

import type { Door, Selector, Settings } from "./types";

export interface FlowField {
  name: string;
  title: string;
  type: string;
  suffix: string;
  options: { value: string; label: string }[];
  /** In no form: the subject's own app answers it. */
  is_fact?: boolean;
}

/** What ids, permissions, fields and steps are called. */
export interface Names {
  ids: Record<string, string>;
  permissions: Record<string, string>;
  fields: FlowField[];
  steps: Record<string, string>;
  flows?: Record<string, string>;
}

export const MODES: Record<string, string> = {
  all: "会签",
  any: "或签",
  in_turn: "依次",
  vote: "票签",
};
const listed = (ids: unknown, names: Names): string =>
  (Array.isArray(ids) ? ids : [ids])
    .map((id) => names.ids[String(id)] ?? "已不存在的人员")
    .join("、");

const whose = (which: unknown): string => (which === "sender" ? "前一办理人" : "发起人");

const SAYINGS: Record<string, (selector: Selector, names: Names) => string> = {
  staff: (one, names) => listed(one["staff"], names),
  permission: (one, names) => {
    const name = String(one["permission"]);
    return `有“${names.permissions[name] ?? name}”权限的人`;
  },
  starter: () => "发起人本人",
  department_head: (one) => `${whose(one["department_head"])}的部门负责人`,
  head_of: (one, names) => `${listed(one["head_of"], names)}负责人`,
  superior: (one) => {
    const levels = Number(one["levels"] ?? 1);
    const above = levels > 1 ? `上 ${levels} 级负责人` : "上级负责人";
    return `${whose(one["superior"])}的${above}`;
  },
  post: (one, names) => `岗位：${listed(one["post"], names)}`,
  actor_of: (one, names) => {
    const step = String(one["actor_of"]);
    return `「${names.steps[step] ?? step}」的办理人`;
  },
  field: (one, names) => `表单“${titleOf(String(one["field"]), names)}”中的人员`,
};

export function sayOne(selector: Selector, names: Names): string {
  const kind = Object.keys(SAYINGS).find((one) => one in selector);
  const said = kind ? (SAYINGS[kind]?.(selector, names) ?? "") : "";
  if (selector["chosen"]) return said ? `由前一办理人在${said}中选定` : "由前一办理人选定";
  return said || "未设置";
}

export const sayWho = (who: Selector[] | undefined, names: Names): string =>
  who?.length ? who.map((one) => sayOne(one, names)).join("；") : "";

export const titleOf = (field: string, names: Names): string =>
  names.fields.find(({ name }) => name === field)?.title ?? field;

/** The form's fields as the rule editor knows them. */
export const ruleFields = (names: Names): RuleField[] =>
  names.fields.map(({ name, title, type, options, suffix }) => ({
    name,
    label: title,
    widget: type as RuleField["widget"],
    suffix,
    ...(options.length ? { options } : {}),
  }));

/** What stands on the head of a branch. */
export function sayDoor(door: Door, kind: string, names: Names): string {
  if (door.default) return "不满足以上条件";
  if (door.when) return sayRule(door.when, ruleFields(names));
  return kind === "xor" ? "" : "同时办理";
}

export function doorName(door: Door, kind: string, at: number): string {
  if (door.name) return door.name;
  if (door.default) return "其他情况";
  return `${kind === "xor" ? "条件" : "分支"}${"一二三四五六七八九十"[at] ?? at + 1}`;
}

const ALONE = ["starter", "department_head", "head_of", "superior"];

/** Where only one person can be meant, how several act together goes without saying. */
function isAlone(who: Selector[]): boolean {
  const [one, ...others] = who;
  if (!one || others.length || one["chosen"]) return false;
  const staff = one["staff"];
  return Array.isArray(staff) ? staff.length < 2 : ALONE.some((kind) => kind in one);
}

export const sayFlow = (key: string | undefined, names: Names): string =>
  key ? `《${names.flows?.[key] ?? names.ids[key] ?? key}》` : "";

/** How many runs of a sub-flow must end well. */
export function sayWait(wait: string | number | undefined): string {
  if (wait === "any") return "任一办结";
  return typeof wait === "number" ? `${wait} 个办结` : "全部办结";
}

export function sayMode(settings: Settings): string {
  if (isAlone(settings.who ?? [])) return "";
  const mode = settings.mode ?? "all";
  return mode === "vote" ? `票签 ${settings.percent ?? 100}%` : (MODES[mode] ?? "");
}

const DAY = 480;
const HOUR = 60;

export function sayDue(minutes: number | undefined): string {
  if (!minutes) return "";
  if (minutes % DAY === 0) return `${minutes / DAY} 个工作日`;
  if (minutes % HOUR === 0) return `${minutes / HOUR} 工作小时`;
  return `${minutes} 工作分钟`;
}
