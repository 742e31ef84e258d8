/** Finding by name, initials or pinyin; the server sends the pinyin, so no dictionary is loaded. */
export interface Findable {
  pinyin: string;
  initials: string;
}

export interface Match {
  /** Smaller is better. */
  rank: number;
  /** What to mark in the text; empty when the hit cannot be shown letter by letter. */
  start: number;
  end: number;
}

/** Names that begin with the city's own character are looked for without it: yjj finds 区应急局. */
const PREFIX = /^[区县市州]/;

export function match(text: string, item: Findable, asked: string): Match | null {
  const query = asked.trim().toLowerCase().replace(/\s+/g, "");
  if (!query) return null;
  const skipped = PREFIX.test(text) ? 1 : 0;

  const written = text.toLowerCase().indexOf(query);
  if (written >= 0) {
    return { rank: written <= skipped ? 0 : 2, start: written, end: written + query.length };
  }

  const initials = item.initials.toLowerCase();
  const short = initials.indexOf(query);
  if (short >= 0) {
    const letterwise = initials.length === text.length;
    const end = letterwise ? short + query.length : 0;
    return { rank: short <= skipped ? 1 : 3, start: letterwise ? short : 0, end };
  }

  const full = item.pinyin.toLowerCase().replace(/\s+/g, "").indexOf(query);
  if (full >= 0 && query.length > 1) return { rank: full === 0 ? 4 : 5, start: 0, end: 0 };
  return null;
}

/** The text in three pieces: before, marked, after. */
export function pieces(text: string, found: Match | null): [string, string, string] {
  if (!found || found.end <= found.start) return [text, "", ""];
  return [text.slice(0, found.start), text.slice(found.start, found.end), text.slice(found.end)];
}
