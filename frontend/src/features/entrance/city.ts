import { type FeatureRoutes } from "@/lib/routes";

export const cityRoutes: FeatureRoutes["cityRoutes"] = [
  {
    path: "/",
    component: () => import("./EntrancePage.vue"),
    meta: { title: "统一入口", public: true, bare: true },
  },
  {
    path: "/enter",
    component: () => import("./EnterPage.vue"),
    meta: { title: "正在进入", public: true, bare: true },
  },
];
