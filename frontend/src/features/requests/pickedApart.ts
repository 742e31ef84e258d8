import type { FormField, FormUi } from "@/lib/forms/types";

/** The resource is chosen from lanes and not from a list: its field leaves the form, and a heading
 * that then stands over nothing goes with it. */
export function withoutField(ui: FormUi, name: string): FormUi {
  const fields = ui.fields.filter((one) => one.name !== name);
  const useful = fields.filter((one, place) => {
    const next = fields[place + 1];
    return one.widget !== "heading" || (next !== undefined && next.widget !== "heading");
  });
  return { ...ui, fields: useful };
}

export const fieldOf = (ui: FormUi, name: string): FormField | undefined =>
  ui.fields.find((one) => one.name === name);

const LAYOUT = new Set(["note", "heading"]);

/** 填 6 项，约 1 分钟 */
export function effortOf(ui: FormUi): string {
  const asked = ui.fields.filter((one) => !LAYOUT.has(one.widget) && !one.computed).length;
  return `填 ${asked} 项，约 ${Math.max(1, Math.round(asked / 6))} 分钟`;
}
