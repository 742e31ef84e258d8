import { useQuery, useQueryClient } from "@tanstack/vue-query";
import { computed, nextTick, ref, shallowRef, watch, type Ref } from "vue";

import { isRecord } from "@/lib/forms/conditions";
import type { Answers, Range } from "@/lib/forms/types";
import { asChosen, askFor, stepRefused, type Picks } from "@/lib/papers/choosing";
import { newRequestId } from "@/lib/requestId";
import { useAction } from "@/lib/useAction";
import { useSettled } from "@/lib/useSettled";

import {
  fileRequest,
  previewOf,
  readSheet,
  saveDraft,
  type Detail,
  type Notice,
  type Preview,
  type StartSheet,
  type Suggestion,
} from "./api";

const LOOK_AHEAD_MS = 350;
const KEEP_MS = 2500;

/** Filling in one request: its answers, what follows from them, its draft, and sending it. */
export function useStart(key: Readonly<Ref<string>>) {
  const client = useQueryClient();
  const sheet = useQuery({
    queryKey: computed(() => ["requests", "sheet", key.value]),
    queryFn: () => readSheet(key.value),
    // What somebody is filling in must not change under their hands.
    staleTime: Infinity,
    gcTime: 0,
    refetchOnWindowFocus: false,
  });
  const answers = ref<Answers>({});
  const preview = shallowRef<Preview>();
  const savedAt = ref<string | null>(null);
  const touched = ref(false);
  const picks = ref<Picks>({});
  const folder = newRequestId();

  watch(
    sheet.data,
    (now: StartSheet | undefined) => {
      if (!now) return;
      answers.value = { ...now.sheet.answers };
      preview.value = now.preview;
      savedAt.value = now.saved_at ?? null;
      picks.value = {};
      touched.value = false;
    },
    { immediate: true },
  );

  const looked = useSettled(answers, LOOK_AHEAD_MS);
  let asking: AbortController | undefined;
  watch(looked, async (now) => {
    if (!sheet.data.value) return;
    asking?.abort();
    asking = new AbortController();
    const { signal } = asking;
    try {
      const found = await previewOf(key.value, now, signal);
      if (!signal.aborted) preview.value = found;
    } catch {
      // A look ahead that fails is not worth a word: filing asks again and says why.
    }
  });

  const draft = useAction(async () => {
    const form = sheet.data.value?.form;
    if (!form) return;
    savedAt.value = (await saveDraft(key.value, form, answers.value)).saved_at;
    touched.value = false;
    void client.invalidateQueries({ queryKey: ["requests", "kinds"] });
  });
  const rested = useSettled(answers, KEEP_MS);
  watch(rested, () => {
    if (touched.value && !file.busy.value) void draft.act();
  });

  const file = useAction(async (request_id: string, done: (made: Detail) => void) => {
    const form = sheet.data.value?.form ?? "";
    touched.value = false;
    const data = answers.value;
    const chosen = asChosen(mine.value, picks.value);
    const made = await fileRequest({ kind: key.value, form, data, request_id, folder, chosen });
    client.setQueryData(["requests", "one", made.id], made);
    for (const topic of ["requests", "todo", "portal"]) {
      void client.invalidateQueries({ queryKey: [topic], refetchType: "active" });
    }
    done(made);
  });

  function change(now: Answers): void {
    answers.value = now;
    touched.value = true;
  }

  /** Steps whose people the applicant names, and the one that still lacks somebody. */
  const mine = computed(() =>
    (preview.value?.path ?? [])
      .filter(({ permission }) => permission !== null)
      .map(({ node, name }) => ({ key: node, name })),
  );
  const pressed = ref(false);
  const lacking = computed(() => mine.value.find((one) => !picks.value[one.key]?.length));
  const lack = computed(() => (pressed.value && lacking.value ? askFor(lacking.value) : ""));
  const wrong = computed(() =>
    lack.value ? (lacking.value?.key ?? "") : stepRefused(file.refusal.value),
  );

  /** Whether everybody the applicant has to name is named; the page says who is not. */
  function peopled(): boolean {
    if (!lacking.value) return true;
    pressed.value = false; // pressed again, the cursor goes there again
    void nextTick(() => {
      pressed.value = true;
    });
    return false;
  }

  const take = ({ field, value }: Suggestion): void => change({ ...answers.value, [field]: value });

  const notices = computed<Notice[]>(() => preview.value?.notices ?? []);
  const obstacle = computed(() => notices.value.find(({ level }) => level === "error"));
  const errors = computed(() => file.refusal.value?.byField ?? {});

  /** The field of the form that says when: the lanes show its time. */
  const span = computed<Range | null>(() => {
    const ranges = sheet.data.value?.sheet.ui.fields.filter(({ widget }) => widget === "range");
    const value = answers.value[ranges?.[0]?.name ?? ""];
    if (!isRecord(value) || typeof value.start !== "string" || typeof value.end !== "string") {
      return null;
    }
    return value.start && value.end ? { start: value.start, end: value.end } : null;
  });

  return {
    sheet,
    answers,
    change,
    take,
    preview,
    notices,
    obstacle,
    errors,
    span,
    folder,
    savedAt,
    picks,
    lack,
    wrong,
    peopled,
    draft,
    file,
  };
}
