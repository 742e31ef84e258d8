import { expect, it } from "vitest";

import { isStrong, judge } from "./policy";

const broken = (password: string, account = "") =>
  judge(password, account)
    .filter(({ met }) => !met)
    .map(({ key }) => key);

it.each([
  ["", ["length", "mixed", "simple", "own"]],
  ["short-1", ["length"]],
  ["3141592653589", ["mixed"]],
  ["hehe1234567x", ["simple"]],
  ["my-password-26", ["simple"]],
  ["aaaaaaaaaaa", ["simple"]],
  ["清风徐来水波不兴2026", []],
])("judges %s", (password, rules) => {
  expect(broken(password)).toEqual(rules);
});

it("does not let the account into the password", () => {
  expect(broken("wangxiaomin-77", "wangxiaomin")).toEqual(["own"]);
  expect(isStrong(judge("quiet-river-77", "wangxiaomin"))).toBe(true);
});
