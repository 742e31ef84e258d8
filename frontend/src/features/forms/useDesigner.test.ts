import { describe, expect, it, vi } from "vitest";
import { effectScope, ref } from "vue";

import { Refusal } from "@/api/refusal";
import type { FormUi } from "@/lib/forms/types";

import type { FormDraft } from "./api";
import { useDesigner } from "./useDesigner";
import { useFormDraft } from "./useFormDraft";

const EMPTY: FormUi = { title: "用车申请单", fields: [] };
const labels = (ui: FormUi): string[] => ui.fields.map(({ label }) => label);

describe("the drawing board", () => {
  it("adds after what is selected, moves, copies, removes and takes it all back", () => {
    const board = useDesigner(EMPTY);
    board.add("text");
    board.add("date");
    board.selected.value = board.ui.value.fields[0]?.name ?? "";
    board.add("number");
    expect(labels(board.ui.value)).toEqual(["单行文字", "数字", "日期"]);

    board.move(board.selected.value, 1);
    expect(labels(board.ui.value)).toEqual(["单行文字", "日期", "数字"]);
    board.move(board.selected.value, 1);
    expect(labels(board.ui.value)).toEqual(["单行文字", "日期", "数字"]);
    board.moveTo(board.selected.value, 0);
    expect(labels(board.ui.value)).toEqual(["数字", "单行文字", "日期"]);

    board.copy(board.selected.value);
    expect(new Set(board.ui.value.fields.map(({ name }) => name)).size).toBe(4);
    board.remove(board.selected.value);
    expect(labels(board.ui.value)).toEqual(["数字", "单行文字", "日期"]);

    while (board.canUndo.value) board.undo();
    expect(board.ui.value).toEqual(EMPTY);
    while (board.canRedo.value) board.redo();
    expect(labels(board.ui.value)).toEqual(["数字", "单行文字", "日期"]);
  });

  it("takes typing in one setting for one step", () => {
    const board = useDesigner(EMPTY);
    board.add("text");
    const { name } = board.ui.value.fields[0] ?? { name: "" };
    for (const label of ["用", "用车", "用车事由"]) board.patch(name, { label });
    board.patch(name, { required: true });
    board.patch(name, { required: undefined });
    expect(board.ui.value.fields[0]).not.toHaveProperty("required");

    board.undo();
    expect(board.field.value?.label).toBe("用车事由");
    board.undo();
    expect(board.field.value?.label).toBe("单行文字");
  });
});

function draft(over: Partial<FormDraft> = {}): FormDraft {
  return {
    key: "car",
    name: "用车",
    revision: 1,
    version: null,
    has_draft: true,
    is_stock: false,
    changed_at: "2026-11-23T12:00:00+08:00",
    changed_by: "陈系统",
    ui: EMPTY,
    faults: [],
    ...over,
  };
}

describe("a draft that saves itself", () => {
  it("saves once it rests, and lets the author decide when somebody else drew", async () => {
    vi.useFakeTimers();
    const board = useDesigner(EMPTY);
    const name = ref("用车");
    const theirs = draft({ revision: 7, ui: { title: "他的", fields: [] } });
    const save = vi.fn((revision: number, _: string, ui: FormUi) =>
      revision === 2 || revision > 7
        ? Promise.reject(new Refusal({ code: "forms.stale", status: 412, message: "他人已改" }))
        : Promise.resolve(draft({ revision: revision + 1, ui })),
    );
    const scope = effectScope();
    const kept = scope.run(() =>
      useFormDraft(draft(), name, board.ui, { read: () => Promise.resolve(theirs), save }),
    );
    if (!kept) throw new Error("no scope");

    board.add("text");
    board.add("date");
    await vi.advanceTimersByTimeAsync(1_100);
    expect(save).toHaveBeenCalledTimes(1);
    expect(kept.state.value).toBe("saved");

    name.value = "公务用车";
    await vi.advanceTimersByTimeAsync(1_100);
    expect(kept.state.value).toBe("conflict");
    expect(await kept.flush()).toBe(false);

    await kept.keepMine();
    expect(save).toHaveBeenLastCalledWith(7, "公务用车", board.ui.value);
    expect(kept.state.value).toBe("saved");
    expect((await kept.theirs()).ui.title).toBe("他的");
    scope.stop();
    vi.useRealTimers();
  });
});
