import { Stamp } from "@lucide/vue";

import { type FeatureRoutes } from "@/lib/routes";

const SEALS = ["seals.manage", "seals.use"];

export const unitRoutes: FeatureRoutes["unitRoutes"] = [
  {
    path: "/seals",
    component: () => import("./SealsPage.vue"),
    meta: { title: "印章库", anyOf: SEALS },
  },
  {
    path: "/seals/impressions",
    component: () => import("./RegisterPage.vue"),
    meta: { title: "用印登记", anyOf: SEALS },
  },
];

export const unitNav: FeatureRoutes["unitNav"] = [
  { to: "/seals", label: "印章", icon: Stamp, order: 80, anyOf: SEALS },
];
