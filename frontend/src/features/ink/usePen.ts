/** Once a pen has been seen on this device, fingers only scroll and palms do nothing. */
import { readonly, ref } from "vue";

import { recall, remember } from "@/lib/storage";

const KEY = "heshu.ink.pen";
const seen = ref(recall(KEY, false));

export function penSeen(): void {
  if (seen.value) return;
  seen.value = true;
  remember(KEY, true);
}

export const usePenSeen = () => readonly(seen);
