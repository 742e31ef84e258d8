import { useQuery } from "@tanstack/vue-query";
import { computed, ref, type Ref } from "vue";

import { actOn, readRun, type ActFields } from "@/lib/papers/api";
import {
  actOnItem,
  actOnRun,
  asActs,
  readItem,
  readMatter,
  readNotice,
  readTargets,
  type WorkItem,
} from "@/lib/papers/items";
import { stepTargets, type Target } from "@/lib/papers/targets";
import type { Act } from "@/lib/papers/types";
import { usePaper } from "@/lib/papers/usePaper";

import { paperKindOf, type Box } from "./api";
import { actsOf, LEAD_ON, withFreeWay } from "./acts";

const RUN_VERBS: Record<string, string> = {
  urge: "urge",
  cc: "cc",
  circulate: "circulate",
  withdraw_run: "withdraw",
};

const LEADING = new Set(["jump", "edit"]);
const isDone = ({ verb }: { verb: string }): boolean => !LEADING.has(verb);

const PLACES = { before: "前加签", after: "后加签", with: "并加签" };

/** One item of a box with all that its page needs: the subject, its way so far, and the acts. */
export function useItem(item: WorkItem, box: Readonly<Ref<Box>>) {
  const kind = paperKindOf(item);
  const isItem = computed(() => box.value === "todo" || box.value === "done");
  const detail = useQuery({
    queryKey: ["todo", "item", item.id],
    queryFn: ({ signal }) => readItem(item.id, signal),
    enabled: isItem,
  });
  /** What only is watched or read has no acts of a step, but its form all the same. */
  const watched = useQuery({
    queryKey: ["todo", "matter", item.run_id],
    queryFn: ({ signal }) => readMatter(item.run_id, signal),
    enabled: computed(() => !isItem.value && !kind),
  });
  const matter = computed(() => (isItem.value ? detail : watched));
  const { paper } = usePaper(ref(kind ?? "outgoing"), ref(kind ? item.subject_id : ""));
  const run = useQuery({
    queryKey: ["todo", "run", item.run_id],
    queryFn: () => readRun(item.run_id),
  });

  const ownActs = computed<Act[]>(() => (kind ? (paper.data.value?.acts ?? []) : []));
  /** Who only gives an opinion to somebody chooses no way. */
  const choosesWay = computed(() =>
    Boolean(detail.data.value?.free && !detail.data.value.answers_to),
  );
  const engineActs = computed<Act[]>(() =>
    withFreeWay(asActs(detail.data.value?.acts.filter(isDone) ?? []), choosesWay.value),
  );
  /** 流程调度: where to lead the matter on by another way, if this step grants it. */
  const ways = computed(() =>
    (detail.data.value?.acts ?? [])
      .filter((act) => !isDone(act))
      .map(({ verb, label }) => ({
        label,
        to: `/supervision/${item.run_id}${verb === "edit" ? "/way" : ""}`,
      })),
  );
  const acts = computed<Act[]>(() =>
    actsOf(box.value, item.run_status, ownActs.value, engineActs.value),
  );

  const asked = ref("");
  const steps = useQuery({
    queryKey: ["todo", "targets", item.id, "send_back"],
    queryFn: () => readTargets(item.id, "send_back"),
    enabled: computed(() => asked.value === "send_back" && !kind && isItem.value),
  });
  const targets = computed<Target[]>(() => {
    if (asked.value === "remove") return seats.value;
    if (kind || !steps.data.value) return stepTargets(run.data.value);
    return steps.data.value.nodes.map(({ key, name, people, straight }) => ({
      key,
      name,
      who: people.map(({ name: who }) => who).join("、"),
      straight,
    }));
  });
  /** Whoever was added here and may still be let go. */
  const seats = computed<Target[]>(() =>
    (detail.data.value?.asked ?? [])
      .filter(({ removable }) => removable)
      .map(({ item: id, name, place }) => ({ key: id, name, who: PLACES[place] })),
  );

  function send(verb: string, fields: ActFields, request_id: string): Promise<unknown> {
    const body = { request_id, ...fields };
    if (box.value === "read") return readNotice(item.id, body);
    // A document's own word comes first: it does more than the engine's of the same name.
    const isOwn = kind && box.value === "todo" && ownActs.value.some((act) => act.verb === verb);
    const ofRun = RUN_VERBS[verb];
    if (ofRun && !isOwn) return actOnRun(item.run_id, ofRun, body);
    if (verb === LEAD_ON) return actOnItem(item.id, "approve", body);
    return isOwn ? actOn(kind, item.subject_id, verb, body) : actOnItem(item.id, verb, body);
  }

  return { kind, detail, matter, paper, run, acts, ways, asked, targets, send };
}

export type OpenedItem = ReturnType<typeof useItem>;
