import { type Component } from "vue";
import { type RouteRecordRaw } from "vue-router";

declare module "vue-router" {
  interface RouteMeta {
    /** The page's name in the title of the window. */
    title: string;
    /** Open without a session: entrance, login. */
    public?: boolean;
    /** Without rail and top bar. */
    bare?: boolean;
    /** Shown only to people with one of these permissions. */
    anyOf?: readonly string[];
  }
}

/** Counts that the rail can show beside an entry. */
export type NavBadge = "todo" | "to_acknowledge";

/** One line of the main navigation. */
export interface NavEntry {
  to: string;
  label: string;
  icon: Component;
  /** Entries of all features are sorted by it. */
  order: number;
  badge?: NavBadge;
  anyOf?: readonly string[];
  /** At the foot of the rail; on a phone behind 更多. */
  foot?: boolean;
}

/** One tab of 管理. */
export interface AdminPage {
  to: string;
  label: string;
  needs: string;
  order: number;
}

/** What a feature's routes.ts may export; router.ts and the shell collect them. */
export interface FeatureRoutes {
  unitRoutes?: RouteRecordRaw[];
  cityRoutes?: RouteRecordRaw[];
  unitNav?: NavEntry[];
  /** Pages under 管理: routes below /admin, and their tabs. */
  adminRoutes?: RouteRecordRaw[];
  adminPages?: AdminPage[];
  cityNav?: NavEntry[];
}
