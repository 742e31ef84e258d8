/** 办理人: the ways to say who, one line each. */
import type { Selector } from "@/ui/flow/types";

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
