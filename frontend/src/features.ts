/**
 * Every feature's routes.ts, gathered: adding a feature is adding its folder. What only the city
 * host shows stands in a feature's city.ts, which no unit's browser ever fetches.
 */
import { type RouteRecordRaw } from "vue-router";

import { type FeatureRoutes, type NavEntry } from "./lib/routes";

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
export const unitNav = features
  .flatMap((feature) => feature.unitNav ?? [])
  .sort((a, b) => a.order - b.order);

const cityModules = import.meta.glob<FeatureRoutes>("./features/*/city.ts");

/** Filled by `loadCity`, before the shell is there. */
export const cityNav: NavEntry[] = [];

export async function loadCity(): Promise<RouteRecordRaw[]> {
  const found = await Promise.all(Object.values(cityModules).map((load) => load()));
  const entries = found.flatMap((feature) => feature.cityNav ?? []);
  cityNav.splice(0, cityNav.length, ...entries.sort((a, b) => a.order - b.order));
  return found.flatMap((feature) => feature.cityRoutes ?? []);
}
