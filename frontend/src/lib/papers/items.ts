/** Items and runs: what a person may do with one piece of work, whatever it is about. */
import { ask, type Schemas } from "@/api/client";

import type { Graph } from "@/ui/flow/types";
import type { FlowField } from "@/ui/flow/words";
import type { Answers, FormUi, Names, Rights } from "@/lib/forms/types";

import type { ActFields } from "./api";
import type { Child } from "./children";
import type { Choice } from "./choosing";
import type { Act } from "./types";

export type WorkItem = Schemas["WorkItemOut"];

/** One thing that may be done with an item, or why not and who can help. */
export interface ItemAct {
  verb: string;
  label: string;
  allowed: boolean;
  reason: string;
  who_can: string[];
  danger: boolean;
}

export interface Colleague {
  id: string;
  name: string;
  title: string;
  department: string;
}

/** Somebody who was added at this step and has not acted. */
export interface AddedSigner {
  item: string;
  name: string;
  place: "before" | "after" | "with";
  method: string;
  removable: boolean;
}

/** A form as one handler sees it: hidden fields are not in it. */
export interface FormPart {
  schema: Record<string, unknown>;
  ui: FormUi;
  data: Answers;
  rights: Rights;
  names?: Names;
}

/** A run for its starter and its readers, of which nothing waits for them. */
export interface Matter {
  run: {
    id: string;
    title: string;
    status: string;
    starter: string;
    starter_department: string;
    created_at: string;
    flow_name: string;
    resume_at: string | null;
    parent: Schemas["AboveOut"] | null;
  };
  subject_label: string;
  form: FormPart | null;
  url: string;
}

export interface ItemDetail extends Omit<WorkItem, "acting_for">, Matter {
  acts: ItemAct[];
  asked: AddedSigner[];
  choices: Choice[];
  opinion_draft: string;
  /** 审核意见, 会签意见 …: what this step calls its opinion. */
  opinion_label: string;
  acting_for: { id: string; name: string } | null;
  /** Who decides, where this seat only gives an opinion. */
  answers_to: string;
  blind: boolean;
  free: boolean;
}

export interface ItemTargets {
  nodes: { key: string; name: string; people: Colleague[]; straight: boolean }[];
  people: Colleague[];
}

export interface Acted {
  run_id: string;
  status: string;
  next: { node: string; name: string; handlers: string[] }[];
  repeated: boolean;
}

/** This run's own graph and how each of its steps stands. */
export interface Way {
  nodes: Graph["nodes"];
  states: Record<
    string,
    {
      state: "done" | "now" | "next" | "skipped";
      people: string[];
      at: string | null;
      opinion: string;
      children: Child[];
    }
  >;
  /** Of the people, posts, permissions and flows that the graph mentions. */
  names: Record<string, string>;
  /** What its conditions ask about. */
  form_fields: FlowField[];
}

const ITEMS = "/api/workflow/items";
const RUNS = "/api/workflow/runs";
const NOTICES = "/api/workflow/notices";

export const readItem = (id: string, signal?: AbortSignal): Promise<ItemDetail> =>
  ask("get", `${ITEMS}/${id}`, { signal });

export const readMatter = (run_id: string, signal?: AbortSignal): Promise<Matter> =>
  ask("get", `${RUNS}/${run_id}/matter`, { signal });

export const readTargets = (id: string, verb: string, q = ""): Promise<ItemTargets> =>
  ask("get", `${ITEMS}/${id}/targets`, { query: q ? { verb, q } : { verb } });

export const readWay = (run_id: string): Promise<Way> => ask("get", `${RUNS}/${run_id}/way`);

type Body = ActFields & { request_id: string };

export const actOnItem = (id: string, verb: string, body: Body): Promise<Acted> =>
  ask("post", `${ITEMS}/${id}/${verb}`, { body });

export const actOnRun = (run_id: string, verb: string, body: Body): Promise<Acted> =>
  ask("post", `${RUNS}/${run_id}/${verb}`, { body });

export const keepDraft = (id: string, text: string): Promise<unknown> =>
  ask("post", `${ITEMS}/${id}/draft`, { body: { text } });

/** The sender may call an item back until it has been opened; opening is said once. */
export const sayOpened = (id: string): Promise<unknown> => ask("post", `${ITEMS}/${id}/seen`);

export const readNotice = (id: string, body: Body): Promise<unknown> =>
  ask("post", `${NOTICES}/${id}/read`, { body });

export const readNotices = (ids: string[], request_id: string): Promise<unknown> =>
  ask("post", `${NOTICES}/read`, { body: { ids, request_id } });

/** The server's names for whom one can turn to; the bars of all papers speak of `who`. */
export const asActs = (acts: readonly ItemAct[]): Act[] =>
  acts.map(({ verb, label, allowed, reason, who_can }) => ({
    verb,
    label,
    allowed,
    reason,
    who: who_can,
  }));
