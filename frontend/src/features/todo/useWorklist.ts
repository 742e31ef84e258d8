import { computed, ref, shallowRef, watch } from "vue";
import { useRoute, useRouter } from "vue-router";

import { useNarrow } from "@/lib/useNarrow";
import { usePages } from "@/lib/usePages";
import { useSettled } from "@/lib/useSettled";

import { listItems, type Box, type Wanted, type WorkItem } from "./api";
import { groupItems } from "./grouping";
import { afterDone, stepFrom } from "./selection";

const BOXES = new Set<Box>(["todo", "done", "started", "read", "was_read"]);

/** The list, what of it is open (in the address, so that it survives a reload), and moving through it. */
export function useWorklist() {
  const route = useRoute();
  const router = useRouter();
  const narrow = useNarrow();
  const text = (name: string): string => String(route.query[name] ?? "");

  const box = computed<Box>(() => {
    const asked = text("box") as Box;
    return BOXES.has(asked) ? asked : "todo";
  });
  const q = ref(text("q"));
  const asked = useSettled(q);
  const wanted = computed<Wanted>(() => ({
    box: box.value,
    q: asked.value,
    flow: text("flow"),
    sender: text("sender"),
    overdue: text("overdue") === "1",
  }));
  /** Done here and now; the list forgets them once the server has answered again. */
  const finished = ref(new Set<string>());

  const { query, rows, total } = usePages<WorkItem>(
    computed(() => ["todo", "list", wanted.value]),
    (cursor, signal) => listItems(wanted.value, cursor, signal),
  );

  const groups = computed(() =>
    groupItems(
      rows.value.filter(({ id }) => !finished.value.has(id)),
      box.value,
    ),
  );
  /** In the order in which they stand on the screen. */
  const items = computed(() => groups.value.flatMap((group) => group.items));
  const openId = computed(() => text("item"));
  /** What lay open last: it stays, whatever arrives above it or is done by somebody else meanwhile. */
  const kept = shallowRef<WorkItem>();
  const opened = computed(() => {
    const find = (id: string) => items.value.find((item) => item.id === id);
    const named = find(openId.value);
    if (named) return named;
    const last = kept.value;
    const stays = last && !finished.value.has(last.id);
    if (stays && (openId.value ? openId.value === last.id : !narrow.value)) {
      return find(last.id) ?? last;
    }
    return narrow.value ? undefined : items.value[0];
  });
  watch(opened, (now) => {
    kept.value = now;
  });
  const place = computed(() => items.value.findIndex(({ id }) => id === opened.value?.id) + 1);

  function show(id: string | undefined): void {
    const query = { ...route.query, item: id };
    // On a phone the way back leads to the list, so opening from it is a step of its own.
    const go = narrow.value && id && !openId.value ? router.push : router.replace;
    void go({ query });
  }

  function move(by: number): void {
    const next = stepFrom(items.value, opened.value?.id ?? "", by);
    if (next) show(next.id);
  }

  /** Take a finished item off the list and open the next one. */
  function finish(item: WorkItem): void {
    const next = afterDone(items.value, item.id);
    finished.value = new Set([...finished.value, item.id]);
    if (opened.value === undefined || opened.value.id === item.id || openId.value === item.id) {
      show(next?.id);
    }
  }

  /** Several that are done with at once; nothing of them stays open. */
  function drop(ids: readonly string[]): void {
    finished.value = new Set([...finished.value, ...ids]);
    if (kept.value && ids.includes(kept.value.id)) kept.value = undefined;
    if (ids.includes(openId.value)) show(undefined);
  }

  /** It was not done after all: put it back where it was and open it again. */
  function restore(item: WorkItem): void {
    finished.value = new Set([...finished.value].filter((id) => id !== item.id));
    kept.value = item;
    show(item.id);
  }

  function openBox(now: Box): void {
    kept.value = undefined;
    q.value = "";
    void router.replace({ query: { box: now } });
  }

  function narrowTo(changes: Partial<Record<"flow" | "sender" | "overdue", string>>): void {
    kept.value = undefined;
    const query = { ...route.query, item: undefined, ...changes };
    void router.replace({
      query: Object.fromEntries(Object.entries(query).filter(([, value]) => value)),
    });
  }

  watch(query.dataUpdatedAt, () => {
    const listed = new Set(rows.value.map(({ id }) => id));
    finished.value = new Set([...finished.value].filter((id) => listed.has(id)));
  });

  return {
    box,
    q,
    wanted,
    query,
    groups,
    items,
    total,
    opened,
    openId,
    place,
    show,
    move,
    finish,
    drop,
    restore,
    openBox,
    narrowTo,
  };
}

export type Worklist = ReturnType<typeof useWorklist>;
