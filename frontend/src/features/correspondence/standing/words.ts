import type { Schemas } from "@/api/client";
import { dayWithWeekday } from "@/lib/dates";

interface Standing {
  standing: string;
  standing_label: string;
  standing_from: string | null;
}

/** 已撤销 · 12月1日 周二起废止 */
export function standingWord({ standing_label, standing_from }: Standing): string {
  return standing_from ? `${dayWithWeekday(standing_from)}起废止` : standing_label;
}

/** What that means for whoever holds a copy (条例 33). */
export const EFFECTS: Record<string, string> = {
  revoked: "自始无效，不得再作为依据。",
  repealed: "自废止之日起失效。",
  corrected: "以更正件为准，原件留存备查。",
};

/** What a register is narrowed by. */
export const STANDINGS: Record<Schemas["Validity"], string> = {
  in_force: "有效",
  corrected: "已更正",
  repealed: "已废止",
  revoked: "已撤销",
};
