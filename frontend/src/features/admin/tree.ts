import { type Department } from "./api";

/** A department in the order it is shown, with what its row must know. */
export interface TreeRow {
  department: Department;
  depth: number;
  above: Department | null;
  /** Neighbours under the same parent, for moving up and down. */
  previous: Department | null;
  next: Department | null;
  hasChildren: boolean;
}

function childrenOf(all: readonly Department[], parent: string | null): Department[] {
  return all
    .filter((one) => one.parent === parent)
    .sort((a, b) => a.order - b.order || a.name.localeCompare(b.name, "zh"));
}

/** The flat list of the server as the rows of a tree, parents before children. */
export function asRows(
  all: readonly Department[],
  parent: Department | null = null,
  depth = 0,
): TreeRow[] {
  const siblings = childrenOf(all, parent?.id ?? null);
  return siblings.flatMap((department, index) => {
    const below = asRows(all, department, depth + 1);
    const row: TreeRow = {
      department,
      depth,
      above: parent,
      previous: siblings[index - 1] ?? null,
      next: siblings[index + 1] ?? null,
      hasChildren: below.length > 0,
    };
    return [row, ...below];
  });
}

/** Where a department may be moved: anywhere but under itself. */
export function possibleParents(rows: readonly TreeRow[], moving: string): TreeRow[] {
  const inside = new Set([moving]);
  return rows.filter(({ department }) => {
    const below = department.parent !== null && inside.has(department.parent);
    if (below) inside.add(department.id);
    return !inside.has(department.id);
  });
}

/** New places for siblings so that `moved` stands `by` places further; only those that change. */
export function reordered(
  all: readonly Department[],
  moved: Department,
  by: 1 | -1,
): { id: string; order: number }[] {
  const siblings = childrenOf(all, moved.parent);
  const at = siblings.findIndex(({ id }) => id === moved.id);
  const to = at + by;
  if (at < 0 || to < 0 || to >= siblings.length) return [];
  const wanted = siblings.filter(({ id }) => id !== moved.id);
  wanted.splice(to, 0, moved);
  return wanted
    .map(({ id }, order) => ({ id, order }))
    .filter(({ id, order }) => siblings.find((one) => one.id === id)?.order !== order);
}
