import { readonly, ref } from "vue";

import { recall, remember } from "./storage";

/** 字号: how large everything is; `elder` is the care mode of 适老化. */
export type TextSize = "normal" | "large" | "elder";

export const TEXT_SIZES: { size: TextSize; label: string; note: string }[] = [
  { size: "normal", label: "标准", note: "一屏显示更多" },
  { size: "large", label: "大字", note: "字大一号" },
  { size: "elder", label: "关怀", note: "字最大，按钮更好点" },
];

const KEY = "heshu.text-size";
const current = ref<TextSize>("normal");

export function setTextSize(size: TextSize): void {
  current.value = size;
  remember(KEY, size);
  if (size === "normal") delete document.documentElement.dataset.size;
  else document.documentElement.dataset.size = size;
}

/** Called once before the first paint. */
export function restoreTextSize(): void {
  const kept = recall<TextSize>(KEY, "normal");
  if (TEXT_SIZES.some(({ size }) => size === kept)) setTextSize(kept);
}

export function useTextSize() {
  return { size: readonly(current), setTextSize };
}
