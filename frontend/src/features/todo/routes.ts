import { Inbox } from "@lucide/vue";

import { type FeatureRoutes } from "@/lib/routes";

export const unitRoutes: FeatureRoutes["unitRoutes"] = [
  { path: "/todo", component: () => import("./TodoPage.vue"), meta: { title: "待办" } },
];

export const unitNav: FeatureRoutes["unitNav"] = [
  { to: "/todo", label: "待办", icon: Inbox, order: 20, badge: "todo" },
];
