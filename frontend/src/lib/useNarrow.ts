import { onScopeDispose, readonly, ref } from "vue";

const NARROW = "(max-width: 760px)";

/** Whether there is room for one pane only: the same limit as in the style sheets. */
export function useNarrow() {
  const query = window.matchMedia(NARROW);
  const narrow = ref(query.matches);
  const look = (): void => {
    narrow.value = query.matches;
  };
  query.addEventListener("change", look);
  onScopeDispose(() => query.removeEventListener("change", look));
  return readonly(narrow);
}
