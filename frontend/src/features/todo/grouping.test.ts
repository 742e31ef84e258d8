import { describe, expect, it } from "vitest";

import type { WorkItem } from "./api";
import { groupItems } from "./grouping";

const NOW = Date.parse("2026-11-22T10:21:00+08:00");

function item(id: string, over: Partial<WorkItem> = {}): WorkItem {
  return {
    id,
    run_id: "r",
    subject_kind: "outgoing",
    subject_id: "s",
    doc_kind: "request",
    title: "关于申请拨付冬春生活救助资金的请示",
    number: null,
    flow: "outgoing",
    flow_name: "发文办理",
    run_status: "running",
    urgency: "none",
    step: "sign",
    step_name: "签发",
    from_name: "周明远",
    from_unit: "",
    opened_at: "2026-11-20T09:00:00+08:00",
    seen_at: null,
    due_at: null,
    closed_at: null,
    action: null,
    opinion: "",
    acting_for: "",
    note: "",
    awaits: "",
    awaits_until: null,
    ...over,
  };
}

describe("待办按时限分组", () => {
  it("puts what is late first, then today, then the week, then the rest", () => {
    const groups = groupItems(
      [
        item("不限"),
        item("下月", { due_at: "2026-12-20T17:30:00+08:00" }),
        item("今天", { due_at: "2026-11-22T17:30:00+08:00" }),
        item("昨天", { due_at: "2026-11-21T17:30:00+08:00" }),
        item("周三", { due_at: "2026-11-25" }),
      ],
      "todo",
      NOW,
    );

    expect(groups.map(({ label }) => label)).toEqual([
      "已逾期",
      "今天到期",
      "7 天内到期",
      "以后",
      "未定时限",
    ]);
    expect(groups.map(({ hot }) => hot)).toEqual([true, true, false, false, false]);
  });

  it("counts a limit that passed this morning as late", () => {
    const [group] = groupItems(
      [item("早上", { due_at: "2026-11-22T09:00:00+08:00" })],
      "todo",
      NOW,
    );

    expect(group?.label).toBe("已逾期");
  });

  it("keeps the order of the server inside a group", () => {
    const [group] = groupItems([item("乙"), item("甲")], "todo", NOW);

    expect(group?.items.map(({ id }) => id)).toEqual(["乙", "甲"]);
  });
});

describe("已办按日子分组", () => {
  it("goes by the day it was done, or begun while it is still on its way", () => {
    const groups = groupItems(
      [
        item("早", { closed_at: "2026-10-01T09:00:00+08:00" }),
        item("今", { closed_at: "2026-11-22T09:00:00+08:00" }),
        item("在途", { opened_at: "2026-11-21T09:00:00+08:00" }),
      ],
      "done",
      NOW,
    );

    expect(groups.map(({ label }) => label)).toEqual(["今天", "昨天", "更早"]);
  });
});
