/** A canvas as sharp as the screen, that follows the size of what it lies on. */
import { computed, onBeforeUnmount, onMounted, ref, type Ref } from "vue";

const MOST_PIXELS = 4_096;
const SHARPEST = 3;

/** `scale`: pixels of the canvas in a hundredth of a millimetre of the page. */
export function useCanvas(area: Readonly<Ref<HTMLElement | null>>, pageWidth: () => number) {
  const shown = ref({ width: 0, height: 0 });
  const ratio = computed(() => {
    const wanted = Math.min(window.devicePixelRatio || 1, SHARPEST);
    return Math.min(wanted, MOST_PIXELS / Math.max(shown.value.width, shown.value.height, 1));
  });
  const pixels = computed(() => ({
    width: Math.round(shown.value.width * ratio.value),
    height: Math.round(shown.value.height * ratio.value),
  }));
  const scale = computed(() => pixels.value.width / pageWidth());

  const watcher = new ResizeObserver(([entry]) => {
    const box = entry?.contentRect;
    if (box) shown.value = { width: box.width, height: box.height };
  });
  onMounted(() => area.value && watcher.observe(area.value));
  onBeforeUnmount(() => watcher.disconnect());

  return { pixels, scale };
}
