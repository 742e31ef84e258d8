import { mount } from "@vue/test-utils";
import { beforeEach, describe, expect, it, vi } from "vitest";

import { type UnitCard } from "@/lib/units";

import UnitPicker from "./UnitPicker.vue";

const unit = (short_name: string, facts: Partial<UnitCard>): UnitCard => ({
  code: short_name,
  name: `合川区${short_name}`,
  short_name,
  kind: "bureau",
  group: "department",
  subdomain: "x",
  url: "http://x.localhost",
  pinyin: "",
  initials: "",
  status: "active",
  ...facts,
});

const units = [
  unit("太和镇", { kind: "town", subdomain: "taihe", pinyin: "taihezhen", initials: "thz" }),
  unit("区应急局", { subdomain: "yjj", pinyin: "quyingjiju", initials: "qyjj" }),
  unit("区教委", { pinyin: "qujiaowei", initials: "qjw", status: "suspended" }),
];

describe("choosing one's unit", () => {
  beforeEach(() => {
    vi.spyOn(window, "matchMedia").mockReturnValue({ matches: false } as MediaQueryList);
  });

  it("shows all units in their sections before anything is asked", () => {
    const picker = mount(UnitPicker, { props: { units } });
    expect(picker.findAll("h2").map((title) => title.text())).toEqual(["部门2 家", "镇乡1 家"]);
    expect(picker.find(".closed").text()).toContain("暂停");
  });

  it("finds by initials and enters the first with Enter", async () => {
    const picker = mount(UnitPicker, { props: { units } });
    await picker.find("input").setValue("yjj");
    expect(picker.find("[role=status]").text()).toContain("找到 1 家");
    await picker.find("form").trigger("submit");
    expect(picker.emitted("choose")).toEqual([[units[1]]]);
  });

  it("never enters a suspended unit", async () => {
    const picker = mount(UnitPicker, { props: { units } });
    await picker.find("input").setValue("qjw");
    await picker.find("form").trigger("submit");
    expect(picker.emitted("choose")).toBeUndefined();
    expect(picker.text()).toContain("暂停使用");
  });

  it("keeps the whole list in sight when nothing is found", async () => {
    const picker = mount(UnitPicker, { props: { units } });
    await picker.find("input").setValue("zzz");
    expect(picker.find("[role=status]").text()).toContain("没有找到");
    expect(picker.text()).toContain("太和镇");
  });
});
