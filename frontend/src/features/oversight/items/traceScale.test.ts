import { describe, expect, it } from "vitest";

import type { Trace, TraceStep } from "../api";
import { scaleOf } from "./traceScale";
import { officeHours } from "./workTime";

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
    workdays: ["2026-11-20", "2026-11-23"],
    ...over,
  };
}

/** 2026-11-16 to 20, and 23. */
const WEEK = ["16", "17", "18", "19", "20", "23"].map((day) => `2026-11-${day}`);

describe("工时", () => {
  const passed = officeHours(WEEK);
  const hours = (text: string): number => passed(Date.parse(at(text)));

  it("counts eight hours a day and leaves out lunch, nights and weekends", () => {
    expect(hours("16T18:00")).toBe(8);
    expect(hours("16T12:30")).toBe(3);
    expect(hours("22T15:00")).toBe(40);
    expect(hours("23T10:00")).toBe(41);
  });

  it("works on a Sunday that the State Council made a workday, and rests on a holiday", () => {
    const golden = officeHours(["2026-09-20", "2026-09-30", "2026-10-08"]);
    const on = (text: string): number => golden(Date.parse(`2026-${text}:00+08:00`));

    expect(on("09-20T18:00")).toBe(8);
    expect(on("10-05T12:00")).toBe(16);
    expect(on("10-08T10:00")).toBe(17);
  });
});

describe("轨迹的标尺", () => {
  it("has one column for every workday the server names and none for the days between", () => {
    const { ticks } = scaleOf(trace([step(at("20T09:00"), at("23T10:00"))]));

    expect(ticks.map(({ at: place, width }) => [place, width])).toEqual([
      [0, 50],
      [50, 50],
    ]);
  });

  it("turns red exactly at the limit", () => {
    const { barOf, dueAt } = scaleOf(
      trace([step(at("19T09:00"), at("20T18:00"))], {
        due_at: at("20T09:00"),
        workdays: ["2026-11-19", "2026-11-20"],
      }),
    );
    const bar = barOf(step(at("19T09:00"), at("20T18:00")));

    expect(dueAt).toBe(50);
    expect(bar).toMatchObject({ at: 0, width: 50, overAt: 50, overWidth: 50 });
  });

  it("is all red for a desk that was reached after the limit, and never red without one", () => {
    const late = step(at("20T09:00"), at("20T18:00"));
    const limited = scaleOf(
      trace([step(at("19T09:00"), null), late], {
        due_at: at("19T18:00"),
        workdays: WEEK.slice(3),
      }),
    );
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
    const workdays = Array.from({ length: 41 }, (_, day) =>
      new Date(Date.UTC(2026, 8, 1 + day)).toISOString().slice(0, 10),
    );
    const { ticks } = scaleOf(trace([], { workdays }));

    expect(ticks).toHaveLength(41);
    expect(ticks.filter(({ named }) => named).length).toBeLessThanOrEqual(8);
  });

  it("puts the hours where there is room", () => {
    const { barOf } = scaleOf(
      trace([step(at("16T09:00"), at("20T18:00"))], { workdays: WEEK.slice(0, 5) }),
    );

    expect(barOf(step(at("16T09:00"), at("16T18:00")))?.label).toBe("after");
    expect(barOf(step(at("20T09:00"), at("20T18:00")))?.label).toBe("before");
    expect(barOf(step(at("16T09:00"), at("20T18:00")))?.label).toBe("on");
  });
});
