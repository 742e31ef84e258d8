/** How supervision speaks: desks, office hours, states. */
import type { Supervised } from "./api";

type Desk = Supervised["desk"][number];
type Tone = "grey" | "blue" | "green" | "amber" | "red";

const SHOWN = 3;

/** 陈农技（农技员）、何主任（主任）等 5 人 */
export function deskLine(desk: readonly Desk[]): string {
  if (!desk.length) return "—";
  const said = desk.slice(0, SHOWN).map(({ name, post }) => (post ? `${name}（${post}）` : name));
  const line = said.join("、");
  return desk.length > SHOWN ? `${line}等 ${desk.length} 人` : line;
}

/** 12.5, and 0 as 0: hours are the server's, which knows the calendar. */
export const hours = (value: number): string => value.toFixed(1).replace(/\.0$/, "");

const OVER: Record<string, { label: string; tone: Tone }> = {
  done: { label: "已办结", tone: "green" },
  rejected: { label: "未获同意", tone: "grey" },
  withdrawn: { label: "已撤销", tone: "grey" },
  terminated: { label: "已终止", tone: "red" },
  suspended: { label: "已挂起", tone: "amber" },
};

/** The state worth a chip: being under way is not. */
export function stateOf({
  status,
  overdue,
}: Pick<Supervised, "status" | "overdue">): { label: string; tone: Tone } | null {
  if (status !== "running") return OVER[status] ?? null;
  return overdue ? { label: "超时限", tone: "red" } : null;
}
