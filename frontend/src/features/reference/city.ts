import { ClipboardPen, LayoutGrid } from "@lucide/vue";

import { type FeatureRoutes } from "@/lib/routes";

export const cityRoutes: FeatureRoutes["cityRoutes"] = [
  {
    path: "/templates",
    component: () => import("./templates/TemplatesPage.vue"),
    meta: { title: "市级模板" },
  },
  {
    path: "/templates/:key",
    component: () => import("./templates/TemplatePage.vue"),
    meta: { title: "市级模板" },
  },
  {
    path: "/calendar",
    component: () => import("./calendar/CityCalendarPage.vue"),
    meta: { title: "工作日历" },
  },
];

export const cityNav: FeatureRoutes["cityNav"] = [
  { to: "/templates", label: "模板", icon: ClipboardPen, order: 50 },
  { to: "/calendar", label: "日历", icon: LayoutGrid, order: 60 },
];
