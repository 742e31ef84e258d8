/** An empty filter is one that was not asked for: it does not travel. */
export const orUnasked = <T extends string>(text: T | null): Exclude<T, ""> | undefined =>
  (text || undefined) as Exclude<T, ""> | undefined;
