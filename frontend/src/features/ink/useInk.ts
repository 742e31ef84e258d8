/** The ink of one document: what the server has, and on top of it what was just written here. */
import { keepPreviousData, useQuery, useQueryClient } from "@tanstack/vue-query";
import { computed, ref, shallowReactive, shallowRef, watch, type Ref } from "vue";

import { notify } from "@/lib/notices";
import { newRequestId } from "@/lib/requestId";
import { useSession } from "@/lib/session";
import { useAction } from "@/lib/useAction";

import { handIn, readInk, type Colour, type Mark, type Place, type Width } from "./api";
import { nextMade, openQueue, type Waiting } from "./queue";
import { useSending } from "./useSending";

interface Step {
  keys: string[];
  /** Drawn, or struck out: what undoing turns around. */
  drawn: boolean;
}

export interface Drawn {
  page: number;
  ink: Colour;
  width: Width;
  points: number[];
  text?: string;
}

export function useInk(place: Place, file: Readonly<Ref<string>>) {
  const client = useQueryClient();
  const version = ref("");
  const root = [place.kind, "ink", place.id];
  const picture = useQuery({
    queryKey: computed(() => [...root, file.value, version.value]),
    queryFn: ({ signal }) => readInk(place, { file: file.value, version: version.value }, signal),
    placeholderData: keepPreviousData,
  });
  const queue = openQueue(useSession().staff.value?.id ?? "", place.kind, place.id);
  const sending = useSending(place, queue, () => {
    void client.invalidateQueries({ queryKey: root });
  });
  sending.later(0); // what an earlier page could not get through

  const shown = computed(() => picture.data.value);
  const bond = computed(() => {
    const { sheet = "", seat = null, why_not = "-" } = shown.value ?? {};
    return seat && !why_not ? { sheet, seat: seat.id } : null;
  });
  const current = computed(() => shown.value?.versions.find(({ is_current }) => is_current));
  watch(
    () => [current.value?.sha256, shown.value?.file] as const,
    ([now, ofFile], [before, ofOther]) => {
      if (!now || !before || now === before) return;
      done.value = undone.value = []; // strokes of other pages are not undone on these
      if (ofFile !== ofOther) return;
      notify("文稿已有改动：现在是新的版面，此前的笔迹留在原来的版面上。", "warn");
    },
  );
  watch(file, () => {
    version.value = "";
  });
  const mayWrite = computed(() => bond.value !== null);
  const kept = computed(
    () => shown.value?.layers.find(({ state }) => state === "open")?.marks ?? [],
  );
  /** Written or struck out on this page, until it is left. */
  const changes = shallowReactive(new Map<string, Waiting>());
  for (const one of queue.all()) changes.set(one.mark.key, one);

  const mine = computed<Mark[]>(() => {
    const at = bond.value;
    if (!at) return [];
    const found = new Map(kept.value.map((mark) => [mark.key, mark]));
    for (const [key, { mark, gone, sheet, seat }] of changes) {
      if (sheet !== at.sheet || seat !== at.seat) continue;
      if (gone) found.delete(key);
      else found.set(key, mark);
    }
    return [...found.values()];
  });

  let warned = false;
  const done = shallowRef<Step[]>([]);
  const undone = shallowRef<Step[]>([]);

  function turn(keys: string[], gone: boolean): void {
    const at = bond.value;
    if (!at) return;
    for (const key of keys) {
      const mark = changes.get(key)?.mark ?? kept.value.find((one) => one.key === key);
      if (!mark) continue;
      const made = changes.get(key)?.made ?? nextMade();
      keep({ ...at, mark, gone, made, tried: true });
    }
    sending.later();
  }

  function keep(change: Waiting): void {
    changes.set(change.mark.key, change);
    if (!queue.put(change) && !warned) {
      warned = true;
      notify("本机存储已满，未保存的笔迹只在本页保留，请勿关闭页面。", "warn");
    }
  }

  function draw(what: Drawn): void {
    const at = bond.value;
    if (!at) return;
    const mark: Mark = { text: "", ...what, key: newRequestId() };
    keep({ ...at, mark, gone: false, made: nextMade(), tried: false });
    done.value = [...done.value, { keys: [mark.key], drawn: true }];
    undone.value = [];
    sending.later();
  }

  function erase(keys: string[]): void {
    if (!keys.length) return;
    turn(keys, true);
    done.value = [...done.value, { keys, drawn: false }];
    undone.value = [];
  }

  function undo(): void {
    const step = done.value.at(-1);
    if (!step) return;
    done.value = done.value.slice(0, -1);
    undone.value = [...undone.value, step];
    turn(step.keys, step.drawn);
  }

  function redo(): void {
    const step = undone.value.at(-1);
    if (!step) return;
    undone.value = undone.value.slice(0, -1);
    done.value = [...done.value, step];
    turn(step.keys, !step.drawn);
  }

  const handing = useAction(async () => {
    if (!(await sending.flush())) {
      notify("还有笔迹没有保存，保存后才能提交。", "warn");
      return;
    }
    const answer = await handIn(place, file.value);
    changes.clear();
    client.setQueryData([...root, file.value, version.value], answer);
    done.value = undone.value = [];
    await client.invalidateQueries({ queryKey: [place.kind] });
  });

  return {
    picture,
    shown,
    version,
    mayWrite,
    mine,
    draw,
    erase,
    undo,
    redo,
    canUndo: computed(() => done.value.length > 0),
    canRedo: computed(() => undone.value.length > 0),
    sending,
    handing,
  };
}
