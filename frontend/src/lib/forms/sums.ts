import { evaluate } from "./expressions";
import { grouped } from "./money";
import type { Answers, FormField } from "./types";

/** The sum of one column, exact, as it stands under the table. */
export function sumOf(table: FormField, column: string, rows: readonly Answers[]): string {
  const found = table.columns?.find(({ name }) => name === column);
  const sum = evaluate({ op: "sum", args: [{ field: `t.${column}` }] }, { t: rows }, () => null);
  if (found?.widget === "money") return `${grouped(sum, 2)} 元`;
  return `${grouped(sum, null)}${found?.suffix ? ` ${found.suffix}` : ""}`;
}
