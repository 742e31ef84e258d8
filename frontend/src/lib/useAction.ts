import { ref, shallowRef, type Ref, type ShallowRef } from "vue";

import { asRefusal, type Refusal } from "@/api/refusal";

import { newRequestId } from "./requestId";

export interface Action<Args extends unknown[]> {
  /** Do it; true when it was done, false when it was refused or is already running. */
  act: (...args: Args) => Promise<boolean>;
  busy: Ref<boolean>;
  refusal: ShallowRef<Refusal | null>;
  clear: () => void;
}

/**
 * One act of a person: busy while it runs, refusal when the server says no; a bug is still thrown.
 * The work receives a request id that stays the same until the server has answered, so that pressing
 * again after a broken connection never does the thing twice.
 */
export function useAction<Args extends unknown[] = []>(
  work: (requestId: string, ...args: Args) => Promise<unknown>,
): Action<Args> {
  const busy = ref(false);
  const refusal = shallowRef<Refusal | null>(null);
  let requestId = newRequestId();

  async function act(...args: Args): Promise<boolean> {
    if (busy.value) return false;
    busy.value = true;
    refusal.value = null;
    try {
      await work(requestId, ...args);
      requestId = newRequestId();
      return true;
    } catch (thrown) {
      const refused = asRefusal(thrown);
      if (!refused) throw thrown;
      if (refused.status > 0 && refused.status < 500) requestId = newRequestId();
      refusal.value = refused;
      return false;
    } finally {
      busy.value = false;
    }
  }

  function clear(): void {
    refusal.value = null;
  }

  return { act, busy, refusal, clear };
}
