interface Staged {
  stage: string;
  stage_label: string;
}

export interface StageGroup<T> {
  stage: string;
  label: string;
  rows: T[];
}

/** The stages of a road in its order, to choose from; the server names them in every row. */
export const OUTGOING_STAGES: readonly { key: string; label: string }[] = [
  { key: "draft", label: "起草" },
  { key: "review", label: "审核" },
  { key: "extra", label: "审签" },
  { key: "cosign", label: "会签" },
  { key: "sign", label: "签发" },
  { key: "verify", label: "复核" },
  { key: "register", label: "登记" },
  { key: "print", label: "印制" },
  { key: "release", label: "核发" },
  { key: "released", label: "已发出" },
  { key: "declined", label: "不予发文" },
  { key: "void", label: "已作废" },
];

export const INCOMING_STAGES: readonly { key: string; label: string }[] = [
  { key: "arrived", label: "待签收" },
  { key: "register", label: "登记" },
  { key: "screen", label: "初审" },
  { key: "propose", label: "拟办" },
  { key: "circulate", label: "传阅" },
  { key: "instruct", label: "批示" },
  { key: "extra", label: "阅批" },
  { key: "handle", label: "承办" },
  { key: "complete", label: "办结" },
  { key: "completed", label: "已办结" },
  { key: "returned", label: "初审退回" },
  { key: "declined", label: "已退回" },
  { key: "withdrawn", label: "已撤回" },
];

export const INCOMING_CLOSED: ReadonlySet<string> = new Set([
  "completed",
  "returned",
  "declined",
  "withdrawn",
]);

/** Rows under their stages, in the order of the road; inside a stage as the server sent them. */
export function byStage<T extends Staged>(
  rows: readonly T[],
  order: readonly { key: string }[],
): StageGroup<T>[] {
  const groups = new Map<string, StageGroup<T>>();
  for (const row of rows) {
    const group = groups.get(row.stage) ?? { stage: row.stage, label: row.stage_label, rows: [] };
    group.rows.push(row);
    groups.set(row.stage, group);
  }
  const place = ({ stage }: StageGroup<T>): number => order.findIndex(({ key }) => key === stage);
  return [...groups.values()].sort((a, b) => place(a) - place(b));
}
