/** Inks and widths: the same few on every desk, and in the PDF. */
import type { Colour, Width } from "./api";

export const COLOURS: { ink: Colour; label: string; css: string }[] = [
  { ink: "red", label: "红", css: "#c8141c" },
  { ink: "blue", label: "蓝", css: "#1f57a4" },
  { ink: "black", label: "黑", css: "#1d2636" },
  { ink: "highlight", label: "荧光", css: "#ffd933" },
];

/** `size` in hundredths of a millimetre, at half pressure. */
export const WIDTHS: { width: Width; label: string; size: number; shown: number }[] = [
  { width: "fine", label: "细", size: 45, shown: 2 },
  { width: "medium", label: "中", size: 75, shown: 3 },
  { width: "broad", label: "粗", size: 125, shown: 5 },
];

/** A highlighter is so many times as broad, and no lighter for a light hand. */
const HIGHLIGHT = 6;

export const cssOf = (ink: Colour): string =>
  COLOURS.find((one) => one.ink === ink)?.css ?? "#c8141c";

export function sizeOf(ink: Colour, width: Width): number {
  const size = WIDTHS.find((one) => one.width === width)?.size ?? 75;
  return ink === "highlight" ? size * HIGHLIGHT : size;
}

export type Tool = "pen" | "eraser" | "hand";
