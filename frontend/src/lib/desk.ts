import { useQuery } from "@tanstack/vue-query";
import { computed, type MaybeRefOrGetter, toValue } from "vue";

import { send } from "@/api/client";

/** What waits for the logged-in person; shown by the portal and as numbers on the rail. */
export interface DeskCounts {
  todo: number;
  due_today: number;
  overdue: number;
  to_acknowledge: number;
  started: number;
}

export interface DeskTodo {
  id: string;
  run_id: string;
  subject_kind: "outgoing" | "incoming";
  subject_id: string;
  doc_kind: string;
  title: string;
  number: string | null;
  urgency: string;
  step: string;
  step_name: string;
  from_name: string;
  from_unit?: string | null;
  opened_at: string;
  due_at: string | null;
}

export interface DeskArrival {
  id: string;
  from_unit: { code: string; name: string; short_name: string };
  doc_kind: string;
  urgency: string;
  title: string;
  number: string | null;
  received_at: string;
}

export interface DeskSent {
  id: string;
  doc_kind: string;
  urgency: string;
  title: string;
  number: string | null;
  stage: string;
  stage_label: string;
  updated_at: string;
}

export interface Desk {
  today: string;
  counts: DeskCounts;
  todo: DeskTodo[];
  to_acknowledge: DeskArrival[];
  recent_outgoing: DeskSent[];
}

/** One request for the whole desk; the portal and the rail share its answer. */
export function useDesk(enabled: MaybeRefOrGetter<boolean> = true) {
  return useQuery({
    queryKey: ["portal"],
    queryFn: ({ signal }) => send<Desk>("get", "/api/desk/portal", { signal }),
    enabled: computed(() => toValue(enabled)),
  });
}
