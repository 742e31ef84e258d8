import { FileInput, FileOutput } from "@lucide/vue";

import { type FeatureRoutes } from "@/lib/routes";

const FONTS = "correspondence.fonts.manage";
const HEADS = "correspondence.numbering.manage";
const outgoing = () => import("./outgoing/OutgoingPage.vue");
const register = () => import("./registers/RegisterPage.vue");
const joint = () => import("./joint/JointPage.vue");
const incoming = () => import("./incoming/IncomingPage.vue");

export const unitRoutes: FeatureRoutes["unitRoutes"] = [
  { path: "/outgoing", component: outgoing, meta: { title: "发文" } },
  {
    path: "/outgoing/new",
    component: () => import("./outgoing/NewDraftPage.vue"),
    meta: { title: "起草公文" },
  },
  {
    path: "/outgoing/register",
    component: register,
    props: { book: "outgoing" },
    meta: { title: "发文簿" },
  },
  {
    path: "/outgoing/numbers",
    component: () => import("./outgoing/NumbersPage.vue"),
    meta: { title: "代字与文号" },
  },
  { path: "/outgoing/:id", component: outgoing, meta: { title: "发文" } },
  {
    path: "/outgoing/:id/text",
    component: () => import("./outgoing/TextPage.vue"),
    meta: { title: "编辑正文" },
  },
  {
    path: "/outgoing/:id/office",
    component: () => import("./outgoing/OfficePage.vue"),
    meta: { title: "网页版 Office 编辑" },
  },
  {
    path: "/incoming/register",
    component: register,
    props: { book: "incoming" },
    meta: { title: "收文簿" },
  },
  {
    path: "/incoming/paper",
    component: () => import("./incoming/taking/TakingPage.vue"),
    meta: { title: "登记纸质来文" },
  },
  { path: "/incoming", component: incoming, meta: { title: "收文" } },
  {
    path: "/incoming/instructions",
    component: () => import("./incoming/InstructionsPage.vue"),
    meta: { title: "批示" },
  },
  {
    path: "/incoming/urging",
    component: () => import("./incoming/UrgingPage.vue"),
    meta: { title: "催办" },
  },
  { path: "/incoming/:id", component: incoming, meta: { title: "收文" } },
  { path: "/joint", component: joint, meta: { title: "联署" } },
  { path: "/joint/:id", component: joint, meta: { title: "联署" } },
];

export const unitNav: FeatureRoutes["unitNav"] = [
  { to: "/outgoing", label: "发文", icon: FileOutput, order: 30 },
  { to: "/incoming", label: "收文", icon: FileInput, order: 40, badge: "to_acknowledge" },
];

export const adminRoutes: FeatureRoutes["adminRoutes"] = [
  {
    path: "letterheads",
    component: () => import("./letterheads/LetterheadsPage.vue"),
    meta: { title: "发文设置", anyOf: [HEADS] },
  },
  {
    path: "fonts",
    component: () => import("./fonts/FontsPage.vue"),
    meta: { title: "版式字体", anyOf: [FONTS] },
  },
];

export const adminPages: FeatureRoutes["adminPages"] = [
  { to: "/admin/letterheads", label: "发文设置", needs: HEADS, order: 65 },
  { to: "/admin/fonts", label: "版式字体", needs: FONTS, order: 70 },
];
