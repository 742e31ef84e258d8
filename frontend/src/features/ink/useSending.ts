/** Carries what waits to the server, and goes on trying; says how that stands. */
import { computed, onBeforeUnmount, ref } from "vue";

import { asRefusal, type Refusal } from "@/api/refusal";
import { notify } from "@/lib/notices";

import { saveInk, type Place } from "./api";
import { changeOf, portion, type Queue, type Waiting } from "./queue";

const PAUSE_MS = 700;
const RETRY_MS = { first: 2_000, last: 30_000 };
const AGAIN = new Set([0, 408, 429, 502, 503, 504]);

/** `setAside`: something came too late, and the page shows more than it knew. */
export function useSending(place: Place, queue: Queue, setAside: () => void) {
  const waiting = ref(queue.all().length);
  const busy = ref(false);
  const cut = ref(false);
  const refusal = ref("");
  let timer: ReturnType<typeof setTimeout> | undefined;
  let pause = RETRY_MS.first;
  let going: Promise<boolean> | null = null;

  function look(): void {
    waiting.value = queue.all().length;
  }

  /** True when it may go on with the next portion. */
  async function send(entries: Waiting[]): Promise<boolean> {
    for (const one of entries) queue.put({ ...one, tried: true });
    try {
      await saveInk(place, changeOf(entries));
    } catch (thrown) {
      const refused = asRefusal(thrown);
      if (!refused) throw thrown;
      return settleRefusal(refused, entries);
    }
    entries.forEach(queue.settle);
    return true;
  }

  async function settleRefusal(refused: Refusal, entries: Waiting[]): Promise<boolean> {
    if (refused.code === "ink.set_aside") {
      entries.forEach(queue.settle); // the server keeps it, for its writer alone
      notify(refused.message, "warn");
      setAside();
      return true;
    }
    if (AGAIN.has(refused.status)) {
      cut.value = true;
      return false;
    }
    if (refused.status === 400 && entries.length > 1) {
      for (const one of entries) if (!(await send([one]))) return false;
      return true;
    }
    if (refused.status === 400) {
      entries.forEach(queue.drop); // no second try makes it a stroke
      notify(refused.message, "warn");
      return true;
    }
    refusal.value = refused.message;
    return false;
  }

  async function run(): Promise<boolean> {
    busy.value = true;
    refusal.value = "";
    try {
      for (let next = portion(queue.all()); next.length; next = portion(queue.all())) {
        if (!(await send(next))) return false;
        cut.value = false;
        pause = RETRY_MS.first;
        look();
      }
      return true;
    } finally {
      busy.value = false;
      look();
      if (cut.value) {
        later(pause);
        pause = Math.min(pause * 2, RETRY_MS.last);
      }
    }
  }

  /** Now; true when nothing waits any more. */
  function flush(): Promise<boolean> {
    clearTimeout(timer);
    going ??= run().finally(() => {
      going = null;
    });
    return going;
  }

  function later(after = PAUSE_MS): void {
    look();
    clearTimeout(timer);
    timer = setTimeout(() => void flush(), after);
  }

  const onOnline = (): void => void flush();
  window.addEventListener("online", onOnline);
  onBeforeUnmount(() => {
    window.removeEventListener("online", onOnline);
    clearTimeout(timer);
  });

  const standing = computed<{ tone: "good" | "wait" | "bad"; text: string }>(() => {
    if (refusal.value) return { tone: "bad", text: refusal.value };
    if (cut.value) {
      return { tone: "bad", text: `网络不通，${waiting.value} 笔暂存本机，联网后自动保存` };
    }
    if (waiting.value) return { tone: "wait", text: "正在保存…" };
    return { tone: "good", text: "已保存" };
  });

  return { flush, later, standing, waiting, busy, refusal };
}
