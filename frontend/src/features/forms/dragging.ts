/** What is being dragged over the paper: a new widget, or a field that moves. */
import type { WidgetKind } from "@/lib/forms/types";

const KIND = "application/x-heshu-widget";
const FIELD = "application/x-heshu-field";

export function dragKind(event: DragEvent, kind: WidgetKind): void {
  event.dataTransfer?.setData(KIND, kind);
  if (event.dataTransfer) event.dataTransfer.effectAllowed = "copy";
}

export function dragField(event: DragEvent, name: string): void {
  event.dataTransfer?.setData(FIELD, name);
  if (event.dataTransfer) event.dataTransfer.effectAllowed = "move";
}

export const isOurs = ({ dataTransfer }: DragEvent): boolean =>
  !!dataTransfer && [KIND, FIELD].some((type) => dataTransfer.types.includes(type));

export interface Dropped {
  kind: WidgetKind | null;
  field: string;
}

export const dropped = ({ dataTransfer }: DragEvent): Dropped => ({
  kind: (dataTransfer?.getData(KIND) || null) as WidgetKind | null,
  field: dataTransfer?.getData(FIELD) ?? "",
});
