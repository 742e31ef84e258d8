import { computed } from "vue";

import { useSession } from "@/lib/session";

/** In whose name an act will stand: 李静 · 区应急局 局长 */
export function useIdentity() {
  const { session } = useSession();
  return computed(() => {
    const found = session.value;
    return found ? `${found.staff.name} · ${found.unit.short_name} ${found.staff.title}` : "";
  });
}
