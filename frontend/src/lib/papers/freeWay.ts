/** 自由流: the steps a handler puts behind the present one. */
import type { AddMethod } from "./api";
import type { Option } from "./options";

/** One of them as it is being filled in. */
export interface FreeStep {
  name: string;
  people: Option[];
  mode: AddMethod;
}

/** As the server takes it. */
export interface Following {
  name: string;
  people: string[];
  mode: AddMethod;
}

export const MOST_STEPS = 9;
export const LONGEST_NAME = 20;
const USUAL_NAME = "办理";

export const blankStep = (): FreeStep => ({ name: "", people: [], mode: "all" });

export const asFollowing = (steps: readonly FreeStep[]): Following[] =>
  steps.map(({ name, people, mode }) => ({
    name: name.trim() || USUAL_NAME,
    people: people.map(({ key }) => key),
    mode: people.length > 1 ? mode : "all",
  }));

const JOINTS = { all: "、", any: " 或 ", in_turn: " 再 " };

/** 先由 王主任、何主任 会商，再由 林登记 办理，然后按原定流程往下走。 */
export function sayWay(steps: readonly FreeStep[]): string {
  if (!steps.length || steps.some(({ people }) => !people.length)) return "";
  const said = steps.map(({ name, people, mode }, at) => {
    const who = people.map(({ label }) => label).join(JOINTS[mode]);
    return `${at ? "再" : "先"}由 ${who} ${name.trim() || USUAL_NAME}`;
  });
  return `您同意后，${said.join("，")}，然后按原定流程往下走。`;
}
