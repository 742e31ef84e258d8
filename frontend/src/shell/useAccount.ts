import { computed } from "vue";

import { api, unwrap } from "@/api/client";
import { useHost } from "@/lib/host";
import { stopLive } from "@/lib/live";
import { queryClient } from "@/lib/query";
import { setCitySession, setStaffSession, useCitySession, useSession } from "@/lib/session";
import { useAction } from "@/lib/useAction";

/** The person in the top bar, at a unit host or at the city host, and how they leave. */
export function useAccount() {
  const host = useHost();
  const { session: staff } = useSession();
  const { session: visitor } = useCitySession();

  const person = computed(() => {
    if (host.kind === "city") {
      const { name = "", label = "", unit } = visitor.value ?? {};
      return { name, note: label, place: unit?.short_name ?? "" };
    }
    const { name = "", title = "", department } = staff.value?.staff ?? {};
    return { name, note: title || (department ?? ""), place: department ?? "" };
  });
  const cityDuties = computed(() => staff.value?.city_duties ?? []);

  const leaving = useAction(async () => {
    const asking =
      host.kind === "city" ? api.DELETE("/api/city/session") : api.DELETE("/api/session");
    await unwrap(asking, { keepOn401: true });
    stopLive();
    queryClient.clear();
    setStaffSession(null);
    setCitySession(null);
    // A full load, so that nothing of this person stays in the memory of a shared computer.
    window.location.assign(host.kind === "city" ? "/" : "/login");
  });

  const crossing = useAction(async () => {
    const { url } = await unwrap(api.POST("/api/session/ticket"));
    window.location.assign(url);
  });

  return { host, person, cityDuties, leaving, crossing };
}
