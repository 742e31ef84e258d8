/** One page of a list as the server sends it. */
export interface Page<T> {
  results: T[];
  next: string | null;
  /** With the first page only. */
  total?: number | null;
}
