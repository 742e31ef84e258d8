import type { Refusal } from "@/api/refusal";

/** The thing has moved on without us: nothing to correct, so we move on as well. */
const GONE = new Set([
  "workflow.already_handled",
  "workflow.elsewhere_now",
  "workflow.run_over",
  "workflow.not_your_turn",
  "correspondence.not_at_this_stage",
  "notice.already_read",
]);

export const hasMovedOn = ({ code, status }: Pick<Refusal, "code" | "status">): boolean =>
  GONE.has(code) || status === 404;

/** Acts that take the item off one's own desk. */
const STAYS = new Set(["remove", "cc", "circulate", "urge", "take_back"]);

export const takesAway = (verb: string, place = ""): boolean =>
  !(STAYS.has(verb) || (verb === "add" && place === "with"));
