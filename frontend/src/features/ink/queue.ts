/**
 * What this browser has not got through to the server yet: in its own store from the moment it is
 * written until the server has taken it, across reloads, crashes and dead networks. Every mark has
 * an entry of its own, so that two tabs never overwrite each other.
 */
import type { Change, Mark } from "./api";

/** Where a mark belongs, whatever the page shows by now. */
export interface Bond {
  sheet: string;
  seat: string;
}

export interface Waiting extends Bond {
  mark: Mark;
  gone: boolean;
  /** When it was written: the store keeps no order, and later ink lies on top. */
  made: number;
  /** The server may know it already: it was sent before, or struck out before. */
  tried: boolean;
}

const ROOT = "heshu.ink";
const MOST = 100;
const MOST_CHARACTERS = 1_000_000;

let lastMade = 0;

/** Now, and after whatever was made before. */
export function nextMade(): number {
  lastMade = Math.max(Date.now(), lastMade + 1);
  return lastMade;
}

export function openQueue(owner: string, kind: string, id: string) {
  const prefix = `${ROOT}:${owner}:${kind}:${id}:`;
  /** What the store would not take: a full disk, a private window. */
  const inMemory = new Map<string, Waiting>();

  function all(): Waiting[] {
    const found = new Map(inMemory);
    for (let at = 0; at < localStorage.length; at += 1) {
      const name = localStorage.key(at) ?? "";
      if (!name.startsWith(prefix)) continue;
      const text = localStorage.getItem(name);
      if (text) found.set(name, JSON.parse(text) as Waiting);
    }
    return [...found.values()].sort((one, other) => one.made - other.made);
  }

  const nameOf = ({ sheet, seat, mark }: Waiting): string =>
    `${prefix}${sheet}:${seat}:${mark.key}`;

  /** False when it lives only as long as the page. */
  function put(waiting: Waiting): boolean {
    try {
      localStorage.setItem(nameOf(waiting), JSON.stringify(waiting));
      inMemory.delete(nameOf(waiting));
      return true;
    } catch {
      inMemory.set(nameOf(waiting), waiting);
      return false;
    }
  }

  function drop(waiting: Waiting): void {
    localStorage.removeItem(nameOf(waiting));
    inMemory.delete(nameOf(waiting));
  }

  /** Taken by the server, unless it was struck out or brought back since it was sent. */
  function settle(sent: Waiting): void {
    const name = nameOf(sent);
    const now = all().find((one) => nameOf(one) === name);
    if (now?.gone === sent.gone) drop(now);
  }

  return { all, put, drop, settle };
}

export type Queue = ReturnType<typeof openQueue>;

/** The next entries that can travel together: of one layer, and not too many. */
export function portion(waiting: Waiting[]): Waiting[] {
  const first = waiting[0];
  if (!first) return [];
  const taken: Waiting[] = [];
  let length = 0;
  for (const one of waiting) {
    if (one.sheet !== first.sheet || one.seat !== first.seat) continue;
    length += JSON.stringify(one.mark.points).length;
    if (taken.length && (taken.length >= MOST || length > MOST_CHARACTERS)) break;
    taken.push(one);
  }
  return taken;
}

/** As the server wants it: the same journey twice ends at the same place. */
export function changeOf(entries: Waiting[]): Change {
  const [{ sheet, seat }] = entries as [Waiting];
  const standing = entries.filter(({ gone }) => !gone);
  return {
    sheet,
    seat,
    drawn: standing.map(({ mark }) => mark),
    erased: entries.filter(({ gone }) => gone).map(({ mark }) => mark.key),
    restored: standing.filter(({ tried }) => tried).map(({ mark }) => mark.key),
  };
}
