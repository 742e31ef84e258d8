import { reactive } from "vue";

import { asRefusal } from "@/api/refusal";

import { readSpan } from "./api";
import type { Span, Spans } from "./expressions";

const known = reactive(new Map<string, Span | null>());

async function ask(key: string, start: string, end: string): Promise<void> {
  known.set(key, null); // asked: not again before the answer is there
  try {
    const found = await readSpan(start, end);
    if (found.known) known.set(key, { minutes: found.minutes, halves: found.halves });
  } catch (thrown) {
    if (!asRefusal(thrown)) throw thrown;
    known.delete(key); // offline: the next look asks again, the server counts in any case
  }
}

/**
 * Working time by the unit's calendar, which only the server knows: null until its answer comes,
 * and whatever was computed from it is computed again.
 */
export function useSpans(): Spans {
  return (start, end) => {
    const key = `${start}/${end}`;
    const found = known.get(key);
    if (found === undefined && start && end && start <= end) void ask(key, start, end);
    return found ?? null;
  };
}
