import { daysFromNow, due } from "@/lib/dates";

import type { Box, WorkItem } from "./api";

export interface Group {
  label: string;
  /** Red: these should have been done or must be done today. */
  hot: boolean;
  items: WorkItem[];
}

function dueLabel(item: WorkItem, now: number): string {
  if (!item.due_at) return "未定时限";
  if (due(item.due_at, now).tone === "over") return "已逾期";
  const away = daysFromNow(item.due_at, now);
  if (away <= 0) return "今天到期";
  return away <= 7 ? "7 天内到期" : "以后";
}

function pastLabel(at: string, now: number): string {
  const away = -daysFromNow(at, now);
  if (away <= 0) return "今天";
  if (away === 1) return "昨天";
  return away <= 7 ? "近 7 天" : "更早";
}

const ORDER = [
  "已逾期",
  "今天到期",
  "7 天内到期",
  "以后",
  "未定时限",
  "今天",
  "昨天",
  "近 7 天",
  "更早",
];
const HOT = new Set(["已逾期", "今天到期"]);

/** What is waited for is grouped by its time limit, what is past by its day. */
export function groupItems(items: readonly WorkItem[], box: Box, now = Date.now()): Group[] {
  const groups = new Map<string, WorkItem[]>();
  for (const item of items) {
    const label =
      box === "todo" ? dueLabel(item, now) : pastLabel(item.closed_at ?? item.opened_at, now);
    groups.set(label, [...(groups.get(label) ?? []), item]);
  }
  return [...groups]
    .sort(([a], [b]) => ORDER.indexOf(a) - ORDER.indexOf(b))
    .map(([label, members]) => ({ label, hot: HOT.has(label), items: members }));
}
