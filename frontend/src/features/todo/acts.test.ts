import { describe, expect, it } from "vitest";

import type { Act } from "@/lib/papers/types";

import { actsOf, withFreeWay } from "./acts";

const act = (verb: string): Act => ({ verb, label: verb, allowed: true, reason: "", who: [] });
const verbs = (acts: readonly Act[]): string[] => acts.map(({ verb }) => verb);

describe("一件事上能做什么", () => {
  const all = ["approve", "send_back", "transfer", "add", "delegate"].map(act);

  it("takes the document's own words and from the engine only what it has none for", () => {
    const engine = all.map((one) => ({ ...one, allowed: one.verb !== "approve" }));
    const document = ["sign", "send_back", "transfer"].map(act);

    expect(verbs(actsOf("todo", "running", document, engine))).toEqual([
      "sign",
      "send_back",
      "transfer",
      "add",
      "delegate",
      "cc",
      "circulate",
    ]);
  });

  it("lets whoever may agree at a free step say who comes next", () => {
    const barred = all.map((one) => ({ ...one, allowed: false }));

    expect(verbs(withFreeWay(all, true)).slice(0, 2)).toEqual(["approve", "lead_on"]);
    expect(withFreeWay(all, false)).toEqual(all);
    expect(withFreeWay(barred, true)).toEqual(barred);
  });

  it("offers everything of the engine for whatever is no document", () => {
    expect(verbs(actsOf("todo", "running", [], all))).toEqual([...verbs(all), "cc", "circulate"]);
  });

  it("lets whoever was only asked for an opinion give it, and leaves the document alone", () => {
    expect(verbs(actsOf("todo", "running", [act("sign")], [act("approve")]))).toEqual([
      "approve",
      "cc",
      "circulate",
    ]);
  });

  it("lets the starter urge and withdraw while it runs, and nobody act on what is over", () => {
    expect(verbs(actsOf("started", "running", [], []))).toEqual([
      "urge",
      "cc",
      "circulate",
      "withdraw_run",
    ]);
    expect(actsOf("started", "done", [], [])).toEqual([]);
    expect(verbs(actsOf("done", "running", [act("sign")], [act("take_back")]))).toEqual([
      "take_back",
      "urge",
      "cc",
      "circulate",
    ]);
    expect(verbs(actsOf("read", "done", [], []))).toEqual(["read"]);
    expect(actsOf("was_read", "running", [], [])).toEqual([]);
  });
});
