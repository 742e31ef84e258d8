import { LayoutDashboard } from "@lucide/vue";

import { type FeatureRoutes } from "@/lib/routes";

export const unitRoutes: FeatureRoutes["unitRoutes"] = [
  { path: "/", component: () => import("./PortalPage.vue"), meta: { title: "门户" } },
];

export const unitNav: FeatureRoutes["unitNav"] = [
  { to: "/", label: "门户", icon: LayoutDashboard, order: 10 },
];
