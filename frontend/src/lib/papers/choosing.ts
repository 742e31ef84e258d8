/** 下一步办理人由您指定: the steps ahead whose people the present handler names. */
import type { Refusal } from "@/api/refusal";

import { personOption, type Option } from "./options";
import type { Person } from "./types";

export interface Choice {
  key: string;
  name: string;
  mode: "all" | "any" | "in_turn" | "vote";
  /** Only its holders can be chosen; empty: anybody. */
  permission: string;
  /** The act is refused without. */
  needed: boolean;
  chosen: Person[];
}

/** Step → who shall handle it. */
export type Picks = Record<string, Option[]>;

const TOGETHER = {
  all: "会签：每人都要同意",
  any: "或签：一人办理即可",
  in_turn: "依次：按所选顺序",
  vote: "票签：按比例通过",
};
const CODES = new Set(["workflow.choose_handlers", "workflow.not_eligible"]);

/** How those chosen will act together; one alone needs no word. */
export const togetherOf = ({ mode }: Pick<Choice, "mode">, people: readonly Option[]): string =>
  people.length > 1 ? TOGETHER[mode] : "";

/** What the server knows already, and over it what was picked here. */
export function withPicks(choices: readonly Choice[], picks: Picks): Picks {
  const known = choices.map(({ key, chosen }) => [key, chosen.map(personOption)]);
  return { ...(Object.fromEntries(known) as Picks), ...picks };
}

/** As the server takes it; undefined where nobody was picked. */
export function asChosen(
  steps: readonly { key: string }[],
  picks: Picks,
): Record<string, string[]> | undefined {
  const found = steps
    .map(({ key }) => [key, (picks[key] ?? []).map((person) => person.key)] as const)
    .filter(([, people]) => people.length);
  return found.length ? Object.fromEntries(found) : undefined;
}

/** The first step that still lacks somebody. */
export const unchosen = (choices: readonly Choice[], picks: Picks): Choice | undefined =>
  choices.find(({ key, needed }) => needed && !picks[key]?.length);

export const askFor = ({ name }: Pick<Choice, "name">): string => `请选择「${name}」的办理人。`;

/** The step whose people the server would not take; empty when it refused something else. */
export const stepRefused = (refusal: Refusal | null): string =>
  refusal && CODES.has(refusal.code) ? String(refusal.extra.step ?? "") : "";
