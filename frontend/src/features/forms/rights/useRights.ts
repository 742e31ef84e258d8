import { computed, onScopeDispose, ref, shallowRef, watch } from "vue";

import { asRefusal, type Refusal } from "@/api/refusal";
import type { FormField } from "@/lib/forms/types";

import { flowsOf, readFlow, saveFlow } from "./api";
import { type FlowBody, put, type Right, type Step, stepsOf } from "./rights";

const REST_MS = 700;

/** The rights of one form in the flow that asks for it; they save themselves into its draft. */
export function useRights(form: string) {
  const flows = shallowRef<{ key: string; name: string }[] | null>(null);
  const chosen = ref("");
  const body = shallowRef<FlowBody | null>(null);
  const failure = shallowRef<unknown>(null);
  const refusal = shallowRef<Refusal | null>(null);
  const state = ref<"saved" | "dirty" | "saving" | "refused">("saved");
  const isDraft = ref(false);
  let edit = 0;
  let name = "";
  let timer: ReturnType<typeof setTimeout> | undefined;
  let line: Promise<void> = Promise.resolve();

  async function attempt(work: () => Promise<void>): Promise<void> {
    failure.value = null;
    try {
      await work();
    } catch (thrown) {
      if (!asRefusal(thrown)) throw thrown;
      failure.value = thrown;
    }
  }

  async function open(key: string): Promise<void> {
    const flow = await readFlow(key);
    if (chosen.value !== key) return;
    body.value = (flow.draft?.graph ?? flow.graph) as FlowBody;
    [edit, name] = [flow.draft?.edit ?? 0, flow.name];
    isDraft.value = flow.draft !== null;
    refusal.value = null;
    state.value = "saved";
  }

  const load = (): Promise<void> =>
    attempt(async () => {
      flows.value = await flowsOf(form);
      const first = flows.value[0]?.key ?? "";
      if (flows.value.some(({ key }) => key === chosen.value)) await open(chosen.value);
      else chosen.value = first;
    });

  watch(chosen, async (key, before) => {
    if (before) await save(before);
    body.value = null;
    if (key) await attempt(() => open(key));
  });

  async function send(key: string): Promise<void> {
    const sent = body.value;
    if (!sent) return;
    state.value = "saving";
    try {
      const saved = await saveFlow(key, edit, name, sent);
      edit = saved.draft.edit;
      isDraft.value = true;
      refusal.value = null;
      state.value = body.value === sent ? "saved" : "dirty";
    } catch (thrown) {
      refusal.value = asRefusal(thrown);
      if (!refusal.value) throw thrown;
      state.value = "refused";
    }
  }

  const isState = (one: typeof state.value): boolean => state.value === one;

  /** Never two savings at once: the second begins from what the first has made. */
  async function save(key = chosen.value): Promise<void> {
    clearTimeout(timer);
    line = line.catch(() => undefined).then(() => (isState("dirty") ? send(key) : undefined));
    await line;
    if (isState("dirty")) await save(key);
  }

  function set(step: Step, field: FormField, right: Right): void {
    if (!body.value) return;
    body.value = put(body.value, step, field, right);
    state.value = "dirty";
    clearTimeout(timer);
    timer = setTimeout(() => void save(), REST_MS);
  }

  onScopeDispose(() => {
    if (isState("dirty")) void save();
  });

  void load();
  return {
    flows,
    chosen,
    steps: computed(() => (body.value ? stepsOf(body.value) : [])),
    isReading: computed(() => flows.value === null || (chosen.value !== "" && !body.value)),
    isDraft,
    failure,
    refusal,
    state,
    load,
    set,
  };
}

export type RightsBoard = ReturnType<typeof useRights>;
