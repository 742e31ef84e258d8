import { findColleagues, type DirectoryUnit } from "./api";
import type { Person, UnitName } from "./types";

/** One line of a picker. */
export interface Option {
  key: string;
  label: string;
  note?: string;
}

const MOST = 30;

export const personOption = ({ id, name, title, department }: Person): Option => ({
  key: id,
  label: name,
  note: [department, title].filter(Boolean).join(" "),
});

export async function colleagueOptions(q: string): Promise<Option[]> {
  const { results } = await findColleagues(q);
  return results.slice(0, MOST).map(personOption);
}

export const unitOption = ({ code, name, short_name }: UnitName): Option => ({
  key: code,
  label: short_name,
  note: name,
});

/** Units whose name, pinyin or initials contain what was typed; those that begin with it first. */
export function matchUnits(units: readonly DirectoryUnit[], q: string): DirectoryUnit[] {
  const wanted = q.trim().toLowerCase();
  if (!wanted) return [...units];
  const rank = (unit: DirectoryUnit): number => {
    const places = [unit.short_name, unit.name, unit.pinyin, unit.initials]
      .map((text) => text.toLowerCase().indexOf(wanted))
      .filter((at) => at >= 0);
    return places.length ? Math.min(...places) : Number.POSITIVE_INFINITY;
  };
  return units
    .map((unit) => ({ unit, at: rank(unit) }))
    .filter(({ at }) => Number.isFinite(at))
    .sort((a, b) => a.at - b.at)
    .map(({ unit }) => unit);
}
