/** 办理人: the ways to say who, one line each. */
import type { Selector } from "@/ui/flow/types";

import type { Known } from "./useNames";

export type Kind =
  | "staff"
  | "permission"
  | "starter"
  | "department_head"
  | "head_of"
  | "superior"
  | "post"
  | "actor_of"
  | "field"
  | "chosen";

export const KINDS: { kind: Kind; label: string }[] = [
  { kind: "staff", label: "指定人员" },
  { kind: "starter", label: "发起人本人" },
  { kind: "department_head", label: "部门负责人" },
  { kind: "superior", label: "上级负责人" },
  { kind: "head_of", label: "某部门负责人" },
  { kind: "post", label: "岗位" },
  { kind: "permission", label: "有某项权限的人" },
  { kind: "chosen", label: "前一办理人选定" },
  { kind: "actor_of", label: "某环节的办理人" },
  { kind: "field", label: "表单里的人员" },
];

export function kindOf(selector: Selector): Kind {
  if (selector["chosen"]) return "chosen";
  return KINDS.find(({ kind }) => kind in selector)?.kind ?? "staff";
}

const BLANKS: Record<Kind, Selector> = {
  staff: { staff: [] },
  permission: { permission: "" },
  starter: { starter: true },
  department_head: { department_head: "starter" },
  head_of: { head_of: "" },
  superior: { superior: "starter", levels: 1 },
  post: { post: "" },
  actor_of: { actor_of: "" },
  field: { field: "" },
  chosen: { chosen: true },
};

export const blank = (kind: Kind): Selector => ({ ...BLANKS[kind] });

/** What is chosen from to say whose head, which post, which field …: one list for each kind. */
export interface Address {
  /** The name in the selector under which the choice is kept. */
  name: string;
  label: string;
  /** The words for having chosen nothing; empty where something always is. */
  none: string;
  groups: { label: string; items: { value: string; label: string }[] }[];
}

const SUPERIORS = [
  { value: "starter", label: "发起人的" },
  { value: "sender", label: "前一办理人的" },
];

const listed = (items: { id: string; name: string }[]) =>
  items.map(({ id, name }) => ({ value: id, label: name }));

function permissionsOf(known: Known, say: (label: string) => string): Address["groups"] {
  return known.modules.value.map(({ label, items }) => ({
    label,
    items: items.map((item) => ({ value: item.name, label: say(item.label) })),
  }));
}

/** Null for the kinds that need no address: named people, and whoever began it. */
export function addressOf(
  kind: Kind,
  known: Known,
  steps: { key: string; name: string }[],
): Address | null {
  const one = (label: string, none: string, items: Address["groups"][0]["items"]): Address => ({
    name: kind,
    label,
    none,
    groups: [{ label: "", items }],
  });
  switch (kind) {
    case "department_head":
    case "superior":
      return one("谁的负责人", "", SUPERIORS);
    case "head_of":
      return one("部门", "请选择部门", listed(known.departments.value));
    case "post":
      return one("岗位", "请选择岗位", listed(known.posts.value));
    case "actor_of":
      return one(
        "环节",
        "请选择前面的环节",
        steps.map(({ key, name }) => ({ value: key, label: name })),
      );
    case "field": {
      const people = known.names.value.fields.filter(({ type }) => /^(people|person)$/.test(type));
      const none = people.length ? "请选择字段" : "表单里没有人员字段";
      return one(
        "表单字段",
        none,
        people.map(({ name, title }) => ({ value: name, label: title })),
      );
    }
    case "permission":
      return { ...one("权限", "请选择权限", []), groups: permissionsOf(known, (label) => label) };
    case "chosen":
      return {
        name: "permission",
        label: "权限",
        none: "全单位人员中选",
        groups: permissionsOf(known, (label) => `有“${label}”权限的人中选`),
      };
    default:
      return null;
  }
}
