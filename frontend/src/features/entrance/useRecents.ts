import { computed, ref, type Ref } from "vue";

import { forget, recall, remember } from "@/lib/storage";
import { type UnitCard } from "@/lib/units";

interface Recent {
  code: string;
  at: number;
}

const KEY = "heshu.recent-units";
const KEPT = 3;

/** The units chosen on this computer before, newest first. Only codes and times are kept. */
export function useRecents(units: Ref<readonly UnitCard[] | undefined>) {
  const kept = ref(recall<Recent[]>(KEY, []));

  const recents = computed(() =>
    kept.value.flatMap(({ code, at }) => {
      const unit = units.value?.find((one) => one.code === code);
      return unit ? [{ unit, at }] : [];
    }),
  );

  function chosen({ code }: UnitCard): void {
    const others = kept.value.filter((one) => one.code !== code);
    kept.value = [{ code, at: Date.now() }, ...others].slice(0, KEPT);
    remember(KEY, kept.value);
  }

  function clear(): void {
    kept.value = [];
    forget(KEY);
  }

  return { recents, chosen, clear };
}
