import type { Rule } from "@/lib/forms/types";

/** A flow's graph as the server keeps it, and the tree that people draw. */
export type Selector = Record<string, unknown>;

/** What leads out of a node, without where to. */
export interface Door {
  when?: Rule;
  default?: boolean;
  name?: string;
}

export type Edge = Door & { to: string };

export interface Settings {
  name?: string;
  verb?: string;
  who?: Selector[];
  mode?: string;
  percent?: number;
  due?: number;
  on_reject?: string;
  reject?: string;
  overdue?: string;
  empty?: string;
  fallback?: string[];
  starter?: string;
  compulsory?: boolean;
  blind?: boolean;
  free?: boolean;
  allow?: string[];
  grants?: string[];
  cc?: Selector[];
  opinion_kind?: string;
  fields?: Record<string, string>;
  result?: string;
  /** 子流程: which flow, how many of its runs must end well, and the answers down and back. */
  flow?: string;
  wait?: string | number;
  hands?: string[];
  brings?: string[];
  [other: string]: unknown;
}

export type NodeType = "start" | "task" | "sub" | "xor" | "split" | "join" | "end";
export type Node = Settings & { type: NodeType; next?: Edge[] };
export interface Graph {
  nodes: Record<string, Node>;
  [other: string]: unknown;
}

/** One node of a sequence; its branches where it forks, and what of the join is worth keeping. */
export interface Item {
  key: string;
  type: Exclude<NodeType, "join">;
  settings: Settings;
  branches: Branch[];
  join: { key: string; settings: Settings } | null;
}

export interface Branch {
  door: Door;
  items: Item[];
}

export interface Tree {
  items: Item[];
  rest: Record<string, unknown>;
}

/** Where something may be put: after a node, or at the head of a branch. */
export type Place = { after: string } | { fork: string; branch: number };

export interface FlowFault {
  node: string;
  field: string;
  message: string;
}

/** How a step of a live run stands. */
export interface Standing {
  state: "done" | "now" | "next" | "skipped" | "returned";
  /** 「周镇长 同意」 */
  people?: string[];
  /** Already in words: 「11-20 16:20」 */
  at?: string;
  note?: string;
  opinion?: string;
  /** 子流程: the runs it waits or waited for, each with its state in words. */
  children?: { key: string; name: string; state: string }[];
}
