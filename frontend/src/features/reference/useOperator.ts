import { computed } from "vue";

import { useCitySession } from "@/lib/session";

/** What only the city's operator is shown; the server decides what may be done. */
export function useOperator() {
  const { session } = useCitySession();
  return { isOperator: computed(() => session.value?.duties.includes("operator") ?? false) };
}
