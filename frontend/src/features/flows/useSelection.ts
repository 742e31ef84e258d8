import { computed, ref, shallowRef } from "vue";

import { branchKey, type NewKind } from "@/ui/flow/context";
import * as editing from "@/ui/flow/editing";
import type { Place } from "@/ui/flow/types";

import type { Drawing } from "./useDrawing";

type Side = "" | "step" | "branch" | "simulate" | "versions";

const MAKERS = {
  task: editing.newTask,
  sub: editing.newSub,
  xor: editing.newChoice,
  split: editing.newParallel,
};

/** What is chosen in the tree, what the side shows, and the acts on what is chosen. */
export function useSelection(drawing: Drawing) {
  const { tree, flow } = drawing;
  const selected = ref("");
  const shown = ref<"" | "simulate" | "versions">("");
  const path = shallowRef<ReadonlySet<string> | null>(null);

  const step = computed(() => {
    const found = selected.value ? editing.find(tree.value, selected.value) : undefined;
    return found && !found.branches.length ? found : undefined;
  });
  const branch = computed(() => {
    const [key = "", place] = selected.value.split("/");
    const fork = place === undefined ? undefined : editing.find(tree.value, key);
    return fork?.branches[Number(place)] ? { fork, at: Number(place) } : undefined;
  });
  const side = computed<Side>(() => {
    if (shown.value) return shown.value;
    if (step.value) return "step";
    return branch.value ? "branch" : "";
  });

  function select(key: string): void {
    selected.value = key;
    shown.value = "";
    path.value = null;
  }

  function show(one: "simulate" | "versions"): void {
    shown.value = shown.value === one ? "" : one;
    path.value = null;
  }

  function close(): void {
    select("");
  }

  function insert(place: Place, kind: NewKind): string {
    const item = MAKERS[kind](tree.value);
    drawing.add(place, item);
    const key = item.branches.length === 0 ? item.key : branchKey(item.key, 0);
    select(key);
    return key;
  }

  function addBranch(fork: string): void {
    drawing.draw(editing.addBranch(tree.value, fork));
    const branches = editing.find(tree.value, fork)?.branches ?? [];
    const conditions = branches.filter(({ door }) => !door.default);
    select(branchKey(fork, conditions.length - 1));
  }

  /** A step, or a branch by its own name. What must stay, stays; of what is fixed all forks do. */
  function remove(key: string): void {
    const [fork = "", place] = key.split("/");
    const isStep = editing.find(tree.value, fork)?.type === "task";
    if ((flow.value?.fixed && !isStep) || holdsLocked(fork, place)) return;
    if (place === undefined) drawing.draw(editing.remove(tree.value, key));
    else drawing.draw(editing.removeBranch(tree.value, fork, Number(place)));
    close();
  }

  function holdsLocked(key: string, place: string | undefined): boolean {
    const item = editing.find(tree.value, key);
    if (!item) return true;
    const gone = place === undefined ? [item] : (item.branches[Number(place)]?.items ?? []);
    const locked = new Set(flow.value?.locked);
    return editing.everyItem(gone).some((one) => locked.has(one.key));
  }

  function moveBranch(by: -1 | 1): void {
    if (!branch.value) return;
    const { fork, at } = branch.value;
    drawing.draw(editing.moveBranch(tree.value, fork.key, at, by));
    selected.value = branchKey(fork.key, at + by);
  }

  const mark = (keys: string[] | null): void => {
    path.value = keys && new Set(keys);
  };

  return {
    selected,
    side,
    step,
    branch,
    path,
    select,
    show,
    close,
    insert,
    addBranch,
    remove,
    moveBranch,
    mark,
  };
}

export type Selection = ReturnType<typeof useSelection>;
