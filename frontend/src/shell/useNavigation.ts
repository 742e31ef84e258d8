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
  // What does not fit beside one another waits behind 更多: nothing is out of a phone's reach.
  const fits = computed(() => all.value.length <= PHONE_TABS);
  const tabs = computed(() => (fits.value ? all.value : all.value.slice(0, PHONE_TABS - 1)));
  const more = computed(() => all.value.slice(tabs.value.length));

  function isHere({ to }: NavEntry): boolean {
    if (to === "/") return route.path === "/";
    const area = to.split("/").slice(0, 2).join("/");
    return route.path === to || route.path.startsWith(`${area}/`) || route.path === area;
  }

  function count({ badge }: NavEntry): number {
    return badge ? (desk.value?.counts[badge] ?? 0) : 0;
  }

  return { main, foot, tabs, more, isHere, count };
}
