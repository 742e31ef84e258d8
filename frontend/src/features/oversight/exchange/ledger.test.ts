import { describe, expect, it } from "vitest";

import type { LedgerPair } from "../api";
import { choosePairs, differenceOf, sumOf } from "./ledger";

function pair(from_unit: string, to_unit: string, over: Partial<LedgerPair> = {}): LedgerPair {
  return {
    from_unit: { code: from_unit, short_name: from_unit },
    to_unit: { code: to_unit, short_name: to_unit },
    last_posted_at: "2026-11-22T10:18:00+08:00",
    oldest_hours: null,
    sent: 10,
    acknowledged: 10,
    delivered: 0,
    in_transit: 0,
    returned: 0,
    withdrawn: 0,
    difference: 0,
    ...over,
  };
}

const calm = pair("太和镇", "区政府办公室");
const busy = pair("三汇镇", "区应急局", {
  acknowledged: 5,
  delivered: 2,
  in_transit: 1,
  returned: 2,
});
const lost = pair("区应急局", "三汇镇", { acknowledged: 9, difference: 1 });

describe("交换台账", () => {
  it("finds that what was sent is somewhere", () => {
    expect([calm, busy].map(differenceOf)).toEqual([0, 0]);
    expect(differenceOf(lost)).toBe(1);
  });

  it("counts what was called back as well", () => {
    expect(differenceOf(pair("甲", "乙", { acknowledged: 9, withdrawn: 1 }))).toBe(0);
  });

  it("filters by what is open and by the unit on either side", () => {
    const all = [calm, busy, lost];

    expect(choosePairs(all, "in_transit", "")).toEqual([busy]);
    expect(choosePairs(all, "unbalanced", "")).toEqual([lost]);
    expect(choosePairs(all, "all", "三汇")).toEqual([busy, lost]);
    expect(choosePairs(all, "delivered", "太和")).toEqual([]);
  });

  it("adds up what is shown", () => {
    expect(sumOf([calm, busy])).toMatchObject({ sent: 20, acknowledged: 15, in_transit: 1 });
  });
});
