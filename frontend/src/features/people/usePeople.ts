import { useQuery } from "@tanstack/vue-query";
import { computed, ref, watch } from "vue";
import { useRoute, useRouter } from "vue-router";

import { useHost } from "@/lib/host";
import { usePages } from "@/lib/usePages";
import { useSettled } from "@/lib/useSettled";

import { type PersonCard, readPeople, readUnits } from "./api";

/** Where one looks: one unit, or everywhere. */
export const EVERYWHERE = "*";

export interface DepartmentGroup {
  name: string;
  people: PersonCard[];
}

/** People under their departments, both in the order the server sends them. */
export function byDepartment(people: readonly PersonCard[], withUnit: boolean): DepartmentGroup[] {
  const groups = new Map<string, PersonCard[]>();
  for (const person of people) {
    const department = person.department || "未分部门";
    const name = withUnit ? `${person.unit_name} · ${department}` : department;
    groups.set(name, [...(groups.get(name) ?? []), person]);
  }
  return [...groups].map(([name, members]) => ({ name, people: members }));
}

export function usePeople() {
  const host = useHost();
  const route = useRoute();
  const router = useRouter();

  const own = host.unit?.code ?? "";
  const text = ref(String(route.query.q ?? ""));
  const asked = useSettled(text);
  const place = computed(() => String(route.query.unit ?? own));
  const department = computed(() => String(route.query.department ?? ""));

  const units = useQuery({
    queryKey: ["directory", "units"],
    queryFn: ({ signal }) => readUnits(signal),
    staleTime: 300_000,
  });

  const filter = computed(() => ({
    q: asked.value.trim(),
    unit: place.value === EVERYWHERE ? "" : place.value,
    department: department.value,
  }));
  const { query, rows, total } = usePages<PersonCard>(
    computed(() => ["directory", "people", filter.value]),
    (cursor, signal) => readPeople(filter.value, cursor, signal),
  );

  /** Departments seen so far in a unit, for the tree: the directory publishes people, not charts. */
  const known = ref<Record<string, string[]>>({});
  watch(rows, (people) => {
    if (place.value === EVERYWHERE || department.value || filter.value.q) return;
    known.value[place.value] = [...new Set(people.map((person) => person.department))].filter(
      Boolean,
    );
  });

  const groups = computed(() => byDepartment(rows.value, place.value === EVERYWHERE));
  const placeName = computed(() => {
    if (place.value === EVERYWHERE) return "全部单位";
    const unit = units.data.value?.find(({ code }) => code === place.value);
    return unit?.short_name ?? host.unit?.short_name ?? "";
  });

  function go(unit: string, inDepartment = ""): void {
    const query = {
      ...(unit === own ? {} : { unit }),
      ...(inDepartment ? { department: inDepartment } : {}),
      ...(text.value ? { q: text.value } : {}),
    };
    void router.replace({ query });
  }

  watch(asked, () => go(place.value, department.value));

  return { own, text, place, department, placeName, units, query, rows, total, groups, known, go };
}
