import { computed } from "vue";

import { useSession } from "@/lib/session";

const PAGES = [
  { to: "/admin/departments", label: "部门", needs: "organization.departments.manage" },
  { to: "/admin/staff", label: "人员与账号", needs: "organization.staff.manage" },
  { to: "/admin/duties", label: "职责与权限", needs: "organization.duties.manage" },
];

/** The pages of unit administration this person may open. */
export function useAdminPages() {
  const { can } = useSession();
  return { pages: computed(() => PAGES.filter(({ needs }) => can(needs))) };
}
