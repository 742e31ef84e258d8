import { Settings } from "@lucide/vue";

import { type FeatureRoutes } from "@/lib/routes";

const DEPARTMENTS = ["organization.departments.manage"];
const STAFF = ["organization.staff.manage"];
const DUTIES = ["organization.duties.manage"];
const DESIGN = ["workflow.design"];

export const unitRoutes: FeatureRoutes["unitRoutes"] = [
  {
    path: "/admin",
    component: () => import("./AdminLayout.vue"),
    children: [
      {
        path: "",
        component: () => import("./AdminHome.vue"),
        meta: { title: "管理", anyOf: [...DEPARTMENTS, ...STAFF, ...DUTIES, ...DESIGN] },
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
    anyOf: [...DEPARTMENTS, ...STAFF, ...DUTIES, ...DESIGN],
  },
];

export const adminPages: FeatureRoutes["adminPages"] = [
  { to: "/admin/departments", label: "部门", needs: "organization.departments.manage", order: 10 },
  { to: "/admin/staff", label: "人员与账号", needs: "organization.staff.manage", order: 20 },
  { to: "/admin/duties", label: "职责与权限", needs: "organization.duties.manage", order: 30 },
];
