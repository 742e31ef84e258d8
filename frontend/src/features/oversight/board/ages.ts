import type { BoardAge } from "../api";

/** 当天, 在 10 个工作日内, 超过 20 个工作日: the upper end of a bar in words. */
function within(label: string): string {
  if (label === "当天") return "当天到";
  if (label.endsWith("以上")) return `超过 ${label.replace(" 以上", "")} 个工作日`;
  return `在 ${label.split("—").at(-1)} 个工作日内`;
}

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
  return half === most ? `九成${most}${tail}。` : `半数${half}，九成${most}${tail}。`;
}
