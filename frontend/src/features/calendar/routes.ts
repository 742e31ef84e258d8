import { type FeatureRoutes } from "@/lib/routes";

const CALENDAR = "organization.departments.manage";

export const adminRoutes: FeatureRoutes["adminRoutes"] = [
  {
    path: "calendar",
    component: () => import("./CalendarPage.vue"),
    meta: { title: "工作日历", anyOf: [CALENDAR] },
  },
];

export const adminPages: FeatureRoutes["adminPages"] = [
  { to: "/admin/calendar", label: "工作日历", needs: CALENDAR, order: 15 },
];

export const unitRoutes: FeatureRoutes["unitRoutes"] = [
  {
    path: "/supervision/stuck",
    component: () => import("./StuckPage.vue"),
    meta: { title: "卡住的事项", anyOf: ["workflow.supervise", "department.head"] },
  },
];
