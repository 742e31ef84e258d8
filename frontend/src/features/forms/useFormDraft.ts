import { onScopeDispose, ref, shallowRef, watch, type Ref } from "vue";

import { asRefusal, type Refusal } from "@/api/refusal";
import type { FormUi } from "@/lib/forms/types";

import type { FormDraft } from "./api";

const REST_MS = 1_000;

export type SaveState = "saved" | "dirty" | "saving" | "failed" | "conflict";

interface Store {
  read: () => Promise<FormDraft>;
  save: (revision: number, name: string, ui: FormUi) => Promise<FormDraft>;
}

/**
 * A drawing that saves itself a moment after the last stroke, one save at a time. Where somebody
 * else has drawn meanwhile, the author decides whose picture stays.
 */
export function useFormDraft(
  initial: FormDraft,
  name: Ref<string>,
  ui: Readonly<Ref<FormUi>>,
  store: Store,
) {
  const form = shallowRef(initial);
  const state = ref<SaveState>("saved");
  const refusal = shallowRef<Refusal | null>(null);
  let kept = JSON.stringify([initial.name, initial.ui]);
  let timer: ReturnType<typeof setTimeout> | undefined;
  let running: Promise<boolean> | null = null;

  const picture = (): string => JSON.stringify([name.value, ui.value]);
  const changed = (): boolean => picture() !== kept;

  function heard(answer: FormDraft): void {
    form.value = answer;
    refusal.value = null;
  }

  async function save(): Promise<boolean> {
    const sent = picture();
    state.value = "saving";
    try {
      heard(await store.save(form.value.revision, name.value, ui.value));
      kept = sent;
      state.value = changed() ? "dirty" : "saved";
      return true;
    } catch (thrown) {
      refusal.value = asRefusal(thrown);
      if (!refusal.value) throw thrown;
      state.value = refusal.value.status === 412 ? "conflict" : "failed";
      return false;
    }
  }

  /** Save now whatever is not saved yet; true when nothing is left to save. */
  async function flush(): Promise<boolean> {
    clearTimeout(timer);
    if (running) await running;
    if (state.value === "conflict") return false;
    if (!changed()) return true;
    running = save();
    const done = await running;
    running = null;
    return done && changed() ? flush() : done;
  }

  function later(): void {
    if (state.value === "conflict" || !changed()) return;
    if (state.value !== "saving") state.value = "dirty";
    clearTimeout(timer);
    timer = setTimeout(() => void flush(), REST_MS);
  }

  watch([name, ui], later);
  onScopeDispose(() => {
    clearTimeout(timer);
    if (state.value === "dirty") void flush();
  });

  /** Published: the picture is what it was, only the form has moved on. */
  function moved(answer: FormDraft): void {
    heard(answer);
    kept = picture();
    state.value = "saved";
  }

  /** Another picture takes the place of ours; the board is told by whoever asked for it. */
  function replaced(answer: FormDraft): void {
    heard(answer);
    kept = JSON.stringify([answer.name, answer.ui]);
    state.value = "saved";
  }

  async function theirs(): Promise<FormDraft> {
    const answer = await store.read();
    replaced(answer);
    return answer;
  }

  async function keepMine(): Promise<void> {
    form.value = await store.read();
    state.value = "dirty";
    await flush();
  }

  return { form, state, refusal, flush, moved, replaced, theirs, keepMine };
}
