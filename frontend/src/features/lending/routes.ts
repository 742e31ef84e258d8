import { type FeatureRoutes } from "@/lib/routes";

export const unitRoutes: FeatureRoutes["unitRoutes"] = [
  { path: "/lending", component: () => import("./LendingPage.vue"), meta: { title: "委托代签" } },
];
