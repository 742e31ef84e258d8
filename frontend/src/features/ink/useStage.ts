/** The pages below each other: how large, which one is before the eye, how to get to another. */
import { computed, nextTick, onBeforeUnmount, onMounted, ref, type Ref } from "vue";

const ZOOM = { least: 0.5, most: 4, step: 1.2 };

export function useStage(
  stage: Readonly<Ref<HTMLElement | null>>,
  page: Ref<number>,
  count: () => number,
) {
  /** 1 is as wide as the room, and no wider than paper on a desk. */
  const zoom = ref(1);
  const wide = computed(() => `calc(min(100%, 54rem) * ${zoom.value.toFixed(3)})`);

  const sheets = (): HTMLElement[] => [
    ...(stage.value?.querySelectorAll<HTMLElement>("[data-page]") ?? []),
  ];

  /** The page that the middle of the room lies on. */
  function look(): void {
    const room = stage.value?.getBoundingClientRect();
    if (!room) return;
    const middle = room.top + room.height / 2;
    const at = sheets().findIndex((one) => one.getBoundingClientRect().bottom >= middle);
    page.value = at === -1 ? Math.max(1, count()) : at + 1;
  }

  function turn(by: number): void {
    const wanted = Math.max(1, Math.min(count(), page.value + by));
    sheets()[wanted - 1]?.scrollIntoView({ block: "start" });
    page.value = wanted;
  }

  /** The place in the middle of the room stays there. */
  async function magnify(ratio: number): Promise<void> {
    const room = stage.value;
    const before = zoom.value;
    zoom.value = Math.max(ZOOM.least, Math.min(ZOOM.most, before * ratio));
    if (!room) return;
    const grown = zoom.value / before;
    const middle = {
      x: room.scrollLeft + room.clientWidth / 2,
      y: room.scrollTop + room.clientHeight / 2,
    };
    await nextTick();
    room.scrollTo(
      middle.x * grown - room.clientWidth / 2,
      middle.y * grown - room.clientHeight / 2,
    );
  }

  function move(by: { x: number; y: number; zoom: number }): void {
    stage.value?.scrollBy(-by.x, -by.y);
    if (Math.abs(by.zoom - 1) > 0.004) void magnify(by.zoom);
  }

  onMounted(() => stage.value?.addEventListener("scroll", look, { passive: true }));
  onBeforeUnmount(() => stage.value?.removeEventListener("scroll", look));

  return {
    wide,
    turn,
    move,
    zoomBy: (direction: number) => magnify(direction > 0 ? ZOOM.step : 1 / ZOOM.step),
  };
}
