import { Radar } from "@lucide/vue";

import { type FeatureRoutes } from "@/lib/routes";

/** By duty, or for heading a department. */
export const SUPERVISORS = ["workflow.supervise", "department.head"];

export const unitRoutes: FeatureRoutes["unitRoutes"] = [
  {
    path: "/supervision",
    component: () => import("./SupervisionPage.vue"),
    meta: { title: "督办", anyOf: SUPERVISORS },
  },
  {
    path: "/supervision/:id",
    component: () => import("./RunPage.vue"),
    meta: { title: "督办事项" }, // a step may grant its handlers what supervisors do
  },
  {
    path: "/supervision/:id/way",
    component: () => import("./WayPage.vue"),
    meta: { title: "改后续步骤" },
  },
];

export const unitNav: FeatureRoutes["unitNav"] = [
  { to: "/supervision", label: "督办", icon: Radar, order: 60, anyOf: SUPERVISORS },
];
