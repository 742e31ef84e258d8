import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { effectScope, nextTick } from "vue";

import { Refusal } from "@/api/refusal";
import type { Outgoing } from "@/lib/papers/types";

import type { DraftIn } from "../api";
import { useDraft } from "./useDraft";

function outgoing(over: Partial<Outgoing> = {}): Outgoing {
  return {
    id: "d1",
    doc_kind: "request",
    urgency: "none",
    title: "",
    number: null,
    stage: "draft",
    stage_label: "起草",
    drafter: { id: "p1", name: "周明远", title: "科员" },
    updated_at: "2026-11-22T10:00:00+08:00",
    released_at: null,
    stages: [],
    acts: [],
    opinions: [],
    attachments: [],
    body: "",
    layout: "auto",
    note: "",
    origin: null,
    text_sha256: "",
    page_count: 0,
    run_id: "r1",
    addressees: [],
    copies: [],
    partners: [],
    is_joint: false,
    prefix: "",
    signatory: null,
    signed_at: null,
    created_at: "2026-11-22T09:00:00+08:00",
    version: 1,
    standing: "in_force",
    standing_label: "有效",
    standing_from: null,
    may_edit: true,
    goes_up: true,
    findings: [],
    reasons: {},
    checklist: [],
    is_major: false,
    print_copies: null,
    printed_at: null,
    pdf_sha256: "",
    has_ofd: false,
    void_reason: "",
    deliveries: [],
    answers: [],
    ...over,
  };
}

function stale(): Refusal {
  return new Refusal({ code: "outgoing.stale", status: 409, message: "稿子已被 高建平 修改。" });
}

const TITLE = "关于申请拨付冬春生活救助资金的请示";

describe("草稿自动保存", () => {
  const scope = { current: effectScope() };
  const save = vi.fn<(version: number, draft: DraftIn) => Promise<Outgoing>>();
  const read = vi.fn<() => Promise<Outgoing>>();

  beforeEach(() => {
    vi.useFakeTimers();
    scope.current = effectScope();
    save.mockReset();
    read.mockReset();
    save.mockImplementation(async (version, draft) =>
      outgoing({ version: version + 1, title: draft.title }),
    );
  });

  afterEach(() => {
    scope.current.stop();
    vi.useRealTimers();
  });

  function open(document = outgoing()) {
    const draft = scope.current.run(() =>
      useDraft(document, { read, save, saved: () => undefined }),
    );
    if (!draft) throw new Error("no scope");
    return draft;
  }

  it("saves once, a moment after the last change, with the version it knows", async () => {
    const draft = open();

    draft.form.title = "关于";
    await nextTick();
    await vi.advanceTimersByTimeAsync(600);
    draft.form.title = TITLE;
    await nextTick();
    await vi.advanceTimersByTimeAsync(1_300);

    expect(save).toHaveBeenCalledOnce();
    expect(save).toHaveBeenCalledWith(1, expect.objectContaining({ title: TITLE }));
    expect(draft.state.value).toBe("saved");
  });

  it("saves again what was typed while a save was running, one version on", async () => {
    const draft = open();
    draft.form.title = "关于";
    await nextTick();
    save.mockImplementationOnce(async () => {
      draft.form.title = TITLE;
      return outgoing({ version: 2, title: "关于" });
    });

    expect(await draft.flush()).toBe(true);

    expect(save.mock.calls.map(([version]) => version)).toEqual([1, 2]);
    expect(draft.state.value).toBe("saved");
  });

  it("stops at a version that is no longer current and keeps what was written", async () => {
    const draft = open();
    save.mockRejectedValueOnce(stale());
    draft.form.title = TITLE;
    await nextTick();

    expect(await draft.flush()).toBe(false);
    draft.form.body = "再写一句。";
    await nextTick();
    await vi.advanceTimersByTimeAsync(5_000);

    expect(save).toHaveBeenCalledOnce();
    expect(draft.state.value).toBe("conflict");
    expect(draft.form.title).toBe(TITLE);
  });

  it("lets the person keep their own text or take the other's", async () => {
    const draft = open();
    save.mockRejectedValueOnce(stale());
    read.mockResolvedValue(outgoing({ version: 7, title: "别人写的" }));
    draft.form.title = TITLE;
    await nextTick();
    await draft.flush();

    await draft.keepMine();
    expect(save).toHaveBeenLastCalledWith(7, expect.objectContaining({ title: TITLE }));

    await draft.takeTheirs();
    expect(draft.form.title).toBe("别人写的");
    expect(draft.state.value).toBe("saved");
  });

  it("tries again after a broken connection", async () => {
    const draft = open();
    save.mockRejectedValueOnce(new Refusal({ code: "offline", status: 0, message: "连不上" }));
    draft.form.title = TITLE;
    await nextTick();
    await draft.flush();
    expect(draft.state.value).toBe("failed");

    expect(await draft.flush()).toBe(true);
    expect(draft.state.value).toBe("saved");
  });
});
