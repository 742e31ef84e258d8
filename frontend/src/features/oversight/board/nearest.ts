const WAYS: Record<string, { dx: number; dy: number }> = {
  ArrowLeft: { dx: -1, dy: 0 },
  ArrowRight: { dx: 1, dy: 0 },
  ArrowUp: { dx: 0, dy: -1 },
  ArrowDown: { dx: 0, dy: 1 },
};

interface Placed {
  getBoundingClientRect: () => { left: number; top: number; width: number; height: number };
}

/** The neighbour in the direction of an arrow key: straight ahead counts more than aside. */
export function nearest<T extends Placed>(here: T, all: readonly T[], key: string): T | undefined {
  const way = WAYS[key];
  if (!way) return undefined;
  const middle = (one: T): { x: number; y: number } => {
    const box = one.getBoundingClientRect();
    return { x: box.left + box.width / 2, y: box.top + box.height / 2 };
  };
  const from = middle(here);
  let best: { one: T; cost: number } | undefined;
  for (const one of all) {
    const to = middle(one);
    const ahead = (to.x - from.x) * way.dx + (to.y - from.y) * way.dy;
    const aside = Math.abs((to.x - from.x) * way.dy) + Math.abs((to.y - from.y) * way.dx);
    const cost = ahead + 3 * aside;
    if (one !== here && ahead > 1 && (!best || cost < best.cost)) best = { one, cost };
  }
  return best?.one;
}
