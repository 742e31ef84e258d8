/** What filling in a form asks of the server, whatever page it stands on. */
import { api, unwrap } from "@/api/client";

export const readSpan = (start: string, end: string) =>
  unwrap(api.GET("/api/forms/span", { params: { query: { start, end } } }));

export const readSources = (signal?: AbortSignal) =>
  unwrap(api.GET("/api/forms/sources", { signal }));

export const readOptions = (key: string, signal?: AbortSignal) =>
  unwrap(api.GET("/api/forms/sources/{key}", { params: { path: { key } }, signal }));

export const readDepartments = (signal?: AbortSignal) =>
  unwrap(api.GET("/api/organization/departments", { signal }));

export const attachmentsAddress = (folder: string): string =>
  `/api/forms/attachments?folder=${folder}`;
