/** Pointer events on one page: a pen, a mouse or one finger writes; two fingers move the paper. */
import { onBeforeUnmount, onMounted, type Ref, shallowRef } from "vue";

import type { Mark, Size } from "./api";
import { sizeOf, type Tool } from "./pens";
import { isNear, startStroke, type Touch } from "./strokes";
import { penSeen, usePenSeen } from "./usePen";

/** A contact broader than this is a palm or a sleeve. */
const PALM = 60;
const ERASER_BUTTON = 5;
const REACH = 150;

const span = (one: PointerEvent, two: PointerEvent): number =>
  Math.hypot(one.clientX - two.clientX, one.clientY - two.clientY) || 1;

interface Writing {
  size: () => Size;
  tool: () => Tool;
  mayWrite: () => boolean;
  mine: () => Mark[];
  drawn: (points: number[]) => void;
  erased: (keys: string[]) => void;
  moved: (by: { x: number; y: number; zoom: number }) => void;
}

export function useWriting(area: Readonly<Ref<HTMLElement | null>>, writing: Writing) {
  const byPen = usePenSeen();
  const current = shallowRef<number[]>([]);
  const dying = shallowRef<ReadonlySet<string>>(new Set());
  const fingers = new Map<number, PointerEvent>();
  let stroke: ReturnType<typeof startStroke> | null = null;
  let erasing = false;
  let pointer = -1;

  function touchOf(event: PointerEvent, box: DOMRect): Touch {
    const { width, height } = writing.size();
    return {
      x: ((event.clientX - box.left) / box.width) * width,
      y: ((event.clientY - box.top) / box.height) * height,
      pressure: event.pointerType === "pen" && event.pressure ? event.pressure : null,
      at: event.timeStamp,
    };
  }

  const boxOf = (): DOMRect => (area.value as HTMLElement).getBoundingClientRect();

  function letGo(): void {
    stroke = null;
    erasing = false;
    pointer = -1;
    current.value = [];
    dying.value = new Set();
  }

  /** True when this contact is not there to write. */
  function onlyMoves(event: PointerEvent): boolean {
    if (event.pointerType === "pen") penSeen();
    if (event.pointerType !== "touch") return event.button !== 0 && event.button !== ERASER_BUTTON;
    if (byPen.value || Math.max(event.width, event.height) > PALM) return true;
    fingers.set(event.pointerId, event);
    if (fingers.size > 1) letGo();
    return fingers.size > 1;
  }

  function down(event: PointerEvent): void {
    if (!writing.mayWrite() || writing.tool() === "hand" || onlyMoves(event)) return;
    if (pointer !== -1) return;
    event.preventDefault();
    area.value?.setPointerCapture(event.pointerId);
    pointer = event.pointerId;
    const touch = touchOf(event, boxOf());
    erasing = writing.tool() === "eraser" || event.button === ERASER_BUTTON;
    if (erasing) rub(touch);
    else {
      stroke = startStroke(writing.size(), touch);
      current.value = [...stroke.points];
    }
  }

  function rub({ x, y }: Touch): void {
    const hit = writing
      .mine()
      .filter((mark) => isNear(mark, x, y, REACH + sizeOf(mark.ink, mark.width) / 2));
    if (hit.length) dying.value = new Set([...dying.value, ...hit.map(({ key }) => key)]);
  }

  function move(event: PointerEvent): void {
    if (fingers.size > 1 && fingers.has(event.pointerId)) return pinch(event);
    if (event.pointerId !== pointer) return;
    const box = boxOf();
    const all = event.getCoalescedEvents?.() ?? [];
    for (const one of all.length ? all : [event]) {
      const touch = touchOf(one, box);
      if (erasing) rub(touch);
      else stroke?.add(touch);
    }
    if (stroke) current.value = [...stroke.points];
  }

  function pinch(event: PointerEvent): void {
    const [a, b] = [...fingers.values()] as [PointerEvent, PointerEvent];
    fingers.set(event.pointerId, event);
    const [c, d] = [...fingers.values()] as [PointerEvent, PointerEvent];
    writing.moved({
      x: (c.clientX + d.clientX - a.clientX - b.clientX) / 2,
      y: (c.clientY + d.clientY - a.clientY - b.clientY) / 2,
      zoom: span(c, d) / span(a, b),
    });
  }

  function up(event: PointerEvent): void {
    fingers.delete(event.pointerId);
    if (event.pointerId !== pointer) return;
    const points = stroke?.points ?? [];
    const keys = [...dying.value];
    letGo();
    if (points.length) writing.drawn(points);
    if (keys.length) writing.erased(keys);
  }

  function cancel(event: PointerEvent): void {
    fingers.delete(event.pointerId);
    if (event.pointerId === pointer) letGo();
  }

  /** Scrolling is the browser's unless something is writing: then it must not begin. */
  function holdStill(event: TouchEvent): void {
    if (pointer !== -1 && event.cancelable) event.preventDefault();
  }

  onMounted(() => area.value?.addEventListener("touchstart", holdStill, { passive: false }));
  onBeforeUnmount(() => area.value?.removeEventListener("touchstart", holdStill));

  return { current, dying, byPen, down, move, up, cancel };
}
