import { ContactRound } from "@lucide/vue";

import { type FeatureRoutes } from "@/lib/routes";

export const unitRoutes: FeatureRoutes["unitRoutes"] = [
  { path: "/people", component: () => import("./PeoplePage.vue"), meta: { title: "通讯录" } },
];

export const unitNav: FeatureRoutes["unitNav"] = [
  { to: "/people", label: "通讯录", icon: ContactRound, order: 50 },
];
