import { describe, expect, it } from "vitest";

import type { UnitCard } from "@/lib/units";

import { blank, bodyFrom, lack, outsider, senderNamed, senderOf } from "./form";

const units = [
  { code: "ZFB", name: "重庆市合川区人民政府办公室", short_name: "区政府办公室" },
] as UnitCard[];

const whole = () => ({
  ...blank(),
  sender: [outsider("某某有限公司")],
  title: " 关于商请支持的函 ",
  doc_kind: "letter" as const,
});

describe("the sender of a paper", () => {
  it("is a unit of the directory by either of its names", () => {
    expect(senderNamed(units, "区政府办公室").key).toBe("ZFB");
    expect(senderNamed(units, "重庆市合川区人民政府办公室").key).toBe("ZFB");
  });

  it("is who was typed where the directory knows nobody of that name", () => {
    const form = { ...blank(), sender: [senderNamed(units, "某某有限公司")] };

    expect(senderOf(form)).toEqual({ from_code: "", from_name: "某某有限公司" });
  });
});

describe("what a paper still lacks", () => {
  it("is said one thing at a time, in the order of the form", () => {
    expect(lack(blank(), 0, 0)).toContain("来文机关");
    expect(lack({ ...whole(), title: " " }, 0, 0)).toContain("标题");
    expect(lack({ ...whole(), doc_kind: "" }, 0, 0)).toContain("文种");
    expect(lack(whole(), 0, 0)).toContain("存放位置");
  });

  it("is nothing once there is a file or a shelf, and everything read was checked", () => {
    expect(lack(whole(), 1, 2)).toBe("还有 2 项自文件读出的内容没有核对。");
    expect(lack(whole(), 1, 0)).toBe("");
    expect(lack({ ...whole(), shelf_mark: "二号柜" }, 0, 0)).toBe("");
  });
});

it("goes to the server trimmed, without a date where none was said", () => {
  const body = bodyFrom(whole(), { request_id: "一", read: [], despite: false });

  expect(body).toMatchObject({ title: "关于商请支持的函", written_on: null, from_code: "" });
});
