/** Graph to tree and back: the same flow, so that what was drawn is what runs. */
import type { Branch, Door, Edge, Graph, Item, Node, Settings, Tree } from "./types";

/** Branches that cross cannot be drawn as a tree; the server's own check refuses most of them. */
export class NotNested extends Error {
  constructor(readonly key: string) {
    super(`branches cross at ${key}`);
  }
}

const FORKS = new Set(["xor", "split"]);

const waysOf = (graph: Graph, key: string): Edge[] => graph.nodes[key]?.next ?? [];

/** Every node after all that lead to it. */
function inOrder(graph: Graph): Map<string, number> {
  const leading = new Map(Object.keys(graph.nodes).map((key) => [key, 0]));
  for (const key of leading.keys())
    for (const { to } of waysOf(graph, key)) leading.set(to, (leading.get(to) ?? 0) + 1);
  const ready = [...leading].filter(([, count]) => count === 0).map(([key]) => key);
  const found = new Map<string, number>();
  for (let key = ready.shift(); key !== undefined; key = ready.shift()) {
    found.set(key, found.size);
    for (const { to } of waysOf(graph, key)) {
      const left = (leading.get(to) ?? 0) - 1;
      leading.set(to, left);
      if (left === 0) ready.push(to);
    }
  }
  return found;
}

function reachable(graph: Graph, start: string): Set<string> {
  const found = new Set<string>();
  const waiting = [start];
  for (let key = waiting.pop(); key !== undefined; key = waiting.pop()) {
    if (found.has(key)) continue;
    found.add(key);
    waiting.push(...waysOf(graph, key).map(({ to }) => to));
  }
  return found;
}

function settingsOf(node: Node): Settings {
  const { type: _type, next: _next, ...settings } = node;
  return settings;
}

function doorOf(edge: Edge): Door {
  const { to: _to, ...door } = edge;
  return door;
}

class Walk {
  private seen = new Set<string>();
  private order: Map<string, number>;

  constructor(private graph: Graph) {
    this.order = inOrder(graph);
  }

  until(first: string | undefined, stop: string | undefined): Item[] {
    const found: Item[] = [];
    let key = first;
    while (key !== undefined && key !== stop) {
      const node = this.graph.nodes[key];
      if (!node || node.type === "join" || this.seen.has(key)) throw new NotNested(key);
      this.seen.add(key);
      const settings = settingsOf(node);
      const item: Item = { key, type: node.type, settings, branches: [], join: null };
      found.push(item);
      key = FORKS.has(node.type) ? this.fork(item) : waysOf(this.graph, key)[0]?.to;
    }
    return found;
  }

  private fork(item: Item): string | undefined {
    const ways = waysOf(this.graph, item.key);
    const meeting = this.meeting(ways.map(({ to }) => to));
    item.branches = ways.map((edge) => ({
      door: doorOf(edge),
      items: this.until(edge.to, meeting),
    }));
    const met = meeting === undefined ? undefined : this.graph.nodes[meeting];
    if (meeting === undefined || met?.type !== "join" || item.type === "xor") return meeting;
    item.join = { key: meeting, settings: settingsOf(met) };
    return waysOf(this.graph, meeting)[0]?.to;
  }

  /** The first node that two of the branches lead to. */
  private meeting(ways: string[]): string | undefined {
    const times = new Map<string, number>();
    for (const way of ways)
      for (const key of reachable(this.graph, way)) times.set(key, (times.get(key) ?? 0) + 1);
    const common = [...times].filter(([, count]) => count > 1).map(([key]) => key);
    return common.sort((a, b) => (this.order.get(a) ?? 0) - (this.order.get(b) ?? 0))[0];
  }
}

export function toTree(graph: Graph): Tree {
  const { nodes, ...rest } = graph;
  const start = Object.keys(nodes).find((key) => nodes[key]?.type === "start");
  return { items: new Walk(graph).until(start, undefined), rest };
}

export function toGraph(tree: Tree): Graph {
  const nodes: Record<string, Node> = {};
  lay(nodes, tree.items, "");
  return { ...tree.rest, nodes };
}

/** The key a sequence begins with; where it is empty, what follows it. */
const headOf = (items: Item[], after: string): string => items[0]?.key ?? after;

function lay(nodes: Record<string, Node>, items: Item[], after: string): void {
  items.forEach((item, at) => {
    const next = headOf(items.slice(at + 1), after);
    const node: Node = { ...item.settings, type: item.type };
    nodes[item.key] = node;
    if (item.branches.length) node.next = layFork(nodes, item, next);
    else if (item.type !== "end") node.next = [{ to: next }];
  });
}

function layFork(nodes: Record<string, Node>, item: Item, next: string): Edge[] {
  const meeting = item.join?.key ?? next;
  if (item.join) {
    nodes[item.join.key] = { ...item.join.settings, type: "join", next: [{ to: next }] };
  }
  return item.branches.map(({ door, items }: Branch) => {
    lay(nodes, items, meeting);
    return { ...door, to: headOf(items, meeting) };
  });
}
