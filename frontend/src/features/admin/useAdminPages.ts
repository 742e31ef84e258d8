import { computed } from "vue";

import { adminPages } from "@/features";
import { useSession } from "@/lib/session";

/** The pages of unit administration this person may open. */
export function useAdminPages() {
  const { can } = useSession();
  return { pages: computed(() => adminPages.filter(({ needs }) => can(needs))) };
}
