import { computed, onScopeDispose, reactive, ref, watch } from "vue";

import { asRefusal, type Refusal } from "@/api/refusal";
import type { Outgoing } from "@/lib/papers/types";

import type { DraftIn } from "../api";
import { draftFrom, formFrom, type DraftForm } from "./draft";

const REST_MS = 1_200;

export type SaveState = "saved" | "dirty" | "saving" | "failed" | "conflict";

interface Store {
  read: () => Promise<Outgoing>;
  save: (version: number, draft: DraftIn) => Promise<Outgoing>;
  /** Hear of every answer of the server. */
  saved: (document: Outgoing) => void;
}

/**
 * A draft that saves itself a moment after the last change. One save at a time; a version that is no
 * longer current is refused by the server, and then the person decides whose text stays.
 */
export function useDraft(initial: Outgoing, store: Store) {
  const form = reactive<DraftForm>(formFrom(initial));
  const state = ref<SaveState>("saved");
  const savedAt = ref(initial.updated_at);
  const refusal = ref<Refusal | null>(null);
  let version = initial.version;
  let kept = JSON.stringify(draftFrom(form));
  let timer: ReturnType<typeof setTimeout> | undefined;
  let running: Promise<boolean> | null = null;

  const changed = (): boolean => JSON.stringify(draftFrom(form)) !== kept;

  async function save(): Promise<boolean> {
    const draft = draftFrom(form);
    state.value = "saving";
    try {
      const document = await store.save(version, draft);
      version = document.version;
      savedAt.value = document.updated_at;
      kept = JSON.stringify(draft);
      refusal.value = null;
      state.value = changed() ? "dirty" : "saved";
      store.saved(document);
      return true;
    } catch (thrown) {
      refusal.value = asRefusal(thrown);
      if (!refusal.value) throw thrown;
      state.value = [409, 412].includes(refusal.value.status) ? "conflict" : "failed";
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

  watch(form, later, { deep: true });
  onScopeDispose(() => {
    clearTimeout(timer);
    if (state.value === "dirty") void flush();
  });

  function load(document: Outgoing): void {
    version = document.version;
    savedAt.value = document.updated_at;
    kept = JSON.stringify(draftFrom(formFrom(document)));
    Object.assign(form, formFrom(document));
    refusal.value = null;
    state.value = "saved";
  }

  /** Another act of ours, such as an upload, has moved the version on. */
  function moved(document: Outgoing): void {
    version = document.version;
  }

  async function takeTheirs(): Promise<void> {
    const document = await store.read();
    load(document);
    store.saved(document);
  }

  async function keepMine(): Promise<void> {
    version = (await store.read()).version;
    state.value = "dirty";
    await flush();
  }

  /** Somebody else's save while we have nothing of our own is simply shown. */
  function heard(document: Outgoing): void {
    if (document.version > version && state.value === "saved" && !changed()) load(document);
  }

  const unsaved = computed(() => state.value !== "saved");
  return {
    form,
    state,
    savedAt,
    refusal,
    unsaved,
    flush,
    load,
    moved,
    heard,
    takeTheirs,
    keepMine,
  };
}
