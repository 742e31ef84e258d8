import { describe, expect, it } from "vitest";

import { match, pieces } from "./search";

const emergency = { pinyin: "quyingjiju", initials: "qyjj" };
const taihe = { pinyin: "taihezhen", initials: "thz" };

describe("finding by name, initials and pinyin", () => {
  it("finds 区应急局 with and without the prefix that all units share", () => {
    expect(match("区应急局", emergency, "应急")?.rank).toBe(0);
    expect(match("区应急局", emergency, "yjj")?.rank).toBe(1);
    expect(match("区应急局", emergency, "qyjj")?.rank).toBe(1);
  });

  it("marks the letters that the initials stand for", () => {
    expect(pieces("区应急局", match("区应急局", emergency, "yj"))).toEqual(["区", "应急", "局"]);
  });

  it("finds by full pinyin, but not by a single letter inside it", () => {
    expect(match("太和镇", taihe, "taihe")?.rank).toBe(4);
    expect(match("太和镇", taihe, "e")).toBeNull();
  });

  it("ignores case and spaces, and finds nothing for nothing", () => {
    expect(match("太和镇", taihe, " T H ")?.rank).toBe(1);
    expect(match("太和镇", taihe, "  ")).toBeNull();
    expect(match("太和镇", taihe, "xyz")).toBeNull();
  });
});
