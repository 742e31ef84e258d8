import { useQueryClient } from "@tanstack/vue-query";
import { type Ref } from "vue";

import { notify } from "@/lib/notices";
import { useAction } from "@/lib/useAction";

import { type Fields, intervene } from "./api";

/** Acting on one run; whatever the answer, the run is read again, so that nothing stale stays. */
export function useIntervening(id: Readonly<Ref<string>>) {
  const client = useQueryClient();
  const reread = (): Promise<void> => client.invalidateQueries({ queryKey: ["todo"] });

  const { act, busy, refusal, clear } = useAction(
    async (request_id: string, verb: string, fields: Fields) => {
      await intervene(id.value, verb, { request_id, ...fields });
    },
  );

  async function perform(verb: string, label: string, fields: Fields): Promise<boolean> {
    const done = await act(verb, fields);
    if (done) notify(`已${label}`);
    if (done || refusal.value?.status === 409) await reread();
    return done;
  }

  return { perform, busy, refusal, clear };
}
