import { api, type Schemas, unwrap } from "@/api/client";

/** An item's limit: whether it is certain, and why it is not what it was at first. */
export type Deadline = Schemas["DeadlineOut"];

export const readDeadline = (item_id: string, signal?: AbortSignal) =>
  unwrap(
    api.GET("/api/workflow/items/{item_id}/deadline", { params: { path: { item_id } }, signal }),
  );
