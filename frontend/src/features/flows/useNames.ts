import { useQuery } from "@tanstack/vue-query";
import { computed, type Ref, shallowReactive } from "vue";

import { everyItem, stepNames } from "@/ui/flow/editing";
import type { Tree } from "@/ui/flow/types";
import type { Names } from "@/ui/flow/words";

import { type Flow, readDepartments, readFlows, readPermissions, readPosts } from "./api";

/** What everything in a flow is called, and what can be chosen from. */
export function useNames(flow: Ref<Flow | null>, tree: Ref<Tree>) {
  const lasting = { staleTime: 300_000 };
  const permissions = useQuery({
    queryKey: ["organization", "permissions"],
    queryFn: ({ signal }) => readPermissions(signal),
    ...lasting,
  });
  const departments = useQuery({
    queryKey: ["organization", "departments"],
    queryFn: ({ signal }) => readDepartments(signal),
    ...lasting,
  });
  const posts = useQuery({
    queryKey: ["organization", "posts"],
    queryFn: ({ signal }) => readPosts(signal),
    ...lasting,
  });

  const hasSubs = computed(() => everyItem(tree.value.items).some(({ type }) => type === "sub"));
  const flows = useQuery({
    queryKey: ["workflow", "flows"],
    queryFn: ({ signal }) => readFlows(signal),
    enabled: hasSubs,
  });

  /** People chosen since the page was opened. */
  const met = shallowReactive<Record<string, string>>({});
  const modules = computed(() => permissions.data.value ?? []);

  const names = computed<Names>(() => ({
    ids: {
      ...flow.value?.names,
      ...Object.fromEntries((departments.data.value ?? []).map(({ id, name }) => [id, name])),
      ...Object.fromEntries((posts.data.value ?? []).map(({ id, name }) => [id, name])),
      ...met,
    },
    permissions: Object.fromEntries(
      modules.value.flatMap(({ label, items }) =>
        items.map((item) => [item.name, item.label || label]),
      ),
    ),
    flows: Object.fromEntries((flows.data.value ?? []).map((one) => [one.key, one.name])),
    fields: flow.value?.form_fields ?? [],
    steps: stepNames(tree.value),
  }));

  return {
    names,
    /** What steps have rights to, and what sub-flows take with them. */
    formFields: computed(() => names.value.fields.filter(({ is_fact }) => !is_fact)),
    modules,
    departments: computed(() => departments.data.value ?? []),
    posts: computed(() => posts.data.value ?? []),
    flows: computed(() => flows.data.value ?? []),
    meet: (id: string, name: string) => {
      met[id] = name;
    },
  };
}

export type Known = ReturnType<typeof useNames>;
