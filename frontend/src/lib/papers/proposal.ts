/** 拟办: only to be read, or to be acted on; by whom, and who urges it. */
import type { ActFields, Course } from "./api";
import type { Option } from "./options";

export interface Proposal {
  course: Course;
  leader: Option[];
  readers: Option[];
  serial: boolean;
  urger: Option[];
  isMajor: boolean;
}

/** As it is usual for this kind of document. */
export const blankProposal = (usual: string | undefined): Proposal => ({
  course: usual === "note" ? "note" : "handle",
  leader: [],
  readers: [],
  serial: false,
  urger: [],
  isMajor: false,
});

/** As the server takes it: of the course that was chosen, nothing of the other. */
export function proposalFields(one: Proposal): ActFields {
  if (one.course === "note") {
    return { course: "note", readers: one.readers.map(({ key }) => key), serial: one.serial };
  }
  return {
    course: "handle",
    leader: one.leader[0]?.key,
    urger: one.urger[0]?.key,
    is_major: one.isMajor,
  };
}

/** What was done, in the words of the course that was taken. */
export const doneLabel = (label: string, { course }: ActFields): string =>
  course === "note" ? "送传阅" : label;

export const proposalLabel = ({ course }: Proposal): string =>
  course === "note" ? "送传阅" : "送批示";
