import { ClipboardPen } from "@lucide/vue";

import { type FeatureRoutes } from "@/lib/routes";

export const unitRoutes: FeatureRoutes["unitRoutes"] = [
  { path: "/requests", component: () => import("./KindsPage.vue"), meta: { title: "办事" } },
  {
    path: "/requests/mine",
    component: () => import("./RequestsPage.vue"),
    meta: { title: "我的申请" },
  },
  {
    path: "/requests/resources",
    component: () => import("./keeping/ResourcesPage.vue"),
    meta: { title: "资源" },
  },
  {
    path: "/requests/grants",
    component: () => import("./keeping/GrantsPage.vue"),
    meta: { title: "假期额度", anyOf: ["requests.manage"] },
  },
  {
    path: "/requests/new/:kind",
    component: () => import("./StartPage.vue"),
    meta: { title: "填写申请" },
  },
  {
    path: "/requests/:id",
    component: () => import("./RequestPage.vue"),
    meta: { title: "申请" },
  },
];

const DESIGN = ["workflow.design"];

export const adminRoutes: FeatureRoutes["adminRoutes"] = [
  {
    path: "templates",
    component: () => import("./templates/OffersPage.vue"),
    meta: { title: "市级模板", anyOf: DESIGN },
  },
  {
    path: "templates/:key",
    component: () => import("./templates/UpdatePage.vue"),
    meta: { title: "市级模板", anyOf: DESIGN },
  },
];

export const adminPages: FeatureRoutes["adminPages"] = [
  { to: "/admin/templates", label: "市级模板", needs: "workflow.design", order: 45 },
];

export const unitNav: FeatureRoutes["unitNav"] = [
  { to: "/requests", label: "办事", icon: ClipboardPen, order: 25 },
];
