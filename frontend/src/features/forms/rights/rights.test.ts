import { describe, expect, it } from "vitest";

import type { FormField } from "@/lib/forms/types";

import { choicesOf, type FlowBody, nextRight, put, rightOf, stepsOf } from "./rights";

const field = (name: string, more: Partial<FormField> = {}): FormField => ({
  name,
  widget: "text",
  label: name,
  ...more,
});

const BODY: FlowBody = {
  nodes: {
    end: { type: "end" },
    head: { type: "task", name: "科长", fields: { secret: "hidden" }, next: [{ to: "end" }] },
    start: { type: "start", next: [{ to: "apply" }] },
    apply: { type: "task", name: "填写", verb: "submit", next: [{ to: "fork" }] },
    fork: { type: "xor", next: [{ to: "head" }, { to: "end" }] },
  },
};

describe("rights of the steps", () => {
  const [apply, head] = stepsOf(BODY);

  it("lists the steps in the order one meets them", () => {
    expect(stepsOf(BODY).map(({ name }) => name)).toEqual(["填写", "科长"]);
  });

  it("completes what is not said as the server does", () => {
    expect(rightOf(apply!, field("reason"))).toBe("edit");
    expect(rightOf(apply!, field("reason", { required: true }))).toBe("required");
    expect(rightOf(head!, field("reason", { required: true }))).toBe("read");
    expect(rightOf(head!, field("secret"))).toBe("hidden");
    expect(rightOf(apply!, field("sum", { computed: { op: "sum", args: [] } }))).toBe("read");
  });

  it("goes round what the field allows, both ways", () => {
    expect(nextRight(head!, field("reason"))).toBe("hidden");
    expect(nextRight(head!, field("reason"), -1)).toBe("required");
    expect(choicesOf(field("must", { required: true }))).toEqual(["required", "read", "hidden"]);
    expect(choicesOf(field("sum", { computed: { op: "sum", args: [] } }))).toEqual([
      "read",
      "hidden",
    ]);
  });

  it("says nothing of what is as usual, and touches nothing else", () => {
    const changed = put(BODY, head!, field("reason"), "edit");
    const back = put(changed, stepsOf(changed)[1]!, field("reason"), "read");

    expect(changed.nodes["head"]?.fields).toEqual({ secret: "hidden", reason: "edit" });
    expect(back).toEqual(BODY);
    expect(put(BODY, head!, field("secret"), "read").nodes["head"]).not.toHaveProperty("fields");
  });
});
