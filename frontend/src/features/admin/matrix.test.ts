import { describe, expect, it } from "vitest";

import { type Duty, type PermissionModule } from "./api";
import { differences, draftOf, type Drafts, lockReason, peopleConcerned } from "./matrix";

const holder = (id: string) => ({ id, name: id, title: "", department: "" });

const duty = (code: string, facts: Partial<Duty>): Duty => ({
  id: code,
  code,
  name: code,
  permissions: [],
  scope: "unit",
  guard: "",
  is_stock: true,
  for_newcomers: false,
  holders: [],
  ...facts,
});

const leader = duty("单位领导", {
  permissions: ["out.sign"],
  holders: [holder("李"), holder("张")],
});
const clerk = duty("拟稿人", { permissions: ["out.draft"], holders: [holder("张"), holder("王")] });
const security = duty("安全管理员", { permissions: ["duties.manage"], guard: "security" });
const duties = [leader, clerk, security];

const modules: PermissionModule[] = [
  {
    module: "out",
    label: "发文",
    items: [
      { name: "out.draft", label: "拟稿" },
      { name: "out.sign", label: "签发" },
    ],
  },
  { module: "org", label: "组织", items: [{ name: "duties.manage", label: "授权" }] },
];

const drafts = (): Drafts => Object.fromEntries(duties.map((one) => [one.id, draftOf(one)]));

describe("the locks of the three administrators", () => {
  it("leaves business duties free to change", () => {
    expect(lockReason("out.draft", leader, duties)).toBe("");
  });

  it("keeps an administrator's permission away from everybody else, by name", () => {
    expect(lockReason("duties.manage", leader, duties)).toContain("安全管理员");
  });

  it("lets nobody change an administrator, neither more nor less", () => {
    expect(lockReason("out.sign", security, duties)).toContain("不办理业务");
    expect(lockReason("duties.manage", security, duties)).toContain("系统固定");
  });
});

describe("the difference before saving", () => {
  it("is empty as long as nothing was ticked", () => {
    expect(differences(duties, drafts(), modules)).toEqual([]);
  });

  it("names every cell and scope that changed, and which way", () => {
    const ticked = drafts();
    ticked[leader.id]?.permissions.add("out.draft");
    ticked[clerk.id]?.permissions.delete("out.draft");
    ticked[clerk.id]!.scope = "own";
    const found = differences(duties, ticked, modules);
    expect(
      found.map(({ duty: { name }, what, before, after, kind }) => [
        name,
        what,
        before,
        after,
        kind,
      ]),
    ).toEqual([
      ["单位领导", "发文 · 拟稿", "无", "有", "more"],
      ["拟稿人", "发文 · 拟稿", "有", "无", "less"],
      ["拟稿人", "数据范围", "本单位", "仅本人", "less"],
    ]);
    expect(peopleConcerned(found)).toBe(3);
  });

  it("forgets a tick that was taken back", () => {
    const ticked = drafts();
    ticked[leader.id]?.permissions.add("out.draft");
    ticked[leader.id]?.permissions.delete("out.draft");
    expect(differences(duties, ticked, modules)).toEqual([]);
  });
});
