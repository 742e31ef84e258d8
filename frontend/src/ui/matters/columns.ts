/** One column of a list of matters between its title and its limit. */
export interface Column<T> {
  label: string;
  /** What its numbers count; a column that counts stands right. */
  unit?: string;
  /** Its name before the value on a phone, where there is no head. */
  phone?: string;
  text: (row: T) => string;
  /** Said small below it. */
  note?: (row: T) => string;
}

/** What every list of matters knows of each. */
export interface Listed {
  title: string;
  due_at: string | null;
  closed_at: string | null;
  overdue: boolean;
}
