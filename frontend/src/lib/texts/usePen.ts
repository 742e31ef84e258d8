import { computed, onScopeDispose, ref, shallowRef } from "vue";

import { asRefusal, type Refusal } from "@/api/refusal";
import { newRequestId } from "@/lib/requestId";

import { releasePen, renewPen, takeOverPen, takePen, type TextPlace } from "./api";

/** The server keeps a page's pen for two minutes. */
const RENEW_MS = 40_000;

/** 编辑锁 of one open page: taken, renewed while the page is there, given back when it goes. */
export function usePen(place: TextPlace) {
  const key = newRequestId();
  const state = ref<"none" | "mine" | "lost">("none");
  const refusal = shallowRef<Refusal | null>(null);
  const busy = ref(false);

  async function ask(asking: typeof takePen): Promise<void> {
    busy.value = true;
    try {
      await asking(place, key);
      state.value = "mine";
      refusal.value = null;
    } catch (thrown) {
      refusal.value = asRefusal(thrown);
      if (!refusal.value) throw thrown;
    } finally {
      busy.value = false;
    }
  }

  /** A broken line is tried again; only the server says that the pen is somebody else's. */
  async function renew(): Promise<void> {
    if (state.value !== "mine") return;
    try {
      await renewPen(place, key);
    } catch (thrown) {
      const refused = asRefusal(thrown);
      if (!refused) throw thrown;
      if (refused.status < 400 || refused.status >= 500) return;
      state.value = "lost";
      refusal.value = refused;
    }
  }

  function release(): void {
    if (state.value !== "mine") return;
    state.value = "none";
    releasePen(place, key).catch(() => undefined); // It runs out by itself.
  }

  const timer = setInterval(() => void renew(), RENEW_MS);
  window.addEventListener("pagehide", release);
  onScopeDispose(() => {
    clearInterval(timer);
    window.removeEventListener("pagehide", release);
    release();
  });

  return {
    key,
    state,
    refusal,
    busy,
    isOthers: computed(() => refusal.value?.code === "texts.locked"),
    take: () => ask(takePen),
    takeOver: () => ask(takeOverPen),
    renew,
  };
}
