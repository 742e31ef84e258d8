import { describe, expect, it } from "vitest";

import type { Act } from "./types";
import { blockedActs, mainAct, missing, sideActs, spread } from "./verbs";

const act = (verb: string, allowed = true, reason = ""): Act => ({
  verb,
  label: verb,
  allowed,
  reason,
  who: [],
});

describe("可以办的事", () => {
  const acts = [
    act("sign", false, "现由李静办理（签发）。"),
    act("register"),
    act("send_back"),
    act("transfer"),
  ];

  it("finds the one that moves the document forward", () => {
    expect(mainAct(acts)?.verb).toBe("register");
    expect(mainAct([act("send_back")])).toBeNull();
  });

  it("puts the others beside it and says why the rest cannot be done", () => {
    expect(sideActs(acts).map(({ verb }) => verb)).toEqual(["send_back", "transfer"]);
    expect(blockedActs(acts).map(({ verb }) => verb)).toEqual(["sign"]);
  });
});

describe("哪些摆在外面", () => {
  const many = ["approve", "reject", "send_back", "transfer", "add", "delegate", "cc"].map((verb) =>
    act(verb),
  );

  it("keeps 退回 beside the main button on a phone and all three on a wide screen", () => {
    expect(spread(many, 1).shown.map(({ verb }) => verb)).toEqual(["send_back"]);
    expect(spread(many, 3).shown.map(({ verb }) => verb)).toEqual(["add", "transfer", "send_back"]);
    expect(spread(many, 3).more.map(({ verb }) => verb)).toEqual(["reject", "delegate", "cc"]);
  });

  it("needs no menu for two", () => {
    const few = [act("sign"), act("send_back"), act("transfer")];
    expect(spread(few, 2).more).toEqual([]);
    expect(spread([act("take_back")], 1).shown).toHaveLength(1);
  });
});

describe("还缺什么", () => {
  it("asks for an opinion only where one must be given", () => {
    expect(missing("sign", {})).toBeNull();
    expect(missing("propose", { opinion: " ", leader: "p1" })).toBe("请填写拟办意见。");
  });

  it("asks for people, steps and copies", () => {
    expect(missing("instruct", { opinion: "请火防科牵头。", handlers: [] })).toBe("请选择承办人。");
    expect(missing("transfer", { opinion: "外出" })).toBe("请选择转给谁。");
    expect(missing("send_back", { opinion: "数据有误" })).toBe("请选择退回到哪一步。");
    expect(missing("withdraw", { reason: "发错了", unit: "ZFB" })).toBeNull();
  });

  it("signs for a document without a word", () => {
    expect(missing("acknowledge", {})).toBeNull();
  });
});
