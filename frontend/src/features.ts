/** Every feature's routes.ts, gathered: adding a feature is adding its folder. */
import { type RouteRecordRaw } from "vue-router";

import { type FeatureRoutes } from "./lib/routes";

const modules = import.meta.glob<FeatureRoutes>("./features/*/routes.ts", { eager: true });

const features = Object.values(modules);

const adminRoutes = features.flatMap((feature) => feature.adminRoutes ?? []);

export const unitRoutes = features
  .flatMap((feature) => feature.unitRoutes ?? [])
  .map((route): RouteRecordRaw => {
    if (route.path !== "/admin") return route;
    return { ...route, children: [...(route.children ?? []), ...adminRoutes] } as RouteRecordRaw;
  });
export const adminPages = features
  .flatMap((feature) => feature.adminPages ?? [])
  .sort((a, b) => a.order - b.order);
export const cityRoutes = features.flatMap((feature) => feature.cityRoutes ?? []);
export const unitNav = features
  .flatMap((feature) => feature.unitNav ?? [])
  .sort((a, b) => a.order - b.order);
export const cityNav = features
  .flatMap((feature) => feature.cityNav ?? [])
  .sort((a, b) => a.order - b.order);
