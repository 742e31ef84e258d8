import { useQueryClient } from "@tanstack/vue-query";
import { computed, reactive, ref } from "vue";

import { useAction } from "@/lib/useAction";

import { changeSeal, KEY, makeSeal, type Seal, type SealKind } from "./api";
import { KINDS } from "./words";

export interface Keeper {
  id: string;
  name: string;
}

/** What is asked about a new seal, or about one that changes hands. */
export function useSealForm(seal: Seal | null, done: () => void) {
  const client = useQueryClient();
  const form = reactive({
    name: "",
    kind: "official" as SealKind,
    width_mm: KINDS.official.width_mm,
    height_mm: KINDS.official.height_mm,
    keepers: (seal?.keepers ?? []).map(({ id, name }): Keeper => ({ id, name })),
    doc_kinds: [...(seal?.doc_kinds ?? [])],
  });
  const missing = ref<"" | "name" | "keepers">("");

  const { act, busy, refusal } = useAction(async () => {
    const keepers = form.keepers.map(({ id }) => id);
    const { name, kind, width_mm, height_mm, doc_kinds } = form;
    await (seal
      ? changeSeal(seal.id, { keepers, doc_kinds })
      : makeSeal({ name: name.trim(), kind, width_mm, height_mm, keepers, doc_kinds }));
    await client.invalidateQueries({ queryKey: KEY });
    done();
  });

  const errors = computed(() => ({
    name: missing.value === "name" ? "请写明印章名称" : (refusal.value?.byField.name ?? ""),
    keepers: missing.value === "keepers" ? "请指定保管人" : (refusal.value?.byField.keepers ?? ""),
    size: refusal.value?.code === "seals.bad_size" ? refusal.value.message : "",
  }));

  function setKind(kind: SealKind): void {
    const { width_mm, height_mm } = KINDS[kind];
    Object.assign(form, { kind, width_mm, height_mm });
  }

  function submit(): void {
    missing.value = !seal && !form.name.trim() ? "name" : form.keepers.length ? "" : "keepers";
    if (!missing.value) void act();
  }

  return { form, missing, errors, busy, refusal, submit, setKind };
}
