import { type FeatureRoutes } from "@/lib/routes";

export const unitRoutes: FeatureRoutes["unitRoutes"] = [
  {
    path: "/search",
    component: () => import("./SearchPage.vue"),
    meta: { title: "检索" },
  },
];
