import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";

import type { Mark } from "./api";
import { changeOf, openQueue, portion, type Waiting } from "./queue";

const mark = (key: string): Mark => ({
  key,
  page: 1,
  ink: "red",
  width: "medium",
  points: [1, 1, 500, 0],
  text: "",
});
const entry = (key: string, more: Partial<Waiting> = {}): Waiting => ({
  sheet: "s1",
  seat: "i1",
  mark: mark(key),
  gone: false,
  made: 1,
  tried: false,
  ...more,
});

beforeEach(() => localStorage.clear());
afterEach(() => vi.unstubAllGlobals());

describe("what waits", () => {
  it("outlives the page, and belongs to one person and one document", () => {
    openQueue("me", "outgoing", "d1").put(entry("one"));

    expect(openQueue("me", "outgoing", "d1").all()).toEqual([entry("one")]);
    expect(openQueue("other", "outgoing", "d1").all()).toEqual([]);
    expect(openQueue("me", "outgoing", "d2").all()).toEqual([]);
  });

  it("is added to by two tabs without either losing its own", () => {
    const [tab, other] = [openQueue("me", "outgoing", "d1"), openQueue("me", "outgoing", "d1")];
    tab.put(entry("one"));
    other.put(entry("two"));

    expect(tab.all().map(({ mark: { key } }) => key)).toEqual(["one", "two"]);
  });

  it("lies in the order it was written in, whatever the store makes of it", () => {
    const queue = openQueue("me", "outgoing", "d1");
    queue.put(entry("a", { made: 3 }));
    queue.put(entry("c", { made: 1 }));
    queue.put(entry("b", { made: 2 }));

    expect(queue.all().map(({ mark: { key } }) => key)).toEqual(["c", "b", "a"]);
  });

  it("stays in memory when the store is full, and says so", () => {
    const full = { length: 0, key: () => null, getItem: () => null, removeItem: () => undefined };
    vi.stubGlobal("localStorage", {
      ...full,
      setItem: () => {
        throw new DOMException("full", "QuotaExceededError");
      },
    });
    const queue = openQueue("me", "outgoing", "d1");

    expect(queue.put(entry("one"))).toBe(false);
    expect(queue.all()).toEqual([entry("one")]);
  });

  it("is gone once taken, but not what changed meanwhile", () => {
    const queue = openQueue("me", "outgoing", "d1");
    const [one, two] = [entry("one"), entry("two")];
    queue.put(one);
    queue.put(two);
    queue.put({ ...two, gone: true });

    queue.settle(one);
    queue.settle(two);

    expect(queue.all()).toEqual([{ ...two, gone: true }]);
  });
});

describe("a journey", () => {
  it("carries only what lies on one layer", () => {
    const taken = portion([entry("one"), entry("two", { seat: "i2" }), entry("three")]);

    expect(taken.map(({ mark: { key } }) => key)).toEqual(["one", "three"]);
  });

  it("is no longer than the server takes", () => {
    const many = Array.from({ length: 250 }, (_, at) => entry(String(at)));

    expect(portion(many)).toHaveLength(100);
  });

  it("says what was drawn, struck out and brought back", () => {
    const change = changeOf([
      entry("drawn"),
      entry("struck", { gone: true, tried: true }),
      entry("back", { tried: true }),
    ]);

    expect(change.drawn.map(({ key }) => key)).toEqual(["drawn", "back"]);
    expect(change.erased).toEqual(["struck"]);
    expect(change.restored).toEqual(["back"]);
  });
});
