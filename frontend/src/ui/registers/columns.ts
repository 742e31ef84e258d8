/** One column of a register. */
export interface RegisterColumn<T> {
  label: string;
  text: (row: T) => string;
  /** What the line is about: it leads to its page, and on a phone it comes first. */
  main?: boolean;
  /** Figures and dates. */
  num?: boolean;
  /** Under it, in small. */
  note?: (row: T) => string;
  /** Said before it on a phone, where no head says what it is. */
  phone?: string;
  /** Stands out: a document that is no longer in force. */
  loud?: boolean;
}
