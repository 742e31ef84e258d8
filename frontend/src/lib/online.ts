import { onBeforeUnmount, onMounted, readonly, ref } from "vue";

/** Whether this computer has a network at all. */
export function useOnline() {
  const online = ref(navigator.onLine);
  const look = (): void => {
    online.value = navigator.onLine;
  };
  onMounted(() => {
    window.addEventListener("online", look);
    window.addEventListener("offline", look);
  });
  onBeforeUnmount(() => {
    window.removeEventListener("online", look);
    window.removeEventListener("offline", look);
  });
  return readonly(online);
}
