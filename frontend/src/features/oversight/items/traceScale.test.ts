import { describe, expect, it } from "vitest";

import type { Trace, TraceStep } from "../api";
import { scaleOf } from "./traceScale";
import { dayOf, hoursSince } from "./workTime";

const at = (text: string): string => `2026-11-${text}:00+08:00`;

function step(opened: string | null, closed: string | null): TraceStep {
  return {
    name: "承办",
    post: "救援协调科",
    opened_at: opened,
    closed_at: closed,
    hours: 0,
    state: closed ? "done" : "now",
    over_hours: 0,
  };
}

function trace(steps: TraceStep[], over: Partial<Trace> = {}): Trace {
  return {
    title: "关于三汇镇老矿区地质灾害隐患点应急处置资金的请示",
    number: "三汇府〔2026〕87号",
    doc_kind: "request",
    urgency: "extra_urgent",
    stage_label: "承办",
    short_name: "区应急局",
    from_unit: "三汇镇",
    lanes: [{ unit: "YJJ", short_name: "区应急局", role: "recipient", hours: 0, steps }],
    envelope: null,
    due_at: null,
    total_hours: 0,
    over_hours: 0,
    as_of: at("23T10:20"),
    ...over,
  };
}

describe("工时", () => {
  const monday = dayOf(Date.parse(at("16T00:00")));

  it("counts eight hours a day and leaves out lunch, nights and weekends", () => {
    expect(hoursSince(monday, Date.parse(at("16T18:00")))).toBe(8);
    expect(hoursSince(monday, Date.parse(at("16T12:30")))).toBe(3);
    expect(hoursSince(monday, Date.parse(at("22T15:00")))).toBe(40);
    expect(hoursSince(monday, Date.parse(at("23T10:00")))).toBe(41);
  });
});

describe("轨迹的标尺", () => {
  it("has one column for every workday and none for the weekend", () => {
    const { ticks } = scaleOf(trace([step(at("20T09:00"), at("23T10:00"))]));

    expect(ticks.map(({ at: place, width }) => [place, width])).toEqual([
      [0, 50],
      [50, 50],
    ]);
  });

  it("turns red exactly at the limit", () => {
    const { barOf, dueAt } = scaleOf(
      trace([step(at("19T09:00"), at("20T18:00"))], { due_at: at("20T09:00") }),
    );
    const bar = barOf(step(at("19T09:00"), at("20T18:00")));

    expect(dueAt).toBe(50);
    expect(bar).toMatchObject({ at: 0, width: 50, overAt: 50, overWidth: 50 });
  });

  it("is all red for a desk that was reached after the limit, and never red without one", () => {
    const late = step(at("20T09:00"), at("20T18:00"));
    const limited = scaleOf(trace([step(at("19T09:00"), null), late], { due_at: at("19T18:00") }));
    const free = scaleOf(trace([late]));

    expect(limited.barOf(late)).toMatchObject({ width: 0 });
    expect(limited.barOf(late)?.overWidth).toBeGreaterThan(0);
    expect(free.barOf(late)).toMatchObject({ overWidth: 0 });
  });

  it("lets an open desk grow until now and leaves unreached ones empty", () => {
    const { barOf, ticks } = scaleOf(trace([step(at("20T09:00"), null), step(null, null)]));

    expect(ticks).toHaveLength(2);
    expect(barOf(step(at("20T09:00"), null))?.width).toBeGreaterThan(50);
    expect(barOf(step(null, null))).toBeNull();
  });

  it("writes only as many dates as there is room for", () => {
    const { ticks } = scaleOf(trace([step("2026-09-01T09:00:00+08:00", at("20T18:00"))]));

    expect(ticks.length).toBeGreaterThan(40);
    expect(ticks.filter(({ named }) => named).length).toBeLessThanOrEqual(8);
  });

  it("puts the hours where there is room", () => {
    const { barOf } = scaleOf(trace([step(at("16T09:00"), at("20T18:00"))]));

    expect(barOf(step(at("16T09:00"), at("16T18:00")))?.label).toBe("after");
    expect(barOf(step(at("20T09:00"), at("20T18:00")))?.label).toBe("before");
    expect(barOf(step(at("16T09:00"), at("20T18:00")))?.label).toBe("on");
  });
});
