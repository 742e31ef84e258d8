import type { Act } from "@/lib/papers/types";

import type { Box } from "./api";

const offer = (verb: string, label: string): Act => ({
  verb,
  label,
  allowed: true,
  reason: "",
  who: [],
});

const TELL = [offer("cc", "抄送"), offer("circulate", "传阅")];
const STARTER = [offer("urge", "催办"), ...TELL, offer("withdraw_run", "撤销")];
const READER = [offer("read", "阅毕")];
/** 自由流: agreeing, and saying who comes next. */
export const LEAD_ON = "lead_on";

/** Where the step is free, whoever may agree may also choose the way. */
export function withFreeWay(acts: readonly Act[], free: boolean): Act[] {
  const agree = acts.find(({ verb }) => verb === "approve");
  if (!free || !agree?.allowed) return [...acts];
  return acts.flatMap((act) => (act === agree ? [act, offer(LEAD_ON, "自选下一步")] : [act]));
}

/** A document has its own words for these; the generic ones would pass it by. */
const OF_DOCUMENTS = new Set(["approve", "reject", "send_back", "transfer", "take_back"]);
const LIVE = new Set(["running", "suspended"]);

/**
 * What may be done with an item of this box: what its document says, what the engine says, and what
 * everybody who has met a running matter may do: tell others of it.
 */
export function actsOf(
  box: Box,
  status: string,
  ofDocument: readonly Act[],
  ofItem: readonly Act[],
): Act[] {
  if (box === "read") return READER;
  if (box === "was_read") return [];
  const isLive = LIVE.has(status);
  if (box === "started") return isLive ? STARTER : [];
  // Asked for an opinion only, one answers whoever asked; the document's own acts are theirs.
  const advises = ofItem.some(({ verb, allowed }) => verb === "approve" && allowed);
  const document = box === "todo" && !advises ? ofDocument : [];
  const taken = new Set([
    ...document.map(({ verb }) => verb),
    ...(document.length ? OF_DOCUMENTS : []),
  ]);
  const generic = ofItem.filter(({ verb }) => !taken.has(verb));
  const known = new Set([...taken, ...generic.map(({ verb }) => verb)]);
  const extra = box === "done" ? [offer("urge", "催办"), ...TELL] : TELL;
  const rest = isLive ? extra.filter(({ verb }) => !known.has(verb)) : [];
  return [...document, ...generic, ...rest];
}
