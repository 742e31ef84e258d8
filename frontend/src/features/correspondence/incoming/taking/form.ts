import { unitOption, type Option } from "@/lib/papers/options";
import type { DocKind, Urgency } from "@/lib/papers/words";
import type { UnitCard } from "@/lib/units";

import type { PaperIn, ReadFields } from "../../api";

/** What the clerk writes of a paper. */
export interface PaperForm {
  sender: Option[];
  number: string;
  title: string;
  doc_kind: DocKind | "";
  urgency: Urgency;
  written_on: string;
  signer: string;
  shelf_mark: string;
}

export type Readable = Exclude<keyof PaperForm, "shelf_mark">;

/** How a field of the form is called on the wire, where that differs. */
const WIRE: Partial<Record<Readable, keyof ReadFields>> = { sender: "from_name" };
export const wireName = (field: Readable): keyof ReadFields =>
  WIRE[field] ?? (field as keyof ReadFields);

export const blank = (): PaperForm => ({
  sender: [],
  number: "",
  title: "",
  doc_kind: "",
  urgency: "none",
  written_on: "",
  signer: "",
  shelf_mark: "",
});

const OUTSIDE = "=";

/** A body outside the directory, under the name that was typed. */
export const outsider = (name: string): Option => ({
  key: `${OUTSIDE}${name}`,
  label: name,
  note: "通讯录外的机关，按此名称登记",
});

export function senderNamed(units: readonly UnitCard[], name: string): Option {
  const unit = units.find((one) => one.name === name || one.short_name === name);
  return unit ? unitOption(unit) : outsider(name);
}

export function senderOf({ sender }: PaperForm): { from_code: string; from_name: string } {
  const key = sender[0]?.key ?? "";
  return key.startsWith(OUTSIDE)
    ? { from_code: "", from_name: key.slice(OUTSIDE.length) }
    : { from_code: key, from_name: "" };
}

/** What still lacks, in one sentence; empty when it can be registered. */
export function lack(form: PaperForm, files: number, unchecked: number): string {
  if (!form.sender.length) return "请选择或填写来文机关。";
  if (!form.title.trim()) return "请填写标题。";
  if (!form.doc_kind) return "请选择文种。";
  if (!files && !form.shelf_mark.trim()) return "请上传文件，或写明纸质原件的存放位置。";
  return unchecked ? `还有 ${unchecked} 项自文件读出的内容没有核对。` : "";
}

export function bodyFrom(
  form: PaperForm,
  rest: Pick<PaperIn, "request_id" | "read" | "despite">,
): PaperIn {
  return {
    ...rest,
    ...senderOf(form),
    number: form.number.trim(),
    title: form.title.trim(),
    doc_kind: form.doc_kind || "letter",
    urgency: form.urgency,
    written_on: form.written_on || null,
    signer: form.signer.trim(),
    shelf_mark: form.shelf_mark.trim(),
  };
}
