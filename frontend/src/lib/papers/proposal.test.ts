import { describe, expect, it } from "vitest";

import { blankProposal, doneLabel, proposalFields, proposalLabel } from "./proposal";
import { missing } from "./verbs";

const person = (key: string) => ({ key, label: key });

describe("拟办", () => {
  it("begins with what is usual", () => {
    expect(blankProposal("note").course).toBe("note");
    expect(blankProposal("handle").course).toBe("handle");
    expect(blankProposal(undefined).course).toBe("handle");
  });

  it("sends nothing of the course that was not chosen", () => {
    const both = { ...blankProposal("note"), leader: [person("何")], readers: [person("赵")] };

    expect(proposalFields(both)).toEqual({ course: "note", readers: ["赵"], serial: false });
    expect(proposalFields({ ...both, course: "handle" })).toMatchObject({ leader: "何" });
    expect(proposalFields({ ...both, course: "handle" })).not.toHaveProperty("readers");
    expect(proposalLabel(both)).toBe("送传阅");
    expect(doneLabel("送批示", proposalFields(both))).toBe("送传阅");
  });

  it("says who is still missing", () => {
    const opinion = "拟请阅示。";

    expect(missing("propose", { opinion, course: "note", readers: [] })).toBe("请选择传阅给谁。");
    expect(missing("propose", { opinion, course: "handle" })).toBe("请选择批示的领导。");
    expect(missing("propose", { opinion, course: "handle", leader: "何" })).toBeNull();
  });
});
