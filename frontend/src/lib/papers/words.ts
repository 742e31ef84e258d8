import type { Schemas } from "@/api/client";

import type { SubjectKind } from "./types";

export type DocKind = Schemas["DocKind"];
export type Urgency = Schemas["UrgencyEnum"];
export type Layout = Schemas["LayoutEnum"];

/** 文种 of the 2012 条例, article 8, in the order offices look for them. */
export const DOC_KINDS: readonly { key: DocKind; label: string }[] = [
  { key: "request", label: "请示" },
  { key: "report", label: "报告" },
  { key: "notice", label: "通知" },
  { key: "letter", label: "函" },
  { key: "reply", label: "批复" },
  { key: "opinion", label: "意见" },
  { key: "circular", label: "通报" },
  { key: "decision", label: "决定" },
  { key: "minutes", label: "纪要" },
  { key: "public_notice", label: "通告" },
  { key: "announcement", label: "公告" },
  { key: "order", label: "命令" },
  { key: "resolution", label: "决议" },
  { key: "communique", label: "公报" },
  { key: "motion", label: "议案" },
];

/** 格式 of GB/T 9704; the first lets the kind of document decide. */
export const LAYOUTS: readonly { key: Layout; label: string }[] = [
  { key: "auto", label: "随文种" },
  { key: "document", label: "文件格式" },
  { key: "letter", label: "信函格式" },
  { key: "order", label: "命令格式" },
  { key: "minutes", label: "纪要格式" },
];

const KIND_LABELS = new Map<string, string>(DOC_KINDS.map(({ key, label }) => [key, label]));

export function kindLabel(kind: string): string {
  return KIND_LABELS.get(kind) ?? kind;
}

/** 紧急程度; the ordinary case is silent in lists. */
export const URGENCIES: readonly { key: Urgency; label: string }[] = [
  { key: "none", label: "平件" },
  { key: "urgent", label: "加急" },
  { key: "extra_urgent", label: "特急" },
];

const URGENCY_LABELS = new Map<string, string>(URGENCIES.map(({ key, label }) => [key, label]));

export function urgencyLabel(urgency: string): string {
  return URGENCY_LABELS.get(urgency) ?? urgency;
}

export function isUrgent(urgency: string): boolean {
  return urgency === "urgent" || urgency === "extra_urgent";
}

const DIRECTION: Record<SubjectKind, string> = { outgoing: "发文", incoming: "收文" };

export function directionLabel(kind: SubjectKind): string {
  return DIRECTION[kind];
}

const SIZES = ["B", "KB", "MB", "GB"];

/** 412 KB · 1.2 MB */
export function fileSize(bytes: number): string {
  let value = bytes;
  let unit = 0;
  while (value >= 1000 && unit < SIZES.length - 1) {
    value /= 1024;
    unit += 1;
  }
  const digits = unit === 0 || value >= 100 ? 0 : 1;
  return `${Number(value.toFixed(digits))} ${SIZES[unit]}`;
}
