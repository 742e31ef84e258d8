import { expect, test } from "vitest";

import { Refusal } from "@/api/refusal";

import { asChosen, stepRefused, togetherOf, unchosen, withPicks, type Choice } from "./choosing";

const mayor = { id: "1", name: "周镇长", title: "镇长", department: "党政办" };
const choice = (more: Partial<Choice> = {}): Choice => ({
  key: "sign",
  name: "审批",
  mode: "all",
  permission: "",
  needed: true,
  chosen: [],
  ...more,
});
const refused = (code: string) =>
  new Refusal({ code, status: 409, message: "", extra: { step: "sign" } });
const person = (key: string) => ({ key, label: key });

test("what the server knows stands there until something else is picked", () => {
  const known = [choice({ chosen: [mayor] })];

  expect(withPicks(known, {})).toEqual({ sign: [{ key: "1", label: "周镇长", note: "镇长" }] });
  expect(withPicks(known, { sign: [person("2")] })).toEqual({ sign: [person("2")] });
  expect(withPicks(known, { sign: [] })).toEqual({ sign: [] });
});

test("only steps with somebody are sent, in the order of the picks", () => {
  const steps = [choice(), choice({ key: "file" })];

  expect(
    asChosen(steps, { sign: [person("2"), person("1")], file: [], old: [person("9")] }),
  ).toEqual({ sign: ["2", "1"] });
  expect(asChosen(steps, {})).toBeUndefined();
});

test("what must be chosen is named; what may never come is not", () => {
  const unsure = choice({ key: "big", needed: false });

  expect(unchosen([unsure, choice()], {})?.key).toBe("sign");
  expect(unchosen([unsure, choice()], { sign: [person("1")] })).toBeUndefined();
});

test("how several act together is said only of several", () => {
  expect(togetherOf(choice({ mode: "any" }), [person("1")])).toBe("");
  expect(togetherOf(choice({ mode: "any" }), [person("1"), person("2")])).toContain("一人办理即可");
});

test("a refusal for want of people leads to its step", () => {
  expect(stepRefused(refused("workflow.choose_handlers"))).toBe("sign");
  expect(stepRefused(refused("workflow.not_eligible"))).toBe("sign");
  expect(stepRefused(refused("workflow.already_handled"))).toBe("");
  expect(stepRefused(null)).toBe("");
});
