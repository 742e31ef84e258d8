import { useQuery, useQueryClient } from "@tanstack/vue-query";
import { computed, ref, watch } from "vue";

import { notify } from "@/lib/notices";
import { useAction } from "@/lib/useAction";

import { changeDuty, readDuties, readPermissions } from "./api";
import { differences, draftOf, type Drafts, lockReason } from "./matrix";

const KEY = ["organization", "duties"];

/** The matrix of duties and permissions: what the server has, what is ticked, what differs. */
export function useMatrix() {
  const client = useQueryClient();
  const dutiesQuery = useQuery({ queryKey: KEY, queryFn: ({ signal }) => readDuties(signal) });
  const modulesQuery = useQuery({
    queryKey: ["organization", "permissions"],
    queryFn: ({ signal }) => readPermissions(signal),
    staleTime: Infinity,
  });
  // The three administrators stand apart at the end, whatever the unit has added since.
  const duties = computed(() => {
    const all = dutiesQuery.data.value ?? [];
    return [...all.filter(({ guard }) => !guard), ...all.filter(({ guard }) => guard)];
  });
  const modules = computed(() => modulesQuery.data.value ?? []);

  const drafts = ref<Drafts>({});
  const changes = computed(() => differences(duties.value, drafts.value, modules.value));

  function reset(): void {
    drafts.value = Object.fromEntries(duties.value.map((duty) => [duty.id, draftOf(duty)]));
  }

  // A refetch must not wipe what somebody has ticked meanwhile: only new duties get a new draft.
  watch(duties, (now) => {
    const kept = changes.value.length > 0 ? drafts.value : {};
    drafts.value = Object.fromEntries(now.map((duty) => [duty.id, kept[duty.id] ?? draftOf(duty)]));
  });

  const reason = (permission: string, dutyId: string): string => {
    const duty = duties.value.find(({ id }) => id === dutyId);
    return duty ? lockReason(permission, duty, duties.value) : "";
  };

  function toggle(permission: string, dutyId: string): void {
    const ticked = drafts.value[dutyId]?.permissions;
    if (!ticked) return;
    if (!ticked.delete(permission)) ticked.add(permission);
  }

  const refresh = (): Promise<void> => client.invalidateQueries({ queryKey: KEY });

  /** Duty by duty; what was saved before a refusal stays saved, the rest stays ticked. */
  const saving = useAction(async () => {
    const changed = new Set(changes.value.map(({ duty }) => duty.id));
    try {
      for (const id of changed) {
        const draft = drafts.value[id];
        if (!draft) continue;
        await changeDuty(id, { permissions: [...draft.permissions], scope: draft.scope });
      }
    } finally {
      await refresh();
    }
    reset();
    notify(`已保存，${changed.size} 项职责的权限即时生效`);
  });

  const queries = [dutiesQuery, modulesQuery];
  const error = computed(() => queries.find((query) => query.error.value)?.error.value ?? null);
  const pending = computed(() => queries.some((query) => query.isPending.value));
  const retry = (): void => queries.forEach((query) => void query.refetch());

  return {
    duties,
    modules,
    drafts,
    changes,
    error,
    pending,
    retry,
    reason,
    toggle,
    reset,
    refresh,
    saving,
  };
}
