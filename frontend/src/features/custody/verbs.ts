import type { Verb } from "./api";

/** What each act asks for. */
export const VERBS: Record<Verb, { label: string; people: { key: string; label: string }[] }> = {
  hand_over: { label: "移交", people: [{ key: "holder", label: "接收人" }] },
  give_back: { label: "清退", people: [{ key: "approved_by", label: "批准人" }] },
  destroy: {
    label: "销毁",
    people: [
      { key: "approved_by", label: "批准人" },
      { key: "witness", label: "监销人" },
    ],
  },
};
