import { useQueryClient } from "@tanstack/vue-query";
import { onBeforeUnmount, onMounted, ref, shallowRef } from "vue";

import { asRefusal, type Refusal } from "@/api/refusal";
import { notify } from "@/lib/notices";
import { newRequestId } from "@/lib/requestId";

import type { WorkItem } from "./api";
import { hasMovedOn } from "./staleness";
import type { Worklist } from "./useWorklist";

/** What was written for something that somebody else had done by then. */
export interface Leftover {
  title: string;
  said: string;
  text: string;
}

export interface Handling {
  item: WorkItem;
  verb: string;
  label: string;
  text: string;
  send: (requestId: string) => Promise<unknown>;
  /** Lay the text back where it was being written. */
  keep: () => void;
}

/**
 * Acting on the items of the list. The next one opens at once; what the server then refuses comes
 * back with its reason and its text. What somebody else has done meanwhile does not come back: the
 * page says who did it, and keeps the text at hand.
 */
export function useHandling({ finish, restore }: Pick<Worklist, "finish" | "restore">) {
  const client = useQueryClient();
  const sending = ref(0);
  const refused = shallowRef<ReadonlyMap<string, Refusal>>(new Map());
  const leftover = shallowRef<Leftover | null>(null);
  /** The same intention keeps its id until the server has answered it. */
  const intentions = new Map<string, string>();

  function setRefusal(id: string, refusal: Refusal | null): void {
    const next = new Map(refused.value);
    if (refusal) next.set(id, refusal);
    else next.delete(id);
    refused.value = next;
  }

  function reread(): void {
    for (const topic of ["todo", "portal", "incoming", "outgoing"]) {
      void client.invalidateQueries({ queryKey: [topic] });
    }
  }

  async function attempt({ item, verb, send }: Handling): Promise<Refusal | null> {
    const intention = `${item.id}:${verb}`;
    const requestId = intentions.get(intention) ?? newRequestId();
    intentions.set(intention, requestId);
    setRefusal(item.id, null);
    sending.value += 1;
    try {
      await send(requestId);
      intentions.delete(intention);
      return null;
    } catch (thrown) {
      const refusal = asRefusal(thrown);
      if (!refusal) throw thrown;
      if (refusal.status > 0 && refusal.status < 500) intentions.delete(intention);
      return refusal;
    } finally {
      sending.value -= 1;
      reread();
    }
  }

  function moveOn({ item, text }: Handling, refusal: Refusal): void {
    notify(`《${item.title}》${refusal.message}`, "warn");
    leftover.value = { title: item.title, said: refusal.message, text: text.trim() };
  }

  /** Open the next one now and tell the server meanwhile. */
  async function handleAndGoOn(handling: Handling): Promise<void> {
    const { item, label } = handling;
    finish(item);
    let refusal: Refusal | null;
    try {
      refusal = await attempt(handling);
    } catch (bug) {
      handling.keep();
      restore(item);
      throw bug;
    }
    if (!refusal) notify(`已${label}《${item.title}》`);
    else if (hasMovedOn(refusal)) moveOn(handling, refusal);
    else {
      handling.keep();
      restore(item);
      setRefusal(item.id, refusal);
      notify(`《${item.title}》没有办成，已为您放回：${refusal.message}`, "warn");
    }
  }

  /** Wait for the answer: a dialog stays open when it is refused. */
  async function handleAndWait(handling: Handling, leaves: boolean): Promise<boolean> {
    const { item, label } = handling;
    const refusal = await attempt(handling);
    if (refusal && hasMovedOn(refusal)) moveOn(handling, refusal);
    else if (refusal) {
      setRefusal(item.id, refusal);
      return false;
    } else notify(`已${label}《${item.title}》`);
    if (leaves || refusal) finish(item);
    return !refusal;
  }

  /** Closing the window while something is on its way would leave the person unsure of it. */
  function onLeave(event: BeforeUnloadEvent): void {
    if (sending.value) event.preventDefault();
  }
  onMounted(() => window.addEventListener("beforeunload", onLeave));
  onBeforeUnmount(() => window.removeEventListener("beforeunload", onLeave));

  return { sending, refused, leftover, handleAndGoOn, handleAndWait, setRefusal };
}

export type Handler = ReturnType<typeof useHandling>;
