import { useQueryClient } from "@tanstack/vue-query";
import { computed, ref } from "vue";

import { notify } from "@/lib/notices";
import { usePages } from "@/lib/usePages";
import { useSettled } from "@/lib/useSettled";

import {
  addStaff,
  changeStaff,
  disableStaff,
  enableStaff,
  type NewStaff,
  readStaff,
  type StaffEdit,
  type StaffMember,
  type StaffState,
} from "./api";

export const STATES: { key: StaffState; label: string }[] = [
  { key: "active", label: "在用" },
  { key: "disabled", label: "已停用" },
  { key: "all", label: "全部" },
];

/** The unit's people as their administrator sees them. */
export function useStaff() {
  const client = useQueryClient();
  const text = ref("");
  const asked = useSettled(text);
  const department = ref("");
  const state = ref<StaffState>("active");

  const filter = computed(() => ({
    q: asked.value.trim(),
    department: department.value,
    state: state.value,
  }));
  const { query, rows, total } = usePages<StaffMember>(
    computed(() => ["organization", "staff", filter.value]),
    (cursor, signal) => readStaff(filter.value, cursor, signal),
  );

  const refresh = (): Promise<void> => client.invalidateQueries({ queryKey: ["organization"] });

  async function add(facts: NewStaff): Promise<StaffMember> {
    const person = await addStaff(facts);
    await refresh();
    notify(`已录入 ${person.name}，请把设置密码的链接交给本人`);
    return person;
  }

  async function change(id: string, facts: StaffEdit): Promise<void> {
    const { name } = await changeStaff(id, facts);
    await refresh();
    notify(`已保存 ${name}`);
  }

  async function setActive({ id, name }: StaffMember, active: boolean): Promise<void> {
    await (active ? enableStaff(id) : disableStaff(id));
    await refresh();
    notify(active ? `已启用 ${name} 的账号` : `已停用 ${name} 的账号`);
  }

  return { text, department, state, query, rows, total, add, change, setActive };
}
