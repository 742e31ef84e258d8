import { describe, expect, it } from "vitest";

import type { FormField } from "@/lib/forms/types";

import { effortOf, withoutField } from "./pickedApart";

const field = (name: string, widget: FormField["widget"], more = {}): FormField => ({
  name,
  widget,
  label: name,
  ...more,
});

describe("表单里单独呈现的资源", () => {
  const ui = {
    title: "用车申请单",
    fields: [
      field("h1", "heading"),
      field("reason", "text"),
      field("h2", "heading"),
      field("car", "select"),
      field("h3", "heading"),
    ],
  };

  it("leaves the form together with the heading that stood over it alone", () => {
    expect(withoutField(ui, "car").fields.map(({ name }) => name)).toEqual(["h1", "reason"]);
  });

  it("counts what a person has to fill in, not what is computed or only read", () => {
    const computed = field("days", "number", { computed: 1 });
    expect(effortOf({ ...ui, fields: [...ui.fields, computed] })).toBe("填 2 项，约 1 分钟");
  });
});
