/** Where the arrows lead: by how the cards lie, so that it is always what one sees. */
interface Spot {
  x: number;
  y: number;
}

const DIRECTIONS: Record<string, Spot> = {
  ArrowUp: { x: 0, y: -1 },
  ArrowDown: { x: 0, y: 1 },
  ArrowLeft: { x: -1, y: 0 },
  ArrowRight: { x: 1, y: 0 },
};

function middle(element: HTMLElement): Spot {
  const { left, top, width, height } = element.getBoundingClientRect();
  return { x: left + width / 2, y: top + height / 2 };
}

/** The nearest card that way; what lies aside counts more than what lies ahead. */
export function nearest<T extends HTMLElement>(from: T, all: T[], key: string): T | null {
  const way = DIRECTIONS[key];
  if (!way) return null;
  const here = middle(from);
  let best: T | null = null;
  let least = Infinity;
  for (const one of all) {
    const there = middle(one);
    const [dx, dy] = [there.x - here.x, there.y - here.y];
    const ahead = dx * way.x + dy * way.y;
    const aside = Math.abs(dx * way.y) + Math.abs(dy * way.x);
    const cost = ahead + aside * 2;
    // Of two that lie alike, the first: pixels are rounded.
    if (one !== from && ahead > 4 && cost < least - 2) [best, least] = [one, cost];
  }
  return best;
}

const PAPER = 672; // px between the margins of A4

/** Shrinks a tree that is wider than the paper. */
export function fitPaper(tree: HTMLElement | null): void {
  if (!tree) return;
  const wanted = Math.max(...[...tree.children].map((child) => child.scrollWidth), 1);
  if (wanted > PAPER) tree.style.zoom = String(PAPER / wanted);
}
