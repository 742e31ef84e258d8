import { useQuery } from "@tanstack/vue-query";
import { computed, type MaybeRefOrGetter, toValue } from "vue";

import { api, type Schemas, unwrap } from "@/api/client";

/** What waits for the logged-in person; shown by the portal and as numbers on the rail. */
export type DeskCounts = Schemas["CountsOut"];
export type DeskTodo = Schemas["WorkItemOut"];
export type DeskArrival = Schemas["IncomingRow"];
export type DeskSent = Schemas["OutgoingRow"];

/** One request for the whole desk; the portal and the rail share its answer. */
export function useDesk(enabled: MaybeRefOrGetter<boolean> = true) {
  return useQuery({
    queryKey: ["portal"],
    queryFn: ({ signal }) => unwrap(api.GET("/api/desk/portal", { signal })),
    enabled: computed(() => toValue(enabled)),
  });
}
