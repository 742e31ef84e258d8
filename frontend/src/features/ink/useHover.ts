/** Whose stroke the mouse is over; the word about it stands beside the hand's work, not over it. */
import { computed, type Ref, shallowRef } from "vue";

import type { Layer, Mark, Size } from "./api";
import { sizeOf } from "./pens";
import { A_POINT, isNear } from "./strokes";

const REACH = 80;

interface OnPage {
  layer: Layer;
  marks: Mark[];
}

function edge(marks: Mark[]): { right: number; top: number } {
  let [right, top] = [0, Infinity];
  for (const { points } of marks) {
    for (let at = 0; at < points.length; at += A_POINT) {
      right = Math.max(right, points[at] ?? 0);
      top = Math.min(top, points[at + 1] ?? 0);
    }
  }
  return { right, top };
}

export function useHover(
  area: Readonly<Ref<HTMLElement | null>>,
  size: Readonly<Ref<Size>>,
  others: Readonly<Ref<OnPage[]>>,
) {
  const hovered = shallowRef<Layer | null>(null);
  const over = shallowRef<Mark | null>(null);

  function look(event: PointerEvent): void {
    if (event.pointerType !== "mouse" || event.buttons || !area.value) return leave();
    const box = area.value.getBoundingClientRect();
    const x = ((event.clientX - box.left) / box.width) * size.value.width;
    const y = ((event.clientY - box.top) / box.height) * size.value.height;
    for (const { layer, marks } of others.value) {
      const hit = marks.find((mark) =>
        isNear(mark, x, y, REACH + sizeOf(mark.ink, mark.width) / 2),
      );
      if (hit) {
        hovered.value = layer;
        over.value = hit;
        return;
      }
    }
    leave();
  }

  function leave(): void {
    hovered.value = null;
    over.value = null;
  }

  const tip = computed(() => {
    if (!over.value) return null;
    const { right, top } = edge([over.value]);
    const [x, y] = [(right / size.value.width) * 100, (top / size.value.height) * 100];
    return x > 62
      ? { right: `${102 - (edgeLeft(over.value) / size.value.width) * 100}%`, top: `${y}%` }
      : { left: `${x + 2}%`, top: `${y}%` };
  });

  return { hovered, tip, look, leave };
}

function edgeLeft({ points }: Mark): number {
  return Math.min(...points.filter((_, at) => at % A_POINT === 0));
}
