import type { SubjectKind } from "./types";

/** 紧急程度 as people read it; the ordinary case is silent in lists. */
const URGENCY: Record<string, string> = {
  normal: "平件",
  urgent: "加急",
  extra_urgent: "特急",
};

export function urgencyLabel(urgency: string): string {
  return URGENCY[urgency] ?? urgency;
}

export function isUrgent(urgency: string): boolean {
  return urgency === "urgent" || urgency === "extra_urgent";
}

const DIRECTION: Record<SubjectKind, string> = { outgoing: "发文", incoming: "收文" };

export function directionLabel(kind: SubjectKind): string {
  return DIRECTION[kind];
}

const UNITS = ["B", "KB", "MB", "GB"];

/** 412 KB · 1.2 MB */
export function fileSize(bytes: number): string {
  let value = bytes;
  let unit = 0;
  while (value >= 1000 && unit < UNITS.length - 1) {
    value /= 1024;
    unit += 1;
  }
  const digits = unit === 0 || value >= 100 ? 0 : 1;
  return `${Number(value.toFixed(digits))} ${UNITS[unit]}`;
}

/** 5.3 工时, without the unit: one decimal always, so that columns line up. */
export function hoursText(hours: number): string {
  return hours.toFixed(1);
}
