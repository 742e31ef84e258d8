import { type FeatureRoutes } from "@/lib/routes";

const WEBHOOKS = "webhooks.manage";

export const adminRoutes: FeatureRoutes["adminRoutes"] = [
  {
    path: "webhooks",
    component: () => import("./WebhooksPage.vue"),
    meta: { title: "事件通知", anyOf: [WEBHOOKS] },
  },
];

export const adminPages: FeatureRoutes["adminPages"] = [
  { to: "/admin/webhooks", label: "事件通知", needs: WEBHOOKS, order: 60 },
];
