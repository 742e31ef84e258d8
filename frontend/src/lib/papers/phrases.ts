import { readonly, ref } from "vue";

import { recall, remember } from "@/lib/storage";

const KEY = "heshu.phrases";
const MOST = 12;
const STOCK = ["同意。", "同意，请按程序办理。", "已阅。", "请办公室核实后再报。"];

const phrases = ref<string[]>(recall<string[]>(KEY, STOCK));

function set(next: string[]): void {
  phrases.value = next.slice(0, MOST);
  remember(KEY, phrases.value);
}

/** 常用语 of this person on this computer. */
export function usePhrases() {
  return {
    phrases: readonly(phrases),
    add(text: string): void {
      const wanted = text.trim();
      if (wanted) set([...phrases.value.filter((known) => known !== wanted), wanted]);
    },
    remove(text: string): void {
      set(phrases.value.filter((known) => known !== text));
    },
  };
}
