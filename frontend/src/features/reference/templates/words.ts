/** Parts and changes of a template in words. */
import type { Difference } from "../api";

export const PARTS: Record<Difference["part"], string> = {
  card: "名片",
  form: "表单",
  flow: "流程",
  settings: "设置",
};

export const CHANGES = {
  added: { label: "新增", tone: "green" },
  removed: { label: "删除", tone: "red" },
  changed: { label: "修改", tone: "blue" },
  moved: { label: "移动", tone: "grey" },
} as const;

export interface PartOfDiff {
  part: Difference["part"];
  label: string;
  rows: Difference[];
}

/** In the order of the file; a part without differences is not there. */
export function byPart(rows: readonly Difference[]): PartOfDiff[] {
  return (Object.keys(PARTS) as Difference["part"][])
    .map((part) => ({
      part,
      label: PARTS[part],
      rows: rows.filter((one) => one.part === part),
    }))
    .filter((one) => one.rows.length > 0);
}
