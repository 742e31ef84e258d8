import { describe, expect, it } from "vitest";

import type { Graph } from "@/ui/flow/types";
import type { Names } from "@/ui/flow/words";

import { askedFields, typed } from "./samples";

const names: Names = {
  ids: {},
  permissions: {},
  steps: {},
  fields: [
    { name: "amount", title: "金额", type: "money", suffix: "", options: [] },
    {
      name: "kind",
      title: "类别",
      type: "select",
      suffix: "",
      options: [{ value: "buy", label: "采购" }],
    },
  ],
};
const graph: Graph = {
  nodes: {
    s: { type: "start", next: [{ to: "x" }] },
    x: {
      type: "xor",
      next: [
        {
          to: "e",
          when: {
            all: [
              { field: "amount", op: ">", value: 10 },
              { any: [{ field: "kind", op: "==", value: "buy" }] },
              { not: { field: "abroad", op: "==", value: true } },
            ],
          },
        },
        { to: "e", default: true, when: undefined },
      ],
    },
    e: { type: "end" },
  },
};

describe("samples for a walk", () => {
  const asked = askedFields(graph, names);

  it("asks for what the conditions compare, by its title", () => {
    expect(asked.map(({ title, choices }) => [title, choices.length])).toEqual([
      ["金额", 0],
      ["类别", 1],
      ["abroad", 2],
    ]);
  });

  it("answers in the type that is compared", () => {
    const [amount, kind, abroad] = asked;
    if (!amount || !kind || !abroad) throw new Error("three fields are asked");
    expect([typed(amount, " 12.5 "), typed(amount, "many"), typed(amount, "")]).toEqual([
      12.5,
      undefined,
      undefined,
    ]);
    expect([typed(kind, "buy"), typed(abroad, "false")]).toEqual(["buy", false]);
  });
});
