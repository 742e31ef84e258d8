import { mount } from "@vue/test-utils";
import { VueQueryPlugin } from "@tanstack/vue-query";
import { describe, expect, it, vi } from "vitest";
import { nextTick } from "vue";

import type { Answers, FormUi, Rights } from "@/lib/forms/types";

import OaForm from "./OaForm.vue";

vi.mock("@/lib/forms/api", () => ({
  readSpan: () => Promise.resolve({ minutes: 480, halves: 2, known: true }),
  readDepartments: () => Promise.resolve([]),
  readOptions: () => Promise.resolve([]),
  attachmentsAddress: (folder: string) => folder,
}));

const UI: FormUi = {
  title: "用车申请单",
  fields: [
    { name: "h", widget: "heading", label: "行程" },
    { name: "reason", widget: "text", label: "用车事由", required: true },
    { name: "km", widget: "number", label: "里程", suffix: "公里", width: "half" },
    {
      name: "far",
      widget: "textarea",
      label: "长途说明",
      required: true,
      visible: { field: "km", op: ">", value: 60 },
    },
    {
      name: "costs",
      widget: "table",
      label: "费用",
      columns: [
        { name: "what", widget: "text", label: "项目", required: true },
        { name: "price", widget: "money", label: "金额" },
      ],
      sums: ["price"],
    },
    {
      name: "total",
      widget: "money",
      label: "合计",
      computed: { op: "sum", args: [{ field: "costs.price" }] },
    },
    { name: "trip", widget: "range", label: "时间", precision: "date" },
  ],
};

function form(answers: Answers = {}, rights: Rights | null = null, mode = "edit") {
  const wrapper = mount(OaForm, {
    attachTo: document.body,
    global: { plugins: [VueQueryPlugin] },
    props: {
      ui: UI,
      rights,
      mode: mode as "edit",
      modelValue: answers,
      "onUpdate:modelValue": (next: Answers) => void wrapper.setProps({ modelValue: next }),
    },
  });
  return wrapper;
}

const typeInto = async (wrapper: ReturnType<typeof form>, at: string, text: string) => {
  await wrapper.get(at).setValue(text);
  await nextTick();
};

describe("a form", () => {
  it("asks for more when a rule says so, and drops what it hides", async () => {
    const wrapper = form();
    expect(wrapper.find("[data-field=far]").exists()).toBe(false);

    await typeInto(wrapper, "[data-field=km] input", "６1");
    await typeInto(wrapper, "[data-field=far] textarea", "进山");
    expect(wrapper.vm.settled.values).toMatchObject({ km: 61, far: "进山" });

    await typeInto(wrapper, "[data-field=km] input", "60");
    expect(wrapper.vm.settled.values).not.toHaveProperty("far");
  });

  it("adds up to the cent and writes it in capitals", async () => {
    const wrapper = form({ costs: [{ what: "过路费", price: 0.1 }] });
    await wrapper.get("[data-field=costs] .foot button").trigger("click");
    const cells = wrapper.findAll("[data-field=costs] input");
    await cells[3]?.setValue("1,680.2");
    await nextTick();

    expect(wrapper.get("[data-field=costs] .sum").text()).toContain("1,680.30 元");
    expect(wrapper.get("[data-field=total]").text()).toContain("壹仟陆佰捌拾元叁角整");
  });

  it("says what is missing and goes there", async () => {
    const wrapper = form({ costs: [{ price: 3 }] });
    expect(wrapper.vm.check()).toBe(false);
    await nextTick();
    await nextTick();

    expect(wrapper.get("[role=alert]").text()).toContain("有 2 处需要修改");
    expect(wrapper.get("[role=alert]").text()).toContain("费用第 1 行项目：请填写项目。");
    expect(document.activeElement).toBe(wrapper.get("[data-field=reason] input").element);

    await typeInto(wrapper, "[data-field=reason] input", "下乡");
    expect(wrapper.get("[role=alert]").text()).toContain("有 1 处需要修改");
  });

  it("keeps to the rights of the step", () => {
    const wrapper = form({ reason: "下乡", km: 3 }, { reason: "read", km: "hidden", trip: "edit" });
    expect(wrapper.get("[data-field=reason]").find("input").exists()).toBe(false);
    expect(wrapper.get("[data-field=reason]").text()).toContain("下乡");
    expect(wrapper.find("[data-field=km]").exists()).toBe(false);
    expect(wrapper.find("[data-field=costs]").exists()).toBe(false);
    expect(wrapper.vm.check()).toBe(true);
  });

  it("prints boxes without a single control", () => {
    const wrapper = form({ reason: "下乡", costs: [{ what: "油费", price: 3 }] }, null, "print");
    expect(wrapper.text()).toContain("用车申请单");
    expect(wrapper.text()).toContain("大写 叁元整");
    expect(wrapper.findAll("input, button, select")).toEqual([]);
  });

  it("shows the working time of a span", async () => {
    const wrapper = form({ trip: { start: "2026-11-24", end: "2026-11-24" } });
    await vi.waitFor(() =>
      expect(wrapper.get("[data-field=trip]").text()).toContain("共 1 个工作日"),
    );
  });
});
