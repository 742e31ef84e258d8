/** From a stroke to its shape, by perfect-freehand; the PDF's lines have the same widths. */
import { getStroke } from "perfect-freehand";

import type { Mark } from "./api";
import { cssOf, sizeOf } from "./pens";
import { A_POINT } from "./strokes";

const THINNING = 0.6;
const FULL = 1_000;
const shapes = new WeakMap<Mark, Path2D>();

function outline(mark: Mark, done: boolean): Path2D {
  const points: number[][] = [];
  for (let at = 0; at < mark.points.length; at += A_POINT) {
    const [x = 0, y = 0, pressure = FULL / 2] = mark.points.slice(at, at + 3);
    points.push([x, y, pressure / FULL]);
  }
  const around = getStroke(points, {
    size: sizeOf(mark.ink, mark.width),
    thinning: mark.ink === "highlight" ? 0 : THINNING,
    smoothing: 0.5,
    streamline: 0.25,
    simulatePressure: false,
    last: done,
  });
  const path = new Path2D();
  around.forEach(([x, y], place) => {
    const [nextX, nextY] = around[(place + 1) % around.length] ?? [x, y];
    const middle = [(x + nextX) / 2, (y + nextY) / 2] as const;
    if (place === 0) path.moveTo(...middle);
    else path.quadraticCurveTo(x, y, ...middle);
  });
  path.closePath();
  return path;
}

/** `scale`: pixels of the canvas in a hundredth of a millimetre. */
export function paint(
  context: CanvasRenderingContext2D,
  mark: Mark,
  scale: number,
  { done = true, faint = false } = {},
): void {
  let shape = done ? shapes.get(mark) : undefined;
  if (!shape) {
    shape = outline(mark, done);
    if (done) shapes.set(mark, shape);
  }
  const highlight = mark.ink === "highlight";
  context.save();
  context.scale(scale, scale);
  context.globalCompositeOperation = highlight ? "multiply" : "source-over";
  context.globalAlpha = (highlight ? 0.6 : 1) * (faint ? 0.22 : 1);
  context.fillStyle = cssOf(mark.ink);
  context.fill(shape);
  context.restore();
}

export function wipe(context: CanvasRenderingContext2D): void {
  context.clearRect(0, 0, context.canvas.width, context.canvas.height);
}
