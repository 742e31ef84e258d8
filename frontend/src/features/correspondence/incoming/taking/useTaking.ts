import { useQuery, useQueryClient } from "@tanstack/vue-query";
import { computed, reactive, ref, watch } from "vue";
import { useRouter } from "vue-router";

import { notify } from "@/lib/notices";
import type { Attachment } from "@/lib/papers/types";
import { paperKey } from "@/lib/papers/usePaper";
import { useAction } from "@/lib/useAction";
import { useSettled } from "@/lib/useSettled";

import {
  beginPaper,
  findLike,
  type Laid,
  listUnits,
  paperFiles,
  type ReadFields,
  takeAwayFile,
  takePaper,
} from "../../api";
import { useUploads } from "../../useUploads";
import { blank, bodyFrom, lack, type Readable, senderNamed, senderOf, wireName } from "./form";

const FIELDS: readonly Readable[] = [
  "sender",
  "number",
  "title",
  "doc_kind",
  "urgency",
  "written_on",
  "signer",
];

/** One paper on its way into the register: its files, what was read from them, what it may repeat. */
export function useTaking() {
  const client = useQueryClient();
  const router = useRouter();
  const form = reactive(blank());
  const files = ref<Attachment[]>([]);
  const said = ref<{ name: string; text: string }[]>([]);
  /** Fields as they came out of a file, until the clerk has checked or changed them. */
  const read = reactive(new Map<Readable, string>());
  const checked = reactive(new Set<Readable>());
  const despite = ref(false);

  const units = useQuery({
    queryKey: ["units", "directory"],
    queryFn: ({ signal }) => listUnits(signal),
    staleTime: 600_000,
  });

  let begun: Promise<string> | null = null;
  const folder = (): Promise<string> => (begun ??= beginPaper().then(({ id }) => id));

  const valueOf = (field: Readable): string => JSON.stringify(form[field]);
  const isUnchecked = (field: Readable): boolean =>
    read.get(field) === valueOf(field) && !checked.has(field);
  const unchecked = computed(() => FIELDS.filter(isUnchecked));

  function fill(fields: ReadFields): void {
    for (const field of FIELDS) {
      const value = fields[wireName(field)];
      const isEmpty = field === "urgency" ? form.urgency === "none" : form[field].length === 0;
      if (!value || !isEmpty) continue;
      Object.assign(form, {
        [field]: field === "sender" ? [senderNamed(units.data.value ?? [], value)] : value,
      });
      read.set(field, valueOf(field));
    }
  }

  const uploads = useUploads<Laid>(
    async () => paperFiles(await folder()),
    async (laid) => {
      await units.suspense();
      files.value = [...files.value, laid.file];
      said.value = [...said.value, { name: laid.file.name, text: laid.said }];
      fill(laid.read);
    },
  );

  const takeAway = useAction(async (_requestId, file: Attachment) => {
    await takeAwayFile(await folder(), file.id);
    files.value = files.value.filter(({ id }) => id !== file.id);
    said.value = said.value.filter(({ name }) => name !== file.name);
  });

  const asked = useSettled(
    computed(() =>
      JSON.stringify({ ...senderOf(form), number: form.number.trim(), title: form.title.trim() }),
    ),
    400,
  );
  const likes = useQuery({
    queryKey: computed(() => ["incoming", "like", asked.value, files.value.length]),
    queryFn: async ({ signal }) => findLike(await folder(), JSON.parse(asked.value), signal),
    enabled: computed(
      () => files.value.length > 0 || (form.sender.length > 0 && form.title !== ""),
    ),
  });
  const like = computed(() => likes.data.value ?? []);
  watch(
    () => like.value.map(({ id }) => id).join(),
    () => {
      despite.value = false;
    },
  );

  const missing = computed(() => {
    const found = lack(form, files.value.length, unchecked.value.length);
    if (found) return found;
    return like.value.length && !despite.value ? "请先核对可能重复的来文。" : "";
  });

  const taking = useAction(async (request_id) => {
    const names = FIELDS.filter((field) => read.has(field)).map(wireName);
    const body = bodyFrom(form, { request_id, read: names, despite: despite.value });
    const paper = await takePaper(await folder(), body);
    client.setQueryData(paperKey("incoming", paper.id), paper);
    for (const topic of ["incoming", "portal", "todo"]) {
      void client.invalidateQueries({ queryKey: [topic] });
    }
    notify(
      paper.register_number ? `已登记，收文号 ${paper.register_number}` : "已签收，请到收文中登记",
    );
    await router.replace(`/incoming/${paper.id}`);
  });

  return {
    form,
    files,
    said,
    units,
    uploads,
    takeAway,
    like,
    despite,
    missing,
    taking,
    unchecked,
    isRead: (field: Readable): boolean => read.get(field) === valueOf(field),
    isUnchecked,
    check: (field: Readable) => checked.add(field),
    checkAll: () => unchecked.value.forEach((field) => checked.add(field)),
  };
}

export type Taking = ReturnType<typeof useTaking>;
