import { computed, onScopeDispose, ref, shallowRef } from "vue";

import { asRefusal, type Refusal } from "@/api/refusal";
import * as editing from "@/ui/flow/editing";
import { toGraph, toTree } from "@/ui/flow/tree";
import type { Door, Graph, Item, Place, Settings, Tree } from "@/ui/flow/types";

import { type Fault, type Flow, readFlow, saveDraft } from "./api";

const PAUSE_MS = 700;
const ONE_GO_MS = 1_500;
const REMEMBERED = 100;

interface Sketch {
  name: string;
  tree: Tree;
}

/** One flow on the table: the tree, its undoing, and a draft that saves itself. */
export function useDrawing(key: string) {
  const flow = shallowRef<Flow | null>(null);
  const sketch = shallowRef<Sketch>({ name: "", tree: { items: [], rest: {} } });
  const past = shallowRef<Sketch[]>([]);
  const future = shallowRef<Sketch[]>([]);
  const faults = shallowRef<readonly Fault[]>([]);
  const failure = shallowRef<unknown>(null);
  const refusal = shallowRef<Refusal | null>(null);
  const edit = ref(0);
  const state = ref<"saved" | "dirty" | "saving" | "refused">("saved");
  const savedAt = ref<string | null>(null);
  let timer: ReturnType<typeof setTimeout> | undefined;
  let last = { about: "", at: 0 };
  let line: Promise<void> = Promise.resolve();

  const tree = computed(() => sketch.value.tree);
  const graph = computed<Graph>(() => toGraph(tree.value));
  /** Of what is still drawn: the next verdict comes with the next saving. */
  const standing = computed(() =>
    faults.value.filter(({ node }) => !node || graph.value.nodes[node] !== undefined),
  );

  async function load(): Promise<void> {
    clearTimeout(timer);
    failure.value = null;
    refusal.value = null;
    try {
      const found = await readFlow(key);
      const { draft } = found;
      const body = (draft?.graph ?? found.graph) as unknown as Graph;
      sketch.value = { name: found.name, tree: toTree(body) };
      flow.value = found;
      edit.value = draft?.edit ?? 0;
      savedAt.value = draft?.updated_at ?? null;
      [past.value, future.value, faults.value] = [[], [], []];
      state.value = "saved";
    } catch (thrown) {
      failure.value = thrown;
    }
  }

  function put(next: Sketch): void {
    sketch.value = next;
    state.value = "dirty";
    clearTimeout(timer);
    timer = setTimeout(() => void save(), PAUSE_MS);
  }

  /** What is typed in one go, told by `about`, is undone in one go. */
  function change(next: Partial<Sketch>, about = ""): void {
    const isSame = about !== "" && about === last.about && Date.now() - last.at < ONE_GO_MS;
    last = { about, at: Date.now() };
    if (!isSame) past.value = [...past.value.slice(-REMEMBERED), sketch.value];
    future.value = [];
    put({ ...sketch.value, ...next });
  }

  function step(back: typeof past, forth: typeof past): void {
    const before = back.value.at(-1);
    if (!before) return;
    back.value = back.value.slice(0, -1);
    forth.value = [...forth.value, sketch.value];
    put(before);
  }

  async function send(): Promise<void> {
    const sent = sketch.value;
    state.value = "saving";
    try {
      const saved = await saveDraft(key, edit.value, sent.name, toGraph(sent.tree));
      edit.value = saved.draft.edit;
      savedAt.value = saved.draft.updated_at;
      faults.value = saved.faults;
      if (flow.value) flow.value = { ...flow.value, form_fields: saved.form_fields };
      refusal.value = null;
      state.value = sketch.value === sent ? "saved" : "dirty";
    } catch (thrown) {
      const refused = asRefusal(thrown);
      if (!refused) throw thrown;
      refusal.value = refused;
      state.value = "refused";
    }
  }

  const isState = (one: typeof state.value): boolean => state.value === one;

  /** Everything that was drawn until now is kept, or refused; never two savings at once. */
  async function save(): Promise<boolean> {
    clearTimeout(timer);
    line = line.catch(() => undefined).then(() => (isState("saved") ? undefined : send()));
    await line;
    return isState("dirty") ? save() : isState("saved");
  }

  const draw = (next: Tree): void => change({ tree: next });
  const add = (place: Place, item: Item): void => draw(editing.insert(tree.value, place, item));

  onScopeDispose(() => clearTimeout(timer));

  return {
    flow,
    tree,
    graph,
    faults: standing,
    failure,
    refusal,
    edit,
    state,
    savedAt,
    load,
    save,
    add,
    draw,
    name: computed({
      get: () => sketch.value.name,
      set: (name: string) => change({ name }),
    }),
    /** The form whose fields conditions and rights may name. */
    form: computed({
      get: () => String(tree.value.rest["form"] ?? ""),
      set: (form: string) => {
        const { form: _, ...rest } = tree.value.rest;
        change({ tree: { ...tree.value, rest: form ? { ...rest, form } : rest } });
      },
    }),
    configure: (one: string, patch: Settings) => draw(editing.configure(tree.value, one, patch)),
    openBranch: (one: string, at: number, patch: Door) =>
      change({ tree: editing.openBranch(tree.value, one, at, patch) }, `${one}/${at}`),
    undo: () => step(past, future),
    redo: () => step(future, past),
    canUndo: computed(() => past.value.length > 0),
    canRedo: computed(() => future.value.length > 0),
  };
}

export type Drawing = ReturnType<typeof useDrawing>;
