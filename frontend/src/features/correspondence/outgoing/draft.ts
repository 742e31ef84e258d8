import { personOption, unitOption, type Option } from "@/lib/papers/options";
import type { Outgoing } from "@/lib/papers/types";
import type { DocKind, Layout, Urgency } from "@/lib/papers/words";

import type { DraftIn } from "../api";

/** A draft as its form holds it: units and people with their names. */
export interface DraftForm {
  doc_kind: DocKind;
  urgency: Urgency;
  is_major: boolean;
  prefix: string;
  title: string;
  body: string;
  layout: Layout;
  note: string;
  addressees: Option[];
  copies: Option[];
  /** 联署机关, in the order in which they stand behind us. */
  partners: Option[];
  signatory: Option[];
}

export function formFrom(document: Outgoing): DraftForm {
  return {
    doc_kind: document.doc_kind,
    urgency: document.urgency,
    is_major: document.is_major,
    prefix: document.prefix,
    title: document.title,
    body: document.body,
    layout: document.layout,
    note: document.note,
    addressees: document.addressees.map(unitOption),
    copies: document.copies.map(unitOption),
    partners: document.partners.map(unitOption),
    signatory: document.signatory ? [personOption(document.signatory)] : [],
  };
}

export function draftFrom(form: DraftForm): DraftIn {
  return {
    doc_kind: form.doc_kind,
    urgency: form.urgency,
    is_major: form.is_major,
    ...(form.prefix ? { prefix: form.prefix } : {}),
    title: form.title.trim(),
    body: form.body,
    layout: form.layout,
    note: form.note.trim(),
    addressees: form.addressees.map(({ key }) => key),
    copies: form.copies.map(({ key }) => key),
    partners: form.partners.map(({ key }) => key),
    signatory: form.signatory[0]?.key ?? null,
  };
}
