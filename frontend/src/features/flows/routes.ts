import { type FeatureRoutes } from "@/lib/routes";

const READS = ["workflow.design"];

export const adminRoutes: FeatureRoutes["adminRoutes"] = [
  {
    path: "flows",
    component: () => import("./FlowsPage.vue"),
    meta: { title: "流程", anyOf: READS },
  },
  {
    path: "flows/:key",
    component: () => import("./FlowPage.vue"),
    meta: { title: "流程设计", anyOf: READS },
  },
];

export const adminPages: FeatureRoutes["adminPages"] = [
  { to: "/admin/flows", label: "流程", needs: "workflow.design", order: 40 },
];
