import { computed } from "vue";
import { useRoute } from "vue-router";

import { cityNav, unitNav } from "@/features";
import { useDesk } from "@/lib/desk";
import { useHost } from "@/lib/host";
import { type NavEntry } from "@/lib/routes";
import { useSession } from "@/lib/session";

const PHONE_TABS = 5;

/** The entries this person may see, with their numbers, for the rail and the phone's tabs. */
export function useNavigation() {
  const host = useHost();
  const route = useRoute();
  const { session, canAny } = useSession();
  const { data: desk } = useDesk(() => host.kind === "unit" && session.value !== null);

  const all = computed(() =>
    (host.kind === "city" ? cityNav : unitNav).filter(({ anyOf }) => !anyOf || canAny(anyOf)),
  );
  const main = computed(() => all.value.filter(({ foot }) => !foot));
  const foot = computed(() => all.value.filter(({ foot: atFoot }) => atFoot));
  const tabs = computed(() => main.value.slice(0, PHONE_TABS));

  function isHere({ to }: NavEntry): boolean {
    if (to === "/") return route.path === "/";
    const area = to.split("/").slice(0, 2).join("/");
    return route.path === to || route.path.startsWith(`${area}/`) || route.path === area;
  }

  function count({ badge }: NavEntry): number {
    return badge ? (desk.value?.counts[badge] ?? 0) : 0;
  }

  return { main, foot, tabs, isHere, count };
}
