/** Which side is taken of each change; conflicts have no answer until somebody gives one. */
import type { Change, Choices, Side } from "./api";

export const PARTS: Record<Change["part"], string> = {
  card: "名片",
  form: "表单",
  flow: "流程",
  settings: "设置",
};

export const BY = { city: "市级改动", ours: "本单位改动" } as const;

export const taken = (row: Change, choices: Choices): Side | null =>
  choices[row.place] ?? row.by ?? null;

export interface Sum {
  city: number;
  ours: number;
  open: Change[];
}

export function sumOf(rows: readonly Change[], choices: Choices): Sum {
  const sides = rows.map((row) => taken(row, choices));
  return {
    city: sides.filter((side) => side === "city").length,
    ours: sides.filter((side) => side === "ours").length,
    open: rows.filter((_, at) => sides[at] === null),
  };
}

export interface PartRows {
  part: Change["part"];
  label: string;
  rows: Change[];
}

export function byPart(rows: readonly Change[]): PartRows[] {
  return (Object.keys(PARTS) as Change["part"][])
    .map((part) => ({ part, label: PARTS[part], rows: rows.filter((row) => row.part === part) }))
    .filter((one) => one.rows.length > 0);
}
