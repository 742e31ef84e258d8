/** Every feature's routes.ts, gathered: adding a feature is adding its folder. */
import { type FeatureRoutes } from "./lib/routes";

const modules = import.meta.glob<FeatureRoutes>("./features/*/routes.ts", { eager: true });

const features = Object.values(modules);

export const unitRoutes = features.flatMap((feature) => feature.unitRoutes ?? []);
export const cityRoutes = features.flatMap((feature) => feature.cityRoutes ?? []);
export const unitNav = features
  .flatMap((feature) => feature.unitNav ?? [])
  .sort((a, b) => a.order - b.order);
export const cityNav = features
  .flatMap((feature) => feature.cityNav ?? [])
  .sort((a, b) => a.order - b.order);
