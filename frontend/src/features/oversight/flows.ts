/** What units report: 收文, 联署 of texts that another unit hosts, and 发文. */
export const FLOWS = [
  { key: "incoming", label: "收文" },
  { key: "joint", label: "联署" },
  { key: "outgoing", label: "发文" },
] as const;

export type Flow = (typeof FLOWS)[number]["key"];

export const isFlow = (text: string): text is Flow => FLOWS.some(({ key }) => key === text);

export const flowLabel = (flow: string): string =>
  FLOWS.find(({ key }) => key === flow)?.label ?? "";
