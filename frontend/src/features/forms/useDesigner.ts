import { computed, ref, shallowRef } from "vue";

import type { FormField, FormUi, WidgetKind } from "@/lib/forms/types";

import { freeName, freshField } from "./palette";

const MOST_STEPS = 100;
/** Changes of one setting within this time are one step back. */
const ONE_STEP_MS = 1_000;

function spliced<T>(list: readonly T[], at: number, gone: number, ...fresh: T[]): T[] {
  const found = [...list];
  found.splice(at, gone, ...fresh);
  return found;
}

export type Designer = ReturnType<typeof useDesigner>;

/** A form on the drawing board: every change makes a new picture, so that each can be taken back. */
export function useDesigner(initial: FormUi) {
  const ui = shallowRef<FormUi>(initial);
  const selected = ref("");
  const past = shallowRef<FormUi[]>([]);
  const future = shallowRef<FormUi[]>([]);
  const said = ref("");
  let lastTouch = { what: "", at: 0 };

  const field = computed(() => ui.value.fields.find(({ name }) => name === selected.value));
  const names = computed(() => new Set(ui.value.fields.map(({ name }) => name)));

  function put(next: FormUi, what = ""): void {
    const now = Date.now();
    const same = what !== "" && what === lastTouch.what && now - lastTouch.at < ONE_STEP_MS;
    if (!same) past.value = [...past.value.slice(1 - MOST_STEPS), ui.value];
    lastTouch = { what, at: now };
    future.value = [];
    ui.value = next;
  }

  const putFields = (fields: FormField[], what = ""): void => put({ ...ui.value, fields }, what);

  function add(kind: WidgetKind, at?: number): void {
    const fresh = freshField(kind, names.value);
    const after = ui.value.fields.findIndex(({ name }) => name === selected.value);
    const place = at ?? (after < 0 ? ui.value.fields.length : after + 1);
    putFields(spliced(ui.value.fields, place, 0, fresh));
    selected.value = fresh.name;
    said.value = `已添加${fresh.label || "说明文字"}，第 ${place + 1} 项`;
  }

  function copy(name: string): void {
    const at = ui.value.fields.findIndex((one) => one.name === name);
    const original = ui.value.fields[at];
    if (!original) return;
    const fresh = { ...original, name: freeName(original.widget, names.value) };
    putFields(spliced(ui.value.fields, at + 1, 0, fresh));
    selected.value = fresh.name;
    said.value = `已复制${original.label}`;
  }

  function remove(name: string): void {
    const at = ui.value.fields.findIndex((one) => one.name === name);
    const gone = ui.value.fields[at];
    if (!gone) return;
    putFields(spliced(ui.value.fields, at, 1));
    selected.value = (ui.value.fields[at] ?? ui.value.fields[at - 1])?.name ?? "";
    said.value = `已删除${gone.label}，可以撤销`;
  }

  /** `to` is the place among the fields as they stand before the move. */
  function moveTo(name: string, to: number): void {
    const at = ui.value.fields.findIndex((one) => one.name === name);
    const moved = ui.value.fields[at];
    const place = Math.max(0, Math.min(ui.value.fields.length - 1, to > at ? to - 1 : to));
    if (!moved || place === at) return;
    putFields(spliced(spliced(ui.value.fields, at, 1), place, 0, moved));
    said.value = `${moved.label || "说明文字"}移到第 ${place + 1} 项`;
  }

  function move(name: string, by: -1 | 1): void {
    const at = ui.value.fields.findIndex((one) => one.name === name);
    moveTo(name, by > 0 ? at + 2 : at - 1);
  }

  /** What is undefined leaves the field. */
  function patch(name: string, change: Partial<FormField>): void {
    const fields = ui.value.fields.map((one) => {
      if (one.name !== name) return one;
      const entries = Object.entries({ ...one, ...change });
      return Object.fromEntries(
        entries.filter(([, value]) => value !== undefined),
      ) as unknown as FormField;
    });
    putFields(fields, `${name}:${Object.keys(change).join()}`);
  }

  const entitle = (title: string): void => put({ ...ui.value, title }, "title");

  function step(from: typeof past, to: typeof past, words: string): void {
    const next = from.value[from.value.length - 1];
    if (!next) return;
    from.value = from.value.slice(0, -1);
    to.value = [...to.value, ui.value];
    ui.value = next;
    lastTouch = { what: "", at: 0 };
    if (!names.value.has(selected.value)) selected.value = "";
    said.value = words;
  }

  const undo = (): void => step(past, future, "已撤销一步");
  const redo = (): void => step(future, past, "已重做一步");

  /** Somebody else's picture replaces this one; there is no way back past it. */
  function load(next: FormUi): void {
    ui.value = next;
    past.value = [];
    future.value = [];
    if (!names.value.has(selected.value)) selected.value = "";
  }

  return {
    ui,
    selected,
    field,
    said,
    canUndo: computed(() => past.value.length > 0),
    canRedo: computed(() => future.value.length > 0),
    add,
    copy,
    remove,
    move,
    moveTo,
    patch,
    entitle,
    undo,
    redo,
    load,
  };
}
