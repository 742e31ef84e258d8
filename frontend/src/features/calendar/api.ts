import { api, type Schemas, unwrap } from "@/api/client";

export type WorkingYear = Schemas["WorkingYearOut"];
export type WorkingDay = Schemas["WorkingDayOut"];
export type Kind = WorkingDay["kind"];
export type Stuck = Schemas["StuckOut"];

const of = (year: number) => ({ params: { path: { year } } });

export const readYear = (year: number, signal?: AbortSignal) =>
  unwrap(api.GET("/api/organization/calendar/{year}", { ...of(year), signal }));

/** `kind` null: the day is again as the city has it. */
export const changeDays = (year: number, days: string[], kind: Kind | null, reason: string) =>
  unwrap(
    api.POST("/api/organization/calendar/{year}/days", {
      ...of(year),
      body: { days: days.map((date) => ({ date, kind })), reason },
    }),
  );

export const importDays = (year: number, lines: string, reason: string) =>
  unwrap(
    api.POST("/api/organization/calendar/{year}/import", { ...of(year), body: { lines, reason } }),
  );

export const readStuck = (signal?: AbortSignal) =>
  unwrap(api.GET("/api/workflow/stuck", { signal }));

export const scanStuck = () => unwrap(api.POST("/api/workflow/stuck/scan"));
