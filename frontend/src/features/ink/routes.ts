import { type FeatureRoutes } from "@/lib/routes";

export const unitRoutes: FeatureRoutes["unitRoutes"] = [
  {
    path: "/ink/:kind(outgoing|incoming)/:id",
    component: () => import("./InkPage.vue"),
    meta: { title: "手写批注", bare: true },
  },
];
