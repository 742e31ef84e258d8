import { describe, expect, it } from "vitest";

import { byStage, OUTGOING_STAGES } from "./stages";

const row = (id: string, stage: string, stage_label: string) => ({ id, stage, stage_label });

describe("按环节分组", () => {
  it("follows the road, not the order of arrival", () => {
    const groups = byStage(
      [row("甲", "released", "已发出"), row("乙", "draft", "起草"), row("丙", "sign", "签发")],
      OUTGOING_STAGES,
    );

    expect(groups.map(({ label }) => label)).toEqual(["起草", "签发", "已发出"]);
  });

  it("keeps the newest first inside a stage", () => {
    const [group] = byStage(
      [row("新", "draft", "起草"), row("旧", "draft", "起草")],
      OUTGOING_STAGES,
    );

    expect(group?.rows.map(({ id }) => id)).toEqual(["新", "旧"]);
  });
});
