import type { Act } from "@/lib/papers/types";

/** Why it cannot be done, and who can help where the reason does not name them already. */
export function reasonOf({ reason, who }: Pick<Act, "reason" | "who">): string {
  const others = who.filter((name) => !reason.includes(name));
  return others.length ? `${reason} 可找 ${others.join("、")}。` : reason;
}
