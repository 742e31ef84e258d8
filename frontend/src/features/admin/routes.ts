import { Settings } from "@lucide/vue";

import { type FeatureRoutes } from "@/lib/routes";

const DEPARTMENTS = ["organization.departments.manage"];
const STAFF = ["organization.staff.manage"];
const DUTIES = ["organization.duties.manage"];

export const unitRoutes: FeatureRoutes["unitRoutes"] = [
  {
    path: "/admin",
    component: () => import("./AdminLayout.vue"),
    children: [
      {
        path: "",
        component: () => import("./AdminHome.vue"),
        meta: { title: "管理", anyOf: [...DEPARTMENTS, ...STAFF, ...DUTIES] },
      },
      {
        path: "departments",
        component: () => import("./DepartmentsPage.vue"),
        meta: { title: "部门", anyOf: DEPARTMENTS },
      },
      {
        path: "staff",
        component: () => import("./StaffPage.vue"),
        meta: { title: "人员与账号", anyOf: STAFF },
      },
      {
        path: "duties",
        component: () => import("./DutiesPage.vue"),
        meta: { title: "职责与权限", anyOf: DUTIES },
      },
    ],
  },
];

export const unitNav: FeatureRoutes["unitNav"] = [
  {
    to: "/admin",
    label: "管理",
    icon: Settings,
    order: 100,
    foot: true,
    anyOf: [...DEPARTMENTS, ...STAFF, ...DUTIES],
  },
];
