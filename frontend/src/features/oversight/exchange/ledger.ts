import type { LedgerFigures, LedgerPair } from "../api";

export type PairFilter = "all" | "in_transit" | "delivered" | "returned" | "unbalanced";

export const PAIR_FILTERS: readonly { filter: PairFilter; label: string }[] = [
  { filter: "all", label: "全部" },
  { filter: "in_transit", label: "有在途" },
  { filter: "delivered", label: "有待签收" },
  { filter: "returned", label: "有退回" },
  { filter: "unbalanced", label: "差不为零" },
];

/** 差: what was sent less everything it has become; anything but zero is a fault. */
export const differenceOf = (row: LedgerFigures): number =>
  row.sent - row.acknowledged - row.delivered - row.in_transit - row.returned - row.withdrawn;

function passes(pair: LedgerPair, filter: PairFilter): boolean {
  if (filter === "all") return true;
  if (filter === "unbalanced") return differenceOf(pair) !== 0;
  return pair[filter] > 0;
}

/** Pairs that pass the filter and name the unit on either side. */
export function choosePairs(
  pairs: readonly LedgerPair[],
  filter: PairFilter,
  q: string,
): LedgerPair[] {
  const wanted = q.trim();
  return pairs.filter(
    (pair) =>
      passes(pair, filter) &&
      (!wanted ||
        pair.from_unit.short_name.includes(wanted) ||
        pair.to_unit.short_name.includes(wanted)),
  );
}

export function sumOf(pairs: readonly LedgerFigures[]): LedgerFigures {
  const sum = (name: keyof LedgerFigures): number =>
    pairs.reduce((total, pair) => total + pair[name], 0);
  return {
    sent: sum("sent"),
    acknowledged: sum("acknowledged"),
    delivered: sum("delivered"),
    in_transit: sum("in_transit"),
    returned: sum("returned"),
    withdrawn: sum("withdrawn"),
    difference: sum("difference"),
  };
}
