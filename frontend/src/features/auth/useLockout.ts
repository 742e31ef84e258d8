import { computed, onBeforeUnmount, ref } from "vue";

/** Counts down the seconds for which the server takes no further attempts. */
export function useLockout() {
  const left = ref(0);
  let timer: ReturnType<typeof setInterval> | undefined;

  function stop(): void {
    clearInterval(timer);
    timer = undefined;
  }

  function lock(seconds: number): void {
    stop();
    const end = Date.now() + seconds * 1_000;
    left.value = Math.ceil(seconds);
    timer = setInterval(() => {
      left.value = Math.max(0, Math.ceil((end - Date.now()) / 1_000));
      if (left.value === 0) stop();
    }, 500);
  }

  const text = computed(() => {
    const minutes = Math.floor(left.value / 60);
    const seconds = left.value % 60;
    return minutes > 0 ? `${minutes} 分 ${String(seconds).padStart(2, "0")} 秒` : `${seconds} 秒`;
  });

  onBeforeUnmount(stop);
  return { left, text, lock };
}
