import { useQueryClient } from "@tanstack/vue-query";
import { computed, ref, shallowRef } from "vue";

import { asRefusal, Refusal } from "@/api/refusal";
import { paperKey } from "@/lib/papers/usePaper";
import type { SubjectKind } from "@/lib/papers/types";
import { useAction } from "@/lib/useAction";

import { readFile, readText, saveWord, type Text, type TextPlace } from "./api";
import { usePen } from "./usePen";
import { textKey } from "./useText";

/** What holds the file while it is written in. */
export interface Writing {
  save: () => Promise<ArrayBuffer | null>;
}

const NAME = "正文.docx";
const NO_FILE = "浏览器编辑器没有写出文件，没有保存。";
const DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document";

/** One Word text on the desk of the browser: opened, written, saved; never lost to a refusal. */
export function useWordDesk(place: TextPlace) {
  const client = useQueryClient();
  const pen = usePen(place);
  const text = shallowRef<Text | null>(null);
  const file = shallowRef<ArrayBuffer | null>(null);
  const writing = shallowRef<Writing | null>(null);
  const base = ref(0);
  const unsaved = ref(false);
  /** 不留痕: some of what is unsaved was written without traces, as it may be. */
  const isPlain = ref(false);
  const savedAt = ref<string | null>(null);
  const isOpenable = computed(
    () => text.value?.form === "word" && text.value.obstacles.length === 0,
  );

  /** The pen first: whoever holds it reads the version that nobody writes over meanwhile. */
  async function fetchFile(): Promise<void> {
    if (pen.state.value !== "mine") return;
    text.value = await readText(place);
    base.value = text.value.number;
    file.value = await readFile(place, base.value);
  }

  const opening = useAction(async () => {
    text.value = await readText(place);
    if (!isOpenable.value) return;
    await pen.take();
    await fetchFile();
  });
  const takingOver = useAction(async () => {
    await pen.takeOver();
    if (!file.value) await fetchFile();
  });

  async function written(): Promise<File | null> {
    const content = await writing.value?.save();
    return content ? new File([content], NAME, { type: DOCX }) : null;
  }

  const saving = useAction(async (_id, lost: string[]) => {
    const content = await written();
    if (!content) throw new Refusal({ code: "texts.no_file", status: 0, message: NO_FILE });
    unsaved.value = false; // What is typed while it travels is unsaved again.
    try {
      const fresh = await saveWord(place, content, {
        base: base.value,
        way: "browser",
        key: pen.key,
        lost,
        is_plain: isPlain.value,
      });
      isPlain.value = false;
      base.value = fresh.number;
      savedAt.value = fresh.versions[0]?.at ?? null;
    } catch (thrown) {
      unsaved.value = asRefusal(thrown)?.status !== 412; // Set aside is kept.
      throw thrown;
    } finally {
      void client.invalidateQueries({ queryKey: textKey(place) });
      const paper = paperKey(place.kind as SubjectKind, place.subject_id);
      void client.invalidateQueries({ queryKey: paper });
    }
  });

  const lost = computed(() => {
    const { code, extra } = saving.refusal.value ?? {};
    return code === "texts.silent_loss" ? (extra?.["lost"] as string[]) : [];
  });

  /** As it stands in the page, onto one's own disk. */
  async function download(): Promise<void> {
    const content = await written();
    if (!content) return;
    const address = URL.createObjectURL(content);
    Object.assign(document.createElement("a"), { href: address, download: NAME }).click();
    setTimeout(() => URL.revokeObjectURL(address), 1_000);
  }

  return {
    pen,
    text,
    file,
    writing,
    unsaved,
    isPlain,
    savedAt,
    isOpenable,
    opening,
    takingOver,
    saving,
    lost,
    download,
  };
}
