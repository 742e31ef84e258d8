import type { BoardUnit } from "../api";

/** How a tile is filled: from quiet blue over amber to brown, and two kinds of blank. */
export type Level = "best" | "good" | "fair" | "low" | "worst" | "idle" | "silent";

export const LEVELS: readonly { level: Level; label: string }[] = [
  { level: "best", label: "98% 以上" },
  { level: "good", label: "95%—98%" },
  { level: "fair", label: "90%—95%" },
  { level: "low", label: "85%—90%" },
  { level: "worst", label: "85% 以下" },
  { level: "idle", label: "无到期事项" },
  { level: "silent", label: "未上报" },
];

export const LOW_RATE = 85;

export function levelOf({ on_time_rate: rate, reported_at }: BoardUnit): Level {
  if (!reported_at) return "silent";
  if (rate === null) return "idle";
  if (rate >= 98) return "best";
  if (rate >= 95) return "good";
  if (rate >= 90) return "fair";
  return rate >= LOW_RATE ? "low" : "worst";
}

/** The name on a tile: without what every unit of the city shares and without the kind of town. */
export function tileName(short: string): string {
  const core = short
    .replace(/办公室$/, "办")
    .replace(/^[区县市州]委(?!办|$)/, "")
    .replace(/^[区县市州](?!委)/, "");
  const bare = core.replace(/(街道|镇|乡)$/, "");
  return bare.length > 1 ? bare : short;
}

export interface Band {
  label: string;
  units: BoardUnit[];
}

const TOWNS = new Set(["town", "subdistrict", "township"]);
const BANDS: readonly { label: string; kinds: readonly string[] }[] = [
  {
    label: "机关",
    kinds: ["party_committee", "congress", "government", "consultative", "discipline", "judicial"],
  },
  {
    label: "党委部门与人大、政协办公室",
    kinds: ["party_department", "congress_office", "consultative_office"],
  },
  { label: "政府部门与驻地机构", kinds: ["bureau", "vertical"] },
  { label: "群团组织", kinds: ["association"] },
];

export const townsOf = (units: readonly BoardUnit[]): BoardUnit[] =>
  units.filter(({ kind }) => TOWNS.has(kind));

/** Everybody else in bands; kinds that nobody planned for come last. */
export function bandsOf(units: readonly BoardUnit[]): Band[] {
  const planned = new Set([...TOWNS, ...BANDS.flatMap(({ kinds }) => kinds)]);
  const bands = BANDS.map(({ label, kinds }) => ({
    label,
    units: units.filter(({ kind }) => kinds.includes(kind)),
  }));
  const others = units.filter(({ kind }) => !planned.has(kind));
  return [...bands, { label: "其他", units: others }].filter((band) => band.units.length > 0);
}

/** What a screen reader says for a tile. */
export function spoken(unit: BoardUnit): string {
  if (!unit.reported_at) return `${unit.short_name}，未上报`;
  const rate =
    unit.on_time_rate === null ? "近 7 日无到期事项" : `按时办结率 ${unit.on_time_rate}%`;
  return `${unit.short_name}，${rate}，在办 ${unit.in_progress} 件，超期 ${unit.overdue} 件`;
}
