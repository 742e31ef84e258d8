/** One page of a list as the server sends it. */
export interface Page<T> {
  results: T[];
  next: string | null;
  total?: number;
}
