import { readonly, ref } from "vue";

export interface Notice {
  id: number;
  text: string;
  tone: "done" | "warn";
}

const SHOWN_MS = 4_000;
const notices = ref<Notice[]>([]);
let last = 0;

/** Say in one line what has just been done, naming the thing: 「已退回 周明远」. */
export function notify(text: string, tone: Notice["tone"] = "done"): void {
  last += 1;
  const id = last;
  notices.value = [...notices.value.slice(-2), { id, text, tone }];
  setTimeout(() => {
    notices.value = notices.value.filter((notice) => notice.id !== id);
  }, SHOWN_MS);
}

export function useNotices() {
  return readonly(notices);
}
