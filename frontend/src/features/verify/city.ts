import { type FeatureRoutes } from "@/lib/routes";

export const cityRoutes: FeatureRoutes["cityRoutes"] = [
  {
    path: "/verify",
    component: () => import("./VerifyPage.vue"),
    meta: { title: "公文核验", public: true, bare: true },
  },
];
