import {
  CalendarOff,
  Car,
  Clock,
  ClipboardPen,
  Package,
  Plane,
  Presentation,
  Receipt,
  Stamp,
  Wallet,
} from "@lucide/vue";
import type { Component } from "vue";

import type { RequestStatus } from "./api";

const ICONS: Record<string, Component> = {
  CalendarOff,
  Car,
  Clock,
  Package,
  Plane,
  Presentation,
  Receipt,
  Stamp,
  Wallet,
};

/** A unit's own kind may name a picture we do not have. */
export const iconOf = (name: string): Component => ICONS[name] ?? ClipboardPen;

export const STATUSES: { key: RequestStatus; label: string }[] = [
  { key: "running", label: "办理中" },
  { key: "done", label: "已办结" },
  { key: "rejected", label: "未获同意" },
  { key: "withdrawn", label: "已撤销" },
  { key: "suspended", label: "已挂起" },
  { key: "terminated", label: "已终止" },
];

const TONES: Partial<Record<RequestStatus, "blue" | "green" | "red" | "amber">> = {
  running: "blue",
  done: "green",
  rejected: "red",
  suspended: "amber",
};
export const toneOf = (status: RequestStatus) => TONES[status] ?? "grey";

const MINUTES_A_DAY = 480;

/** 限 2 小时 · 限 1 个工作日 */
export function limitOf(minutes: number | null): string {
  if (!minutes) return "";
  if (minutes >= MINUTES_A_DAY) return `限 ${+(minutes / MINUTES_A_DAY).toFixed(1)} 个工作日`;
  return minutes >= 60 ? `限 ${+(minutes / 60).toFixed(1)} 小时` : `限 ${minutes} 分钟`;
}
