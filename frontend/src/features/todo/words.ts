import type { Box, WorkItem } from "./api";

/** States of a matter worth a mark: running is the ordinary one and silent. */
export const RUN_STATES: Record<
  string,
  { label: string; tone: "grey" | "amber" | "red" | "green" }
> = {
  suspended: { label: "已挂起", tone: "amber" },
  done: { label: "已办结", tone: "green" },
  rejected: { label: "未获同意", tone: "red" },
  withdrawn: { label: "已撤销", tone: "grey" },
  terminated: { label: "已终止", tone: "red" },
};

export const BOX_NAMES: Record<Box, string> = {
  todo: "待办",
  done: "已办",
  started: "我发起的",
  read: "待阅",
  was_read: "已阅",
};

export const EMPTY: Record<Box, string> = {
  todo: "待办已清空。",
  done: "还没有办过的事项。",
  started: "您还没有发起过事项。",
  read: "没有要阅看的。",
  was_read: "还没有阅看过的。",
};

/** 当前：签发 / 已办：审核 / 抄送 */
export function whereOf({ step_name, closed_at }: WorkItem, box: Box): string {
  if (box === "read" || box === "was_read") return step_name;
  return `${closed_at ? "已办" : "当前"}：${step_name}`;
}

/** A thousand and more are not counted to the end. */
export const countLabel = (count: number): string => (count > 999 ? "999+" : String(count));
