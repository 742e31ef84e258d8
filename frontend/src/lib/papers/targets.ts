import type { Delivery, Run, RunNode } from "./types";

/** A step that a document can be sent back to, or a copy that can be called back. */
export interface Target {
  key: string;
  name: string;
  who: string;
  /** Whether it may come straight back from there. */
  straight?: boolean;
}

function lastOwners({ visits }: RunNode): string {
  const owners = visits.at(-1)?.items.map(({ owner }) => owner) ?? [];
  return [...new Set(owners)].join("、");
}

/** 退回到: the steps already passed, the nearest last. */
export function stepTargets(run: Run | undefined): Target[] {
  if (!run) return [];
  return run.nodes
    .filter(({ state }) => state === "done")
    .map((node) => ({ key: node.key, name: node.name, who: lastOwners(node) }));
}

/** 撤回: the copies that nobody has signed for yet. */
export function copyTargets(deliveries: readonly Delivery[]): Target[] {
  return deliveries
    .filter(({ state }) => state === "in_transit" || state === "delivered")
    .map(({ unit, label }) => ({ key: unit.code ?? "", name: unit.short_name ?? "", who: label }));
}
