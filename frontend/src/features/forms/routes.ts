import { type FeatureRoutes } from "@/lib/routes";

const DESIGN = ["workflow.design"];

export const adminRoutes: FeatureRoutes["adminRoutes"] = [
  {
    path: "forms",
    component: () => import("./FormsPage.vue"),
    meta: { title: "表单", anyOf: DESIGN },
  },
];

/** The drawing board takes the whole room, without the tabs of 管理. */
export const unitRoutes: FeatureRoutes["unitRoutes"] = [
  {
    path: "/admin/forms/:key",
    component: () => import("./FormDesignerPage.vue"),
    meta: { title: "设计表单", anyOf: DESIGN },
  },
];

export const adminPages: FeatureRoutes["adminPages"] = [
  { to: "/admin/forms", label: "表单", needs: "workflow.design", order: 50 },
];
