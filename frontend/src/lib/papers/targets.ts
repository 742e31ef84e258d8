import type { Run, RunNode } from "./types";

/** A step that a document can be sent back to, and who will find it there. */
export interface Target {
  key: string;
  name: string;
  who: string;
}

function lastOwners({ visits }: RunNode): string {
  const owners = visits.at(-1)?.items.map(({ owner }) => owner) ?? [];
  return [...new Set(owners)].join("、");
}

/** 退回到: the steps already passed, the nearest last. */
export function sendBackTargets(run: Run | undefined): Target[] {
  if (!run) return [];
  return run.nodes
    .filter(({ state }) => state === "done")
    .map((node) => ({ key: node.key, name: node.name, who: lastOwners(node) }));
}
