import { useQueryClient } from "@tanstack/vue-query";
import { shallowRef, type Ref } from "vue";

import { useAction } from "@/lib/useAction";

import { actOn, type ActFields } from "./api";
import type { Incoming, Outgoing, SubjectKind } from "./types";

/**
 * Acting on one document. When somebody was faster (409) the document is read again at once, so that
 * the refusal stands beside the new state; what was written stays where it is.
 */
export function useActing(kind: Readonly<Ref<SubjectKind>>, id: Readonly<Ref<string>>) {
  const client = useQueryClient();
  const conflict = shallowRef(false);

  function reread(changed: SubjectKind): Promise<unknown> {
    const topics = [changed, "todo", "portal"];
    return Promise.all(topics.map((topic) => client.invalidateQueries({ queryKey: [topic] })));
  }

  const { act, busy, refusal, clear } = useAction(
    async (requestId: string, verb: string, fields: ActFields) => {
      const [subject, subjectId] = [kind.value, id.value];
      const paper = await actOn(subject, subjectId, verb, { request_id: requestId, ...fields });
      client.setQueryData<Outgoing | Incoming>([subject, "one", subjectId], paper);
      void reread(subject);
    },
  );

  async function perform(verb: string, fields: ActFields): Promise<boolean> {
    conflict.value = false;
    const done = await act(verb, fields);
    if (!done && refusal.value?.status === 409) {
      conflict.value = true;
      await reread(kind.value);
    }
    return done;
  }

  return { perform, busy, refusal, conflict, clear };
}
