import { beforeEach, describe, expect, it } from "vitest";
import { effectScope, nextTick, ref } from "vue";

import { useOpinion } from "./useOpinion";

function opinionOn(id: string) {
  const key = ref(id);
  const scope = effectScope();
  const text = scope.run(() => useOpinion(key));
  if (!text) throw new Error("no scope");
  return { key, text, leave: () => scope.stop() };
}

describe("写到一半的意见", () => {
  beforeEach(() => sessionStorage.clear());

  it("is still there after the page was left", () => {
    const first = opinionOn("甲");
    first.text.value = "同意，请按程序办理。";
    first.leave();

    expect(opinionOn("甲").text.value).toBe("同意，请按程序办理。");
  });

  it("belongs to its document and never moves to the next one", async () => {
    const { key, text } = opinionOn("甲");
    text.value = "同意。";
    key.value = "乙";
    await nextTick();
    expect(text.value).toBe("");

    text.value = "退回补充附件。";
    key.value = "甲";
    await nextTick();
    expect(text.value).toBe("同意。");
  });

  it("leaves nothing behind once it has been given", () => {
    const { text } = opinionOn("甲");
    text.value = "同意。";
    text.value = "";

    expect(sessionStorage.length).toBe(0);
  });
});
