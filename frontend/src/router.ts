import {
  createRouter,
  createWebHistory,
  type RouteLocationNormalized,
  type RouteLocationRaw,
  type Router,
} from "vue-router";

import { whenSignedOut } from "./api/client";
import { loadCity, unitRoutes } from "./features";
import { type Host } from "./lib/host";
import { startLive, stopLive } from "./lib/live";
import { queryClient } from "./lib/query";
import {
  loadCitySession,
  loadStaffSession,
  setCitySession,
  setStaffSession,
  useCitySession,
  useSession,
} from "./lib/session";

const notFound = {
  path: "/:missing(.*)*",
  component: () => import("./shell/NotFoundPage.vue"),
  meta: { title: "没有这个页面", public: true, bare: true },
};

/** Where people without a session go, and how they come back. */
function door(host: Host, to: RouteLocationNormalized): RouteLocationRaw {
  if (host.kind === "city") return { path: "/", query: { need: "session" } };
  return { path: "/login", query: to.fullPath === "/" ? {} : { next: to.fullPath } };
}

async function hasSession(host: Host): Promise<boolean> {
  if (host.kind === "city") {
    return (useCitySession().session.value ?? (await loadCitySession())) !== null;
  }
  return (useSession().session.value ?? (await loadStaffSession())) !== null;
}

function endSession(): void {
  setStaffSession(null);
  setCitySession(null);
  queryClient.clear();
  stopLive();
}

/** After a new version was installed the old chunks are gone: load the page afresh, once. */
function reloadOnLostChunk(router: Router): void {
  router.onError((error: unknown, to) => {
    const lost = error instanceof TypeError && /import|module|fetch/i.test(error.message);
    if (!lost || sessionStorage.getItem("heshu.reloaded") === to.fullPath) throw error;
    sessionStorage.setItem("heshu.reloaded", to.fullPath);
    window.location.assign(to.fullPath);
  });
}

export async function makeRouter(host: Host): Promise<Router> {
  const routes = host.kind === "city" ? await loadCity() : unitRoutes;
  const router = createRouter({
    history: createWebHistory(),
    routes: [...routes, notFound],
    scrollBehavior: (_to, _from, saved) => saved ?? { top: 0 },
  });

  router.beforeEach(async (to) => {
    if (to.meta.public) return true;
    if (!(await hasSession(host))) return door(host, to);
    if (host.events_url) startLive(host.events_url);
    const stale = useSession().session.value?.must_change_password === true;
    if (stale && to.path !== "/password") return { path: "/password" };
    return true;
  });

  const place = host.unit?.short_name ?? host.city.name;
  router.afterEach((to) => {
    document.title = `${to.meta.title} · ${place} · 合署`;
  });

  whenSignedOut(() => {
    endSession();
    const here = router.currentRoute.value;
    if (!here.meta.public) void router.replace(door(host, here));
  });

  reloadOnLostChunk(router);
  return router;
}
