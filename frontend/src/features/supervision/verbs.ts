/** What each intervention asks for, and what it will mean: said before it is done. */
import type { Fields, JumpTarget, Seat } from "./api";

export interface Asking {
  /** Which seat, which step, until when: what the verb needs besides the reason. */
  needs: ("seat" | "person" | "target" | "step" | "until")[];
  /** How the words are called; 反馈 sends them as its text. */
  words: { field: "reason" | "text"; label: string; optional?: boolean };
  /** One sentence: who will notice, and how. */
  consequence: string;
}

const REASON: Asking["words"] = { field: "reason", label: "理由" };
const UNDO = "30 分钟内无人办理时可以撤回。";

const ASKINGS: Record<string, Asking> = {
  reassign: {
    needs: ["seat", "person"],
    words: REASON,
    consequence: `原办理人、新办理人和发起人都会看到理由。${UNDO}`,
  },
  jump: {
    needs: ["target"],
    words: REASON,
    consequence: `当前环节随即关闭，受影响的人都会看到理由。${UNDO}`,
  },
  force: {
    needs: ["step"],
    words: REASON,
    consequence: `未办理的人不再办理，此环节记为“强制通过”。${UNDO}`,
  },
  suspend: {
    needs: ["until"],
    words: REASON,
    consequence: "挂起期间谁都不能办理，也不计办理时限。",
  },
  resume: { needs: [], words: REASON, consequence: "各办理人的时限按挂起的工作时间顺延。" },
  terminate: {
    needs: [],
    words: REASON,
    consequence: `此件到此结束，发起人和当前办理人都会看到理由。${UNDO}`,
  },
  tell: {
    needs: [],
    words: { field: "text", label: "反馈内容" },
    consequence: "只有当前办理人会看到，流程不变。",
  },
  urge: {
    needs: [],
    words: { field: "text", label: "附言", optional: true },
    consequence: "当前办理人会收到催办提醒；10 分钟内只能催办一次。",
  },
  undo: { needs: [], words: REASON, consequence: "此件恢复到这次干预之前的状态。" },
};

const PLAIN: Asking = { needs: [], words: REASON, consequence: "" };

export const askingOf = (verb: string): Asking => ASKINGS[verb] ?? PLAIN;

/** The steps where it lies now, each once: what 强制通过 chooses from. */
export function stepsOf(seats: readonly Seat[]): { key: string; name: string }[] {
  const found = new Map(seats.map(({ node, step_name }) => [node, step_name]));
  return [...found].map(([key, name]) => ({ key, name }));
}

export const reachable = (targets: readonly JumpTarget[]): JumpTarget[] =>
  targets.filter(({ allowed }) => allowed);

/** What is still to be filled in, as a sentence; empty when the verb can be sent. */
export function missing(verb: string, fields: Fields): string {
  const { needs, words } = askingOf(verb);
  if (needs.includes("seat") && !fields.item) return "请选择改派谁手里的件。";
  if (needs.includes("person") && !fields.to) return "请选择改派给谁。";
  if (needs.includes("target") && !fields.to) return "请选择跳转到哪个环节。";
  if (needs.includes("step") && !fields.node) return "请选择哪个环节。";
  if (!words.optional && !fields[words.field]?.trim()) return `请填写${words.label}。`;
  return "";
}
