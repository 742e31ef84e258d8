/** Changes to a tree. Each answers a new tree and leaves the old one alone, so undo is remembering. */
import type { Branch, Door, Item, Place, Settings, Tree } from "./types";

type Sequences = (items: Item[]) => Item[];

const inBranches = (item: Item, change: Sequences): Item =>
  item.branches.length
    ? {
        ...item,
        branches: item.branches.map((branch) => ({ ...branch, items: change(branch.items) })),
      }
    : item;

/** Every item of the tree, those of branches included. */
export function everyItem(items: Item[]): Item[] {
  return items.flatMap((item) => [
    item,
    ...item.branches.flatMap((branch) => everyItem(branch.items)),
  ]);
}

export const find = (tree: Tree, key: string): Item | undefined =>
  everyItem(tree.items).find((item) => item.key === key);

function changed(items: Item[], key: string, change: (item: Item) => Item[]): Item[] {
  return items.flatMap((item) =>
    item.key === key ? change(item) : [inBranches(item, (inside) => changed(inside, key, change))],
  );
}

const withItems = (tree: Tree, items: Item[]): Tree => ({ ...tree, items });
const change = (tree: Tree, key: string, by: (item: Item) => Item[]): Tree =>
  withItems(tree, changed(tree.items, key, by));

/** A key nobody uses yet. */
export function freeKey(tree: Tree, prefix: string): string {
  const all = everyItem(tree.items);
  const taken = new Set(all.flatMap(({ key, join }) => (join ? [key, join.key] : [key])));
  let number = 1;
  while (taken.has(`${prefix}${number}`)) number += 1;
  return `${prefix}${number}`;
}

const leaf = (key: string, settings: Settings): Item => ({
  key,
  type: "task",
  settings,
  branches: [],
  join: null,
});

export const newTask = (tree: Tree): Item =>
  leaf(freeKey(tree, "step"), { name: "新环节", who: [], mode: "any" });

/** 子流程: a run of another flow, begun by whoever began this one unless told otherwise. */
export const newSub = (tree: Tree): Item => ({
  ...leaf(freeKey(tree, "sub"), { name: "子流程", flow: "", who: [{ starter: true }] }),
  type: "sub",
});

/** 条件分支: what follows the place stays behind the branches, as people expect. */
export const newChoice = (tree: Tree): Item => ({
  ...leaf(freeKey(tree, "choice"), { name: "条件分支" }),
  type: "xor",
  branches: [
    { door: { name: "条件一" }, items: [] },
    { door: { default: true }, items: [] },
  ],
});

export const newParallel = (tree: Tree): Item => ({
  ...leaf(freeKey(tree, "fork"), { name: "并行分支" }),
  type: "split",
  branches: [
    { door: {}, items: [] },
    { door: {}, items: [] },
  ],
  join: { key: freeKey(tree, "join"), settings: {} },
});

export function insert(tree: Tree, place: Place, item: Item): Tree {
  if ("after" in place) return change(tree, place.after, (one) => [one, item]);
  return change(tree, place.fork, (fork) => [
    {
      ...fork,
      branches: fork.branches.map((branch, at) =>
        at === place.branch ? { ...branch, items: [item, ...branch.items] } : branch,
      ),
    },
  ]);
}

/** A fork goes with everything in its branches. Start and end stay. */
export function remove(tree: Tree, key: string): Tree {
  const item = find(tree, key);
  if (!item || item.type === "start" || item.type === "end") return tree;
  return change(tree, key, () => []);
}

/** What each step is called. */
export const stepNames = (tree: Tree): Record<string, string> =>
  Object.fromEntries(everyItem(tree.items).map(({ key, settings }) => [key, settings.name ?? key]));

export const configure = (tree: Tree, key: string, patch: Settings): Tree =>
  change(tree, key, (item) => [{ ...item, settings: pruned({ ...item.settings, ...patch }) }]);

export const rename = (tree: Tree, from: string, to: string): Tree =>
  change(tree, from, (item) => [{ ...item, key: to }]);

/** A setting without a value is a setting that is not there. */
function pruned(settings: Settings): Settings {
  return Object.fromEntries(Object.entries(settings).filter(([, value]) => value !== undefined));
}

/** 其他情况 stays the last of a choice. */
export function addBranch(tree: Tree, key: string): Tree {
  return change(tree, key, (fork) => {
    const conditions = fork.branches.filter(({ door }) => !door.default);
    const others = fork.branches.filter(({ door }) => door.default);
    const door: Door = fork.type === "xor" ? { name: `条件${numeral(conditions.length + 1)}` } : {};
    return [{ ...fork, branches: [...conditions, { door, items: [] }, ...others] }];
  });
}

const numeral = (number: number): string => "一二三四五六七八九十"[number - 1] ?? String(number);

/** With one branch left there is nothing to choose: its steps remain in the line. */
export function removeBranch(tree: Tree, key: string, at: number): Tree {
  return change(tree, key, (fork) => {
    const left = fork.branches.filter((_, index) => index !== at);
    return left.length > 1 ? [{ ...fork, branches: left }] : (left[0]?.items ?? []);
  });
}

export function moveBranch(tree: Tree, key: string, at: number, by: -1 | 1): Tree {
  return change(tree, key, (fork) => {
    const branches = [...fork.branches];
    const one = branches[at];
    const other = branches[at + by];
    if (!one || !other || one.door.default || other.door.default) return [fork];
    branches[at] = other;
    branches[at + by] = one;
    return [{ ...fork, branches }];
  });
}

export function openBranch(tree: Tree, key: string, at: number, patch: Door): Tree {
  const put = (branch: Branch): Branch => ({
    ...branch,
    door: pruned({ ...branch.door, ...patch } as Settings) as Door,
  });
  return change(tree, key, (fork) => [
    {
      ...fork,
      branches: fork.branches.map((branch, index) => (index === at ? put(branch) : branch)),
    },
  ]);
}

const named = ({ key, settings }: Item) => ({ key, name: settings.name ?? key });

/** What lies before a step on its own way, whole forks included; nothing where it is not. */
export function before(tree: Tree, key: string): Item[] {
  const walk = (items: Item[], outer: Item[]): Item[] | null => {
    const passed = [...outer];
    for (const item of items) {
      if (item.key === key) return passed;
      for (const branch of item.branches) {
        const found = walk(branch.items, passed);
        if (found) return found;
      }
      if (item.type !== "start") passed.push(item);
    }
    return null;
  };
  return walk(tree.items, []) ?? [];
}

/** The steps among them: what a refusal may lead back to. */
export const stepsBefore = (tree: Tree, key: string): { key: string; name: string }[] =>
  before(tree, key).flatMap((item) => (item.type === "task" ? [named(item)] : []));
