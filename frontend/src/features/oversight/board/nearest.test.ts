import { describe, expect, it } from "vitest";

import { nearest } from "./nearest";

const tile = (name: string, column: number, row: number) => ({
  name,
  getBoundingClientRect: () => ({ left: column * 50, top: row * 40, width: 46, height: 36 }),
});

describe("方向键", () => {
  const [a, b, c, d] = [tile("甲", 0, 0), tile("乙", 1, 0), tile("丙", 0, 1), tile("丁", 1, 1)];
  const all = [a, b, c, d];

  it("goes the way the key points", () => {
    expect(nearest(a, all, "ArrowRight")?.name).toBe("乙");
    expect(nearest(a, all, "ArrowDown")?.name).toBe("丙");
    expect(nearest(d, all, "ArrowUp")?.name).toBe("乙");
  });

  it("stays at the edge and ignores other keys", () => {
    expect(nearest(a, all, "ArrowLeft")).toBeUndefined();
    expect(nearest(a, all, "Enter")).toBeUndefined();
  });
});
