import { ArrowLeftRight, ChartColumn, ListChecks, Scale } from "@lucide/vue";

import { type FeatureRoutes } from "@/lib/routes";

export const cityRoutes: FeatureRoutes["cityRoutes"] = [
  { path: "/board", component: () => import("./board/BoardPage.vue"), meta: { title: "运行" } },
  { path: "/items", component: () => import("./items/ItemsPage.vue"), meta: { title: "事项" } },
  {
    path: "/items/:id",
    component: () => import("./items/TracePage.vue"),
    meta: { title: "办理轨迹" },
  },
  {
    path: "/exchange",
    component: () => import("./exchange/ExchangePage.vue"),
    meta: { title: "公文交换" },
  },
  {
    path: "/ledger",
    component: () => import("./exchange/LedgerPage.vue"),
    meta: { title: "交换台账" },
  },
];

export const cityNav: FeatureRoutes["cityNav"] = [
  { to: "/board", label: "运行", icon: ChartColumn, order: 10 },
  { to: "/items", label: "事项", icon: ListChecks, order: 20 },
  { to: "/exchange", label: "交换", icon: ArrowLeftRight, order: 30 },
  { to: "/ledger", label: "台账", icon: Scale, order: 40 },
];
