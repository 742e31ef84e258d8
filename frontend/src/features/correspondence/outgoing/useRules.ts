import { useQueryClient } from "@tanstack/vue-query";
import { computed, type Ref } from "vue";

import { readOutgoing } from "@/lib/papers/api";
import type { Finding, Fix, Outgoing } from "@/lib/papers/types";
import { paperKey } from "@/lib/papers/usePaper";
import { useAction } from "@/lib/useAction";

import { explain as sendReason, saveDraft, type RevisionIn } from "../api";

/** What the rules say of a document, and the ways out: mend it by a click, or say why it goes on. */
export function useRules(document: Readonly<Ref<Outgoing>>, changed: (fresh: Outgoing) => void) {
  const client = useQueryClient();
  const of = (strength: Finding["strength"]) =>
    document.value.findings.filter((one) => one.strength === strength);
  const refused = computed(() => of("hard"));
  const asking = computed(() =>
    of("conditional").filter(({ code }) => !document.value.reasons[code]),
  );
  /** What stands in the way of going on. */
  const open = computed(() => refused.value.length + asking.value.length);

  function keep(fresh: Outgoing): void {
    client.setQueryData(paperKey("outgoing", fresh.id), fresh);
    changed(fresh);
  }

  const mending = useAction(async (_request, fix: Fix) => {
    const { id } = document.value;
    const { version } = await readOutgoing(id);
    keep(await saveDraft(id, version, fix.changes as RevisionIn));
  });
  const explaining = useAction(async (_request, code: string, reason: string) => {
    keep(await sendReason(document.value.id, code, reason));
  });
  const busy = computed(() => mending.busy.value || explaining.busy.value);
  const refusal = computed(() => mending.refusal.value ?? explaining.refusal.value);

  return { refused, asking, open, busy, refusal, mend: mending.act, explain: explaining.act };
}
