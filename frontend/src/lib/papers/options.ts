import { match } from "@/lib/search";
import type { UnitCard } from "@/lib/units";

import { findColleagues } from "./api";
import type { Person, UnitName } from "./types";

/** One line of a picker. */
export interface Option {
  key: string;
  label: string;
  note?: string;
}

const MOST = 30;

export const personOption = ({ id, name, title }: Person): Option => ({
  key: id,
  label: name,
  note: title,
});

/** Looks for colleagues, those who may do a certain thing where that matters. */
export const colleagueFinder =
  (permission = "") =>
  async (q: string): Promise<Option[]> => {
    const { results } = await findColleagues(q, permission);
    return results.slice(0, MOST).map(({ id, name, title, department }) => ({
      key: id,
      label: name,
      note: `${department.name} ${title}`.trim(),
    }));
  };

export const unitOption = ({ code, name, short_name }: UnitName): Option => ({
  key: code,
  label: short_name,
  note: name,
});

/** Units found by name, initials or pinyin, the best hits first. */
export function unitOptions(units: readonly UnitCard[], q: string): Option[] {
  if (!q.trim()) return units.slice(0, MOST).map(unitOption);
  return units
    .map((unit) => ({ unit, found: match(unit.short_name, unit, q) ?? match(unit.name, unit, q) }))
    .filter(({ found }) => found !== null)
    .sort((a, b) => (a.found?.rank ?? 0) - (b.found?.rank ?? 0))
    .slice(0, MOST)
    .map(({ unit }) => unitOption(unit));
}
