/** 子流程 in words: how a run stands that another waits for. */
import type { Schemas } from "@/api/client";

export type Child = Schemas["ChildOut"];

const STATES: Record<string, string> = {
  running: "办理中",
  suspended: "已挂起",
  done: "已办结",
  rejected: "未获同意",
  withdrawn: "已撤销",
  terminated: "已终止",
};

/** 办理中（周镇长） */
export function sayChild({ status, desk }: Pick<Child, "status" | "desk">): string {
  const state = STATES[status] ?? status;
  return desk.length ? `${state}（${desk.join("、")}）` : state;
}

/** What the card of its step says of each. */
export const onCard = (children: readonly Child[]) =>
  children.map((child) => ({
    key: child.run_id,
    name: `${child.starter}《${child.flow_name}》`,
    state: sayChild(child),
  }));
