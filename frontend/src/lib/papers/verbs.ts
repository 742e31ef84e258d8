import type { ActFields } from "./api";
import type { Act } from "./types";

type TextField = "opinion" | "reason" | "result" | "answer" | "text";

/** What a verb asks of the person and how loud its button is. The server decides who may press it. */
export interface VerbForm {
  /** `main` moves the document forward and is done from the bar; `page` has a place of its own on
   *  the page; the others open a dialog. */
  tone: "main" | "plain" | "danger" | "page";
  /** What is written when acting; null where nothing is. */
  text: { field: TextField; label: string; required: boolean } | null;
  /** Whether 常用语 help here. */
  phrases?: boolean;
  /** 拟办: 阅知 among whom, or 批办 by which leader */
  course?: boolean;
  /** 交哪些人承办, 何时办结 */
  handlers?: boolean;
  /** 转给谁, 委派给谁 */
  person?: string;
  /** 加签给谁, 抄送给谁 */
  people?: string;
  /** 前加签, 后加签, 并加签; and how several of them sign */
  place?: boolean;
  /** 传阅: one after another or all at once, and by when */
  round?: boolean;
  /** 退回到哪一步, 撤回哪一份, 减去谁 */
  target?: { field: "to" | "unit" | "item"; label: string };
  /** 自选下一步: further steps with their people */
  way?: boolean;
  /** 退回后: every step again, or straight back to whoever sent it back */
  straight?: boolean;
}

const withOpinion = (label: string, required = false): VerbForm => ({
  tone: "main",
  text: { field: "opinion", label, required },
});

const aside = (
  tone: "plain" | "danger",
  label: string,
  field: TextField,
  required = true,
): VerbForm => ({ tone, text: { field, label, required } });

const FORMS: Record<string, VerbForm> = {
  // of documents
  submit: withOpinion("送审说明"),
  review: { ...withOpinion("审核意见"), phrases: true },
  agree: { ...withOpinion("意见"), phrases: true },
  cosign: { ...withOpinion("会签意见"), phrases: true },
  sign: { ...withOpinion("签发意见"), phrases: true },
  verify: { ...withOpinion("复核意见"), phrases: true },
  amend: { tone: "page", text: null },
  register: withOpinion("登记说明"),
  print: withOpinion("印制说明"),
  release: withOpinion("核发说明"),
  acknowledge: { tone: "main", text: null },
  forward: { tone: "page", text: null },
  reply: { tone: "page", text: null },
  screen: withOpinion("初审意见"),
  return_to_sender: { tone: "page", text: null },
  propose: { ...withOpinion("拟办意见", true), course: true, phrases: true },
  end_reading: aside("plain", "结束说明", "opinion", false),
  instruct: { ...withOpinion("批示意见", true), handlers: true, phrases: true },
  handle: { tone: "main", text: { field: "result", label: "办理结果", required: true } },
  complete: { tone: "main", text: { field: "answer", label: "答复来文单位", required: false } },
  decline: aside("danger", "退回理由", "reason"),
  withdraw: {
    ...aside("danger", "撤回理由", "reason"),
    target: { field: "unit", label: "撤回哪一份" },
  },
  void: aside("danger", "作废理由", "reason"),
  discard: aside("danger", "作废理由", "reason"),
  refuse: aside("danger", "不予发文的理由", "reason"),
  // of any piece of work
  approve: { ...withOpinion("意见"), phrases: true },
  read: { ...withOpinion("阅办意见"), phrases: true },
  reject: aside("danger", "不同意的理由", "opinion"),
  send_back: {
    ...aside("danger", "退回理由", "opinion"),
    target: { field: "to", label: "退回到哪一步" },
  },
  transfer: { ...aside("plain", "转办说明", "opinion"), person: "转给谁" },
  delegate: { ...aside("plain", "请他办什么", "opinion"), person: "委派给谁" },
  add: { ...aside("plain", "加签说明", "opinion", false), people: "请谁加签", place: true },
  remove: {
    ...aside("danger", "减签理由", "opinion"),
    target: { field: "item", label: "减去谁" },
  },
  lead_on: { ...aside("plain", "意见", "opinion", false), way: true },
  take_back: aside("plain", "取回说明", "reason", false),
  urge: aside("plain", "催办说明", "text", false),
  urge_readers: aside("plain", "催阅说明", "text", false),
  name_urger: { ...aside("plain", "说明", "text", false), person: "改由谁催办" },
  cc: { ...aside("plain", "抄送说明", "text", false), people: "抄送给谁" },
  circulate: { ...aside("plain", "请他们看什么", "text", false), people: "传阅给谁", round: true },
  withdraw_run: aside("danger", "撤销理由", "reason"),
};

export function formOf(verb: string): VerbForm {
  return FORMS[verb] ?? withOpinion("意见");
}

/** The one act that moves the document forward, if the person may do one now. */
export function mainAct(acts: readonly Act[]): Act | null {
  return acts.find((act) => act.allowed && formOf(act.verb).tone === "main") ?? null;
}

/** Allowed acts beside the main one: 转办, 退回, 撤回, 作废. */
export function sideActs(acts: readonly Act[]): Act[] {
  return acts.filter((act) => act.allowed && ["plain", "danger"].includes(formOf(act.verb).tone));
}

/** Acts that cannot be done now and say why. */
export function blockedActs(acts: readonly Act[]): Act[] {
  return acts.filter((act) => !act.allowed && act.reason && formOf(act.verb).tone !== "page");
}

/** Nearest the thumb last: what is pressed most stands beside the main button. */
const IN_SIGHT = [
  "decline",
  "discard",
  "refuse",
  "void",
  "withdraw",
  "withdraw_run",
  "urge",
  "add",
  "transfer",
  "take_back",
  "lead_on",
  "send_back",
  "urge_readers",
  "end_reading",
];

const rank = ({ verb }: Act): number => IN_SIGHT.indexOf(verb);

/** Which side acts get a button of their own and which go under 「更多」; few need no menu. */
export function spread(acts: readonly Act[], room: number): { shown: Act[]; more: Act[] } {
  const side = sideActs(acts).sort((a, b) => rank(a) - rank(b));
  if (side.length <= room) return { shown: side, more: [] };
  const shown = side.filter((act) => rank(act) >= 0).slice(-room);
  return { shown, more: side.filter((act) => !shown.includes(act)) };
}

/** What is still missing before a verb can be sent, as one sentence; null when nothing is. */
export function missing(verb: string, fields: ActFields): string | null {
  const form = formOf(verb);
  if (form.text?.required && !fields[form.text.field]?.trim()) return `请填写${form.text.label}。`;
  if (form.course && fields.course === "note") {
    return fields.readers?.length ? null : "请选择传阅给谁。";
  }
  if (form.course && !fields.leader) return "请选择批示的领导。";
  if (form.handlers && !fields.handlers?.length) return "请选择承办人。";
  if (form.person && !fields.to) return `请选择${form.person}。`;
  if (form.people && !fields.people?.length) return `请选择${form.people}。`;
  if (form.way && !fields.then?.every(({ people }) => people.length)) return "请选择办理人。";
  if (form.target && !fields[form.target.field]) return `请选择${form.target.label}。`;
  return null;
}
