import type { FeatureRoutes } from "@/lib/routes";

export const unitRoutes: FeatureRoutes["unitRoutes"] = [
  {
    path: "/custody",
    component: () => import("./CustodyPage.vue"),
    meta: { title: "涉密纸件台账" },
  },
];
