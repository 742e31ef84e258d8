import type { Mandate } from "./api";

export const END_REASONS: Record<string, string> = {
  recalled: "委托人收回",
  returned: "受托人交回",
  stopped: "流程监督人终止",
  expired: "到期",
  left: "人员停用",
  "": "到期",
};

const names = (all: { label: string }[]): string => all.map(({ label }) => `「${label}」`).join("");

/** 全部流程，除外：李文书发起的 */
export function scopeWords({ flows, excluded, existing }: Mandate): string {
  const starters = excluded.filter(({ kind }) => kind === "starter");
  const others = excluded.filter(({ kind }) => kind !== "starter");
  const kept = [
    starters.length ? `${starters.map(({ label }) => label).join("、")}发起的` : "",
    others.length ? names(others) : "",
  ].filter(Boolean);
  return [
    flows.length ? `仅限${names(flows)}` : "全部流程",
    kept.length ? `${kept.join("、")}除外` : "",
    existing ? "含委托时已有的待办" : "",
  ]
    .filter(Boolean)
    .join("；");
}
