/** How a live run colours the tree. */
import type { Item, Standing } from "./types";

type States = Record<string, Standing>;

const walked = (standing: Standing | undefined): boolean =>
  standing?.state === "done" || standing?.state === "now" || standing?.state === "returned";

/** Has the run come into this branch, or will it? An empty branch is not known by its steps. */
export function branchState(items: Item[], states: States): "taken" | "ahead" | "left" | "empty" {
  const all = items.flatMap((item) => [
    states[item.key],
    ...item.branches.map((branch) => {
      const inside = branchState(branch.items, states);
      return { taken: { state: "done" }, ahead: { state: "next" } }[inside as "taken" | "ahead"];
    }),
  ]) as (Standing | undefined)[];
  const known = all.filter((one) => one !== undefined);
  if (known.some(walked)) return "taken";
  if (known.some(({ state }) => state === "next")) return "ahead";
  return known.length ? "left" : "empty";
}

/** How the line below a node is drawn: gone, or still to go. */
export function wayOn(item: Item, states: States): "gone" | "ahead" | "left" {
  if (item.type === "start") return "gone";
  const own = item.branches.length
    ? item.branches.map((branch) => lastOf(branch.items, states))
    : [states[item.key]?.state];
  if (own.includes("now") || own.includes("next")) return "ahead";
  if (own.includes("done")) return "gone";
  return own.every((state) => state === "skipped") ? "left" : "ahead";
}

function lastOf(items: Item[], states: States): string | undefined {
  const last = items.at(-1);
  if (!last) return undefined;
  if (!last.branches.length) return states[last.key]?.state;
  const ways = last.branches.map((branch) => lastOf(branch.items, states));
  return ways.find((state) => state === "now" || state === "next") ?? ways.find((one) => one);
}
