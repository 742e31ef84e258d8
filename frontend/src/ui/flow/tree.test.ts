import { describe, expect, it } from "vitest";

import * as editing from "./editing";
import { NotNested, toGraph, toTree } from "./tree";
import type { Graph, Item, Tree } from "./types";

const big = { field: "amount", op: ">=" as const, value: 10000 };

/** A split with a choice inside one of its branches, and an end of its own inside a choice. */
const graph: Graph = {
  form: "requests.car",
  nodes: {
    start: { type: "start", next: [{ to: "write" }] },
    write: { type: "task", name: "填写", who: [{ starter: true }], next: [{ to: "fork" }] },
    fork: { type: "split", name: "并行", next: [{ to: "money" }, { to: "law" }] },
    money: {
      type: "xor",
      next: [
        { to: "chief", when: big, name: "大额" },
        { to: "meet", default: true },
      ],
    },
    chief: { type: "task", name: "领导", who: [], due: 480, next: [{ to: "meet" }] },
    law: { type: "task", name: "法制", who: [], next: [{ to: "meet" }] },
    meet: { type: "join", next: [{ to: "ok" }] },
    ok: {
      type: "xor",
      next: [
        { to: "no", when: big },
        { to: "note", default: true },
      ],
    },
    no: { type: "end", result: "rejected" },
    note: { type: "task", name: "登记", who: [], next: [{ to: "end" }] },
    end: { type: "end" },
  },
};

const names = (items: Item[]): unknown[] =>
  items.map(({ key, branches }) =>
    branches.length ? [key, ...branches.map(({ items: inside }) => names(inside))] : key,
  );

const tree = (): Tree => toTree(graph);

const two = (...to: string[]) => ({ type: "xor" as const, next: to.map((one) => ({ to: one })) });
const drawn = (after: Tree): unknown[] => names(after.items);

describe("graph and tree", () => {
  it("nests what was drawn flat", () => {
    expect(names(tree().items)).toEqual([
      "start",
      "write",
      ["fork", [["money", ["chief"], []]], ["law"]],
      ["ok", ["no"], ["note", "end"]],
    ]);
  });

  it("comes back the same", () => {
    expect(toGraph(tree())).toEqual(graph);
  });

  it("comes back the same whatever the order of the keys", () => {
    const turned = Object.fromEntries(Object.entries(graph.nodes).reverse());
    expect(toGraph(toTree({ ...graph, nodes: turned }))).toEqual(graph);
  });

  it("refuses branches that cross", () => {
    const crossing: Graph = {
      nodes: {
        start: { type: "start", next: [{ to: "x" }] },
        x: two("y", "z"),
        y: two("a", "b"),
        z: two("a", "b"),
        a: { type: "task", next: [{ to: "end" }] },
        b: { type: "task", next: [{ to: "end" }] },
        end: { type: "end" },
      },
    };
    expect(() => toTree(crossing)).toThrow(NotNested);
  });
});

describe("drawing", () => {
  it("puts a step between two others", () => {
    const after = editing.insert(tree(), { after: "write" }, editing.newTask(tree()));
    expect(drawn(after).slice(0, 3)).toEqual(["start", "write", "step1"]);
    expect(toGraph(after).nodes["write"]?.next).toEqual([{ to: "step1" }]);
    expect(toGraph(after).nodes["step1"]?.next).toEqual([{ to: "fork" }]);
  });

  it("puts a step at the head of an empty branch", () => {
    const after = editing.insert(tree(), { fork: "money", branch: 1 }, editing.newTask(tree()));
    const { nodes } = toGraph(after);
    expect(nodes["money"]?.next?.[1]).toEqual({ to: "step1", default: true });
    expect(nodes["step1"]?.next).toEqual([{ to: "meet" }]);
  });

  it("draws choices and parallel branches that the server understands", () => {
    let after = editing.insert(tree(), { after: "write" }, editing.newChoice(tree()));
    after = editing.insert(after, { fork: "choice1", branch: 0 }, editing.newParallel(after));
    expect(toTree(toGraph(after))).toEqual(after);
    expect(toGraph(after).nodes["join1"]).toEqual({ type: "join", next: [{ to: "fork" }] });
  });

  it("removes a step, a fork with all it holds, and never start or end", () => {
    expect(toGraph(editing.remove(tree(), "write")).nodes["start"]?.next).toEqual([{ to: "fork" }]);
    const { nodes } = toGraph(editing.remove(tree(), "fork"));
    expect(Object.keys(nodes).sort()).toEqual(["end", "no", "note", "ok", "start", "write"]);
    expect(editing.remove(tree(), "end")).toEqual(tree());
  });

  it("keeps the steps of the branch that is left", () => {
    const after = editing.removeBranch(tree(), "fork", 0);
    expect(drawn(after).slice(0, 3)).toEqual(["start", "write", "law"]);
  });

  it("adds conditions before what is left over, and never moves that", () => {
    const after = editing.addBranch(tree(), "money");
    const doors = editing
      .find(after, "money")
      ?.branches.map(({ door }) => door.name ?? door.default);
    expect(doors).toEqual(["大额", "条件二", true]);
    expect(editing.moveBranch(after, "money", 1, 1)).toEqual(after);
    const moved = editing.find(editing.moveBranch(after, "money", 1, -1), "money");
    expect(moved?.branches.map(({ door }) => door.name)).toEqual(["条件二", "大额", undefined]);
  });

  it("takes a setting away by saying nothing", () => {
    const after = editing.configure(tree(), "chief", { due: undefined, mode: "all" });
    const { next: _, ...chief } = toGraph(after).nodes["chief"] ?? { type: "task" };
    expect(chief).toEqual({ type: "task", name: "领导", who: [], mode: "all" });
  });

  it("opens a branch by a rule and by nothing", () => {
    const ruled = editing.openBranch(tree(), "money", 0, { when: { not: big } });
    expect(editing.find(ruled, "money")?.branches[0]?.door.when).toEqual({ not: big });
    const bare = editing.openBranch(ruled, "money", 0, { when: undefined });
    expect(editing.find(bare, "money")?.branches[0]?.door).toEqual({ name: "大额" });
  });

  it("knows what lies before a step on its own way", () => {
    const ahead = (key: string) => editing.before(tree(), key).map((item) => item.key);
    expect(ahead("note")).toEqual(["write", "fork"]);
    expect(ahead("chief")).toEqual(["write"]);
    expect(ahead("nobody")).toEqual([]);
    expect(editing.stepsBefore(tree(), "note")).toEqual([{ key: "write", name: "填写" }]);
  });

  it("leaves the tree it was given as it was", () => {
    const before = tree();
    const copy = structuredClone(before);
    editing.insert(before, { after: "write" }, editing.newTask(before));
    editing.remove(before, "fork");
    editing.openBranch(before, "money", 0, { name: "别的" });
    expect(before).toEqual(copy);
  });
});
