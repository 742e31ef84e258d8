/** Documents of both directions, shared by the to-do list and the registry. */
import type { Schemas } from "@/api/client";

export type SubjectKind = "outgoing" | "incoming";

export type UnitName = Schemas["UnitBrief"];
export type Person = Schemas["PersonBrief"];
export type Act = Schemas["ActOut"];
export type Stage = Schemas["StageOut"];
export type Attachment = Schemas["AttachmentOut"];
export type Opinion = Schemas["OpinionOut"];
export type Delivery = Schemas["DeliveryOut"];
export type Answer = Schemas["AnswerOut"];

export type Finding = Schemas["RuleFindingOut"];
export type Fix = Schemas["FixOut"];

export type OutgoingRow = Schemas["OutgoingRow"];
export type Outgoing = Schemas["OutgoingOut"];
export type IncomingRow = Schemas["IncomingRow"];
export type Incoming = Schemas["IncomingOut"];

export type Run = Schemas["RunOut"];
export type RunNode = Schemas["PlaceOut"];
export type RunItem = Schemas["SaidOut"];

/** One of the papers that lie beside a document. */
export interface PaperTab {
  key: string;
  label: string;
  count?: number;
}

export interface Fact {
  name: string;
  value: string;
  hot?: boolean;
  /** Takes the whole line. */
  wide?: boolean;
}
