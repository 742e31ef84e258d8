import { describe, expect, it } from "vitest";

import { copyTargets, stepTargets } from "./targets";
import type { Delivery, Run, RunNode } from "./types";

function node(key: string, name: string, state: RunNode["state"], owners: string[]): RunNode {
  const opened_at = "2026-11-22T09:00:00+08:00";
  const items = owners.map((owner) => ({
    id: `${key}-${owner}`,
    owner,
    acts_for: "",
    title: "科员",
    department: "党政办公室",
    status: "done" as const,
    action: "approve",
    opinion: "",
    opened_at,
    closed_at: opened_at,
    sent_to: null,
  }));
  const visits = owners.length
    ? [{ opened_at, closed_at: opened_at, status: "done" as const, items }]
    : [];
  return { key, name, state, mode: "any", visits, handlers: [], children: [] };
}

const run: Run = {
  id: "r1",
  title: "关于申请拨付冬春生活救助资金的请示",
  status: "running",
  parent: null,
  nodes: [
    node("draft", "起草", "done", ["王晓敏"]),
    node("review", "核稿", "done", ["陈国华", "牛桂芳", "陈国华"]),
    node("sign", "签发", "now", ["刘建军"]),
    node("register", "登记编号", "next", []),
  ],
};

describe("退回到哪一步", () => {
  it("offers the steps already passed, with those who were there, each once", () => {
    expect(stepTargets(run)).toEqual([
      { key: "draft", name: "起草", who: "王晓敏" },
      { key: "review", name: "核稿", who: "陈国华、牛桂芳" },
    ]);
    expect(stepTargets(undefined)).toEqual([]);
  });
});

const copy = (short_name: string, state: Delivery["state"]): Delivery => ({
  unit: { code: short_name, short_name },
  role: "main",
  state,
  label: "",
  sent_at: null,
  delivered_at: null,
  settled_at: null,
  by: "",
  reason: "",
  hours: 0,
});

describe("撤回哪一份", () => {
  it("offers only copies that nobody has signed for", () => {
    const found = copyTargets([
      copy("区水利局", "delivered"),
      copy("区政府办公室", "acknowledged"),
      copy("区应急局", "in_transit"),
    ]);

    expect(found.map(({ name }) => name)).toEqual(["区水利局", "区应急局"]);
  });
});
