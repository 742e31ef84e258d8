import type { Seal, SealKind, Verb } from "./api";

export const KINDS: Record<SealKind, { label: string; width_mm: number; height_mm: number }> = {
  official: { label: "公章", width_mm: 42, height_mm: 42 },
  special: { label: "专用章", width_mm: 42, height_mm: 42 },
  signature: { label: "签名章", width_mm: 40, height_mm: 16 },
};

export const TONES: Record<Seal["state"], "green" | "amber" | "grey"> = {
  in_use: "green",
  suspended: "amber",
  destroyed: "grey",
};

interface Words {
  label: string;
  said: string;
  danger: boolean;
}

export const VERBS: Record<Verb, Words> = {
  suspend: { label: "停用", said: "停用期间不能用印，证书不受影响，可以恢复。", danger: false },
  resume: { label: "恢复使用", said: "恢复后，保管人即可用印。", danger: false },
  destroy: {
    label: "销毁",
    said: "私钥随即删除，证书吊销，不能恢复；此前盖过的公文仍然有效。",
    danger: true,
  },
};
