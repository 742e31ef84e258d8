import { onScopeDispose, ref, watch, type Ref } from "vue";

import { asRefusal } from "@/api/refusal";

import { keepDraft } from "./items";

const REST_MS = 800;

export type DraftState = "none" | "waiting" | "kept" | "local";

/**
 * Keeps what is being typed on the server as well, so that it is there at the next computer. The
 * page keeps its own copy anyway; when the server cannot be reached that copy is what there is.
 */
export function useServerDraft(
  id: string,
  text: Ref<string>,
  onServer: Readonly<Ref<string | undefined>>,
) {
  const state = ref<DraftState>("none");
  let known = "";
  let settled = false;
  let timer: ReturnType<typeof setTimeout> | undefined;

  watch(
    onServer,
    (said) => {
      if (said === undefined || settled) return;
      settled = true;
      known = said;
      if (said && !text.value) text.value = said;
      else if (text.value !== said) plan();
      if (said) state.value = "kept";
    },
    { immediate: true },
  );

  async function save(): Promise<void> {
    const wanted = text.value;
    if (wanted === known) return;
    try {
      await keepDraft(id, wanted);
      known = wanted;
      state.value = wanted ? "kept" : "none";
    } catch (thrown) {
      if (!asRefusal(thrown)) throw thrown;
      state.value = "local";
    }
  }

  function plan(): void {
    clearTimeout(timer);
    state.value = "waiting";
    timer = setTimeout(() => void save(), REST_MS);
  }

  watch(text, () => {
    if (settled) plan();
  });

  /** It has been said: the server forgets the draft by itself. */
  function given(): void {
    clearTimeout(timer);
    known = "";
    settled = false;
  }

  onScopeDispose(() => {
    clearTimeout(timer);
    if (settled) void save();
  });

  return { state, given };
}
