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
  readStaff,
  type StaffFacts,
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

  async function save(id: string | null, facts: StaffFacts): Promise<StaffMember> {
    const saved = id ? await changeStaff(id, facts) : await addStaff(facts);
    await refresh();
    notify(id ? `已保存 ${saved.name}` : `已录入 ${saved.name}，请发给他设置密码的链接`);
    return saved;
  }

  async function setActive({ id, name }: StaffMember, active: boolean): Promise<void> {
    await (active ? enableStaff(id) : disableStaff(id));
    await refresh();
    notify(active ? `已启用 ${name} 的账号` : `已停用 ${name} 的账号`);
  }

  return { text, department, state, query, rows, total, save, setActive };
}
