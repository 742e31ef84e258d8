import { ref, watch, type Ref } from "vue";

const PREFIX = "heshu.opinion.";

function kept(key: string): string {
  try {
    return sessionStorage.getItem(PREFIX + key) ?? "";
  } catch {
    return "";
  }
}

/** Put a text back where it was being written: what was sent did not arrive. */
export function keepOpinion(key: string, text: string): void {
  try {
    if (text) sessionStorage.setItem(PREFIX + key, text);
    else sessionStorage.removeItem(PREFIX + key);
  } catch {
    // The text stays in the page.
  }
}

/**
 * The opinion being written on one document. It outlives reloads, conflicts and a look at another
 * document, and ends with the browser tab: these are shared computers.
 */
export function useOpinion(key: Ref<string>): Ref<string> {
  const text = ref(kept(key.value));
  watch(key, (now) => {
    text.value = kept(now);
  });
  // Synchronous, so that what was typed is kept under the document it was typed for.
  watch(text, (now) => keepOpinion(key.value, now), { flush: "sync" });
  return text;
}
