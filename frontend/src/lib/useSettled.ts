import { onScopeDispose, ref, watch, type Ref } from "vue";

/** The value of `source` once it has rested for a moment: for searches while somebody types. */
export function useSettled<T>(source: Ref<T>, restMs = 200): Ref<T> {
  const settled = ref(source.value) as Ref<T>;
  let timer: ReturnType<typeof setTimeout> | undefined;
  watch(source, (now) => {
    clearTimeout(timer);
    timer = setTimeout(() => {
      settled.value = now;
    }, restMs);
  });
  onScopeDispose(() => clearTimeout(timer));
  return settled;
}
