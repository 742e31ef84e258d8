import { type FeatureRoutes } from "@/lib/routes";

export const unitRoutes: FeatureRoutes["unitRoutes"] = [
  {
    path: "/login",
    component: () => import("./LoginPage.vue"),
    meta: { title: "登录", public: true, bare: true },
  },
  {
    path: "/claim",
    component: () => import("./ClaimPage.vue"),
    meta: { title: "设置密码", public: true, bare: true },
  },
  { path: "/password", component: () => import("./PasswordPage.vue"), meta: { title: "修改密码" } },
];
