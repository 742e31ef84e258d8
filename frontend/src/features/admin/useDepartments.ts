import { useQuery, useQueryClient } from "@tanstack/vue-query";
import { computed } from "vue";

import { asRefusal } from "@/api/refusal";
import { notify } from "@/lib/notices";

import {
  changeDepartment,
  closeDepartment,
  type Department,
  type DepartmentEdit,
  type NewDepartment,
  openDepartment,
  readDepartments,
} from "./api";
import { asRows, reordered } from "./tree";

const KEY = ["organization", "departments"];

/** The unit's department tree and every change to it. */
export function useDepartments() {
  const client = useQueryClient();
  const query = useQuery({ queryKey: KEY, queryFn: ({ signal }) => readDepartments(signal) });
  const all = computed(() => query.data.value ?? []);
  const rows = computed(() => asRows(all.value));

  const refresh = (): Promise<void> => client.invalidateQueries({ queryKey: ["organization"] });

  async function open(facts: NewDepartment): Promise<void> {
    const { name } = await openDepartment(facts);
    await refresh();
    notify(`已设立 ${name}`);
  }

  async function change(id: string, facts: DepartmentEdit): Promise<void> {
    const { name } = await changeDepartment(id, facts);
    await refresh();
    notify(`已保存 ${name}`);
  }

  async function close(department: Department): Promise<void> {
    await closeDepartment(department.id);
    await refresh();
    notify(`已撤销 ${department.name}`);
  }

  /** Moving is one click without a dialog, so a refusal is said at the foot of the window. */
  async function move(department: Department, by: 1 | -1): Promise<void> {
    try {
      for (const { id, order } of reordered(all.value, department, by)) {
        await changeDepartment(id, { order });
      }
    } catch (thrown) {
      const refusal = asRefusal(thrown);
      if (!refusal) throw thrown;
      notify(refusal.message, "warn");
    }
    await refresh();
  }

  return { query, all, rows, open, change, close, move };
}
