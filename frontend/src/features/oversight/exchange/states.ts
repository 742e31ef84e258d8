import type { Recipient } from "../api";

type Tone = "grey" | "blue" | "green" | "amber" | "red";

const TONES: Record<string, Tone> = {
  in_transit: "blue",
  delivered: "amber",
  acknowledged: "green",
  returned: "red",
  withdrawn: "grey",
};

export const stateTone = (state: string): Tone => TONES[state] ?? "grey";

export interface StateSum {
  state: string;
  label: string;
  count: number;
}

/** How many copies are where, in the order of a copy's life. */
export function sumStates(recipients: readonly Recipient[]): StateSum[] {
  return Object.keys(TONES)
    .map((state) => recipients.filter((recipient) => recipient.state === state))
    .filter((found) => found.length > 0)
    .map((found) => ({
      state: found[0]?.state ?? "",
      label: found[0]?.label ?? "",
      count: found.length,
    }));
}
