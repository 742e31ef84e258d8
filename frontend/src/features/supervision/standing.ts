/** A run's way as the tree draws it: how each step stands, and which may no longer be touched. */
import { everyItem } from "@/ui/flow/editing";
import type { Place, Standing, Tree } from "@/ui/flow/types";
import { whenShort } from "@/lib/dates";
import { onCard } from "@/lib/papers/children";

import type { Way } from "./api";

type States = Record<string, Standing>;

export function standingOf(way: Way | undefined): States {
  return Object.fromEntries(
    Object.entries(way?.states ?? {}).map(([key, { state, people, at, opinion, children }]) => [
      key,
      {
        state: state as Standing["state"],
        people,
        at: at ? whenShort(at) : undefined,
        opinion: opinion || undefined,
        children: onCard(children),
      },
    ]),
  );
}

const BEHIND = new Set(["done", "now", "returned"]);

/** Passed, open, compulsory or of a document; and every fork, whose conditions decide about others. */
export function lockedIn(tree: Tree, states: States): string[] {
  return everyItem(tree.items)
    .filter(
      ({ key, type, settings }) =>
        type !== "task" ||
        settings.compulsory ||
        settings.verb ||
        BEHIND.has(states[key]?.state ?? ""),
    )
    .map(({ key }) => key);
}

/** Behind what is still ahead, or right behind where it lies now: never among what is passed. */
export function mayInsert(place: Place, states: States, tree: Tree): boolean {
  if ("fork" in place) return true; // a branch that is behind is refused by the server, with reason
  const state = states[place.after]?.state;
  if (state === "now" || state === "next") return true;
  const item = everyItem(tree.items).find(({ key }) => key === place.after);
  return item !== undefined && state === undefined && item.type !== "start";
}
