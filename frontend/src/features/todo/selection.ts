interface Identified {
  id: string;
}

/** The item so many places further, stopping at both ends; the first one when nothing is selected. */
export function stepFrom<T extends Identified>(items: readonly T[], id: string, by: number) {
  const at = items.findIndex((item) => item.id === id);
  if (at < 0) return items[0];
  return items[Math.max(0, Math.min(items.length - 1, at + by))];
}

/** What to open once this one is done: the one below it, else the one above, else nothing. */
export function afterDone<T extends Identified>(items: readonly T[], id: string): T | undefined {
  const at = items.findIndex((item) => item.id === id);
  return items[at + 1] ?? items[at - 1];
}
