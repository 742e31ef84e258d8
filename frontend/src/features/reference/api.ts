import { api, type Schemas, unwrap } from "@/api/client";

export type CityYear = Schemas["CityYearOut"];
export type CityDay = Schemas["CalendarDay"];
export type Template = Schemas["TemplateRow"];
export type WholeTemplate = Schemas["TemplateOut"];
export type Difference = Schemas["TemplateDifference"];
export type Checked = Schemas["TemplateChecked"];
export type Body = Record<string, unknown>;

const of = (year: number) => ({ params: { path: { year } } });

export const readYear = (year: number, signal?: AbortSignal) =>
  unwrap(api.GET("/api/city/calendar/{year}", { ...of(year), signal }));

export const enterYear = (year: number, notice: string, days: CityDay[]) =>
  unwrap(api.POST("/api/city/calendar/{year}/enter", { ...of(year), body: { notice, days } }));

/** What a source says of the year; nothing is entered yet. */
export const readDays = (year: number, taken_from: "chinese_calendar" | "list", lines: string) =>
  unwrap(api.POST("/api/city/calendar/{year}/read", { ...of(year), body: { taken_from, lines } }));

export const listTemplates = (signal?: AbortSignal) =>
  unwrap(api.GET("/api/city/templates", { signal }));

export const readVersions = (key: string, signal?: AbortSignal) =>
  unwrap(api.GET("/api/city/templates/{key}", { params: { path: { key } }, signal }));

export const readTemplate = (key: string, number: number) =>
  unwrap(
    api.GET("/api/city/templates/{key}/versions/{number}", { params: { path: { key, number } } }),
  );

export const readDiff = (key: string, number: number, against: number) =>
  unwrap(
    api.GET("/api/city/templates/{key}/versions/{number}/diff", {
      params: { path: { key, number }, query: { against } },
    }),
  );

export const checkTemplate = (body: Body) =>
  unwrap(api.POST("/api/city/templates/check", { body: { body } }));

export const publishTemplate = (body: Body, over: number, note: string) =>
  unwrap(api.POST("/api/city/templates/publish", { body: { body, over, note } }));
