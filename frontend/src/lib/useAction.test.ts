import { describe, expect, it, vi } from "vitest";

import { Refusal } from "@/api/refusal";

import { useAction } from "./useAction";

const refusing = (status: number) => () =>
  Promise.reject(new Refusal({ code: "x", status, message: "不行" }));

describe("an act of a person", () => {
  it("is busy while it runs and takes no second press", async () => {
    let finish!: () => void;
    const work = vi.fn(() => new Promise<void>((resolve) => (finish = resolve)));
    const { act, busy } = useAction(work);
    const first = act();
    expect(busy.value).toBe(true);
    expect(await act()).toBe(false);
    finish();
    expect(await first).toBe(true);
    expect(busy.value).toBe(false);
    expect(work).toHaveBeenCalledOnce();
  });

  it("keeps the refusal, and lets a bug through", async () => {
    const refused = useAction(refusing(409));
    expect(await refused.act()).toBe(false);
    expect(refused.refusal.value?.message).toBe("不行");
    refused.clear();
    expect(refused.refusal.value).toBeNull();

    const broken = useAction(() => Promise.reject(new TypeError("bug")));
    await expect(broken.act()).rejects.toThrow("bug");
    expect(broken.busy.value).toBe(false);
  });

  it("repeats the request id after a broken connection and renews it after an answer", async () => {
    const ids: string[] = [];
    const answers = [refusing(0), refusing(409), () => Promise.resolve(), () => Promise.resolve()];
    const { act } = useAction((requestId) => {
      ids.push(requestId);
      return (answers[ids.length - 1] ?? answers[0])!();
    });
    for (const _ of answers) await act();
    expect(ids[1]).toBe(ids[0]);
    expect(ids[2]).not.toBe(ids[1]);
    expect(ids[3]).not.toBe(ids[2]);
    expect(ids[0]).toMatch(/^[\da-f]{8}-[\da-f]{4}-4[\da-f]{3}-[89ab][\da-f]{3}-[\da-f]{12}$/);
  });
});
