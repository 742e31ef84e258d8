import { whenFull } from "@/lib/dates";
import type { Fact, Incoming, Outgoing, Person, SubjectKind, UnitName } from "@/lib/papers/types";
import { isUrgent, kindLabel, urgencyLabel } from "@/lib/papers/words";

import type { WorkItem } from "./api";

const names = (units: readonly UnitName[]): string =>
  units.map(({ short_name }) => short_name).join("、");

const personLine = (person: Person | null): string =>
  person ? `${person.title} ${person.name}`.trim() : "";

function shared({ doc_kind, urgency }: Outgoing | Incoming): Fact[] {
  return [
    { name: "文种", value: kindLabel(doc_kind) },
    { name: "紧急程度", value: urgencyLabel(urgency), hot: isUrgent(urgency) },
  ];
}

function ofOutgoing(paper: Outgoing): Fact[] {
  return [
    ...shared(paper),
    { name: "拟稿", value: personLine(paper.drafter) },
    { name: "签发人", value: personLine(paper.signatory) },
    { name: "主送", value: names(paper.addressees), wide: true },
    { name: "抄送", value: names(paper.copies), wide: true },
    { name: "发文字号", value: paper.number ?? "登记时生成" },
  ];
}

function ofIncoming(paper: Incoming): Fact[] {
  return [
    { name: "来文单位", value: paper.from_unit.name, wide: true },
    ...shared(paper),
    { name: "来文字号", value: paper.number ?? "" },
    { name: "收文号", value: paper.register_number ?? "登记时生成" },
    { name: "收到时间", value: whenFull(paper.received_at) },
    { name: "签收", value: personLine(paper.acknowledged_by) },
  ];
}

/** 基本信息 of either direction, as the to-do list shows it. */
export function factsOf(
  kind: SubjectKind,
  paper: Outgoing | Incoming,
  { due_at, note }: WorkItem,
): Fact[] {
  const facts = kind === "outgoing" ? ofOutgoing(paper as Outgoing) : ofIncoming(paper as Incoming);
  return [
    ...facts,
    { name: "办理时限", value: due_at ? whenFull(due_at) : "" },
    { name: "附言", value: note, wide: true },
  ];
}
