import type { BoardAge } from "../api";

const NAMED: Record<string, string> = { 当天: "当天" };

const within = (label: string): string => NAMED[label] ?? `${label} 个工作日`;

/** The bar in which a share of all matters is reached. */
function reached(ages: readonly BoardAge[], share: number): string {
  const all = ages.reduce((sum, { count }) => sum + count, 0);
  let sum = 0;
  for (const { label, count } of ages) {
    sum += count;
    if (sum >= all * share) return label;
  }
  return "";
}

/** One sentence instead of a chart to be read: half within …, nine tenths within …. */
export function ageText(ages: readonly BoardAge[]): string {
  const all = ages.reduce((sum, { count }) => sum + count, 0);
  if (!all) return "现在没有在办的事项。";
  const half = within(reached(ages, 0.5));
  const most = within(reached(ages, 0.9));
  const last = ages.at(-1);
  const tail = last?.count
    ? `；${last.label.replace(" 以上", "")} 个工作日以上 ${last.count} 件`
    : "";
  return `半数在办 ${half}以内，九成在办 ${most}以内${tail}。`;
}
