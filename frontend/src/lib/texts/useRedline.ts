import { Refusal } from "@/api/client";
import { useAction } from "@/lib/useAction";

import { askRedline, redlineOf, type TextPlace } from "./api";
import { type Pair } from "./useTraces";

const PAUSE_MS = 1_000;
const PATIENCE = 60;

const rest = (): Promise<void> => new Promise((done) => setTimeout(done, PAUSE_MS));

/** The marked copy as a Word file: asked for, waited for, then saved by the browser. */
export function useRedline(place: () => TextPlace) {
  const { act, busy, refusal } = useAction(async (_id, pair: Pair) => {
    for (let tries = 0; tries < PATIENCE; tries += 1) {
      const { state } = await askRedline(place(), pair.before, pair.after);
      if (state === "ready") {
        window.location.assign(redlineOf(place(), pair.before, pair.after));
        return;
      }
      await rest();
    }
    throw new Refusal({ code: "texts.slow", status: 0, message: "花脸稿还没有生成，请稍后再试。" });
  });
  return { fetchRedline: act, busy, refusal };
}
