import { type Schemas } from "@/api/client";

/** A unit as the city's directory shows it. */
export type UnitCard = Schemas["EntranceOut"];

export interface UnitSection<T extends UnitCard = UnitCard> {
  key: string;
  label: string;
  parts: { label: string; units: T[] }[];
  count: number;
}

interface SectionPlan {
  key: string;
  label: string;
  parts: { label: string; kinds: UnitCard["kind"][] }[];
}

/** How people look for an office: by what it is, leading organs first. */
const PLAN: SectionPlan[] = [
  {
    key: "organs",
    label: "机关",
    parts: [
      {
        label: "",
        kinds: [
          "party_committee",
          "congress",
          "government",
          "consultative",
          "discipline",
          "judicial",
        ],
      },
    ],
  },
  {
    key: "departments",
    label: "部门",
    parts: [
      {
        label: "党委部门及人大、政协办公室",
        kinds: ["party_department", "congress_office", "consultative_office"],
      },
      { label: "政府部门及驻地机构", kinds: ["bureau", "vertical"] },
      { label: "群团组织", kinds: ["association"] },
    ],
  },
  { key: "subdistricts", label: "街道", parts: [{ label: "", kinds: ["subdistrict"] }] },
  { key: "towns", label: "镇乡", parts: [{ label: "", kinds: ["town"] }] },
];

const PLANNED = new Set<string>(PLAN.flatMap(({ parts }) => parts.flatMap(({ kinds }) => kinds)));

/** Units in sections; kinds that nobody planned for come last, so that no unit is ever hidden. */
export function inSections<T extends UnitCard>(units: readonly T[]): UnitSection<T>[] {
  const sections: UnitSection<T>[] = PLAN.map(({ key, label, parts }) => {
    const filled = parts.map((part) => ({
      label: part.label,
      units: units.filter(({ kind }) => part.kinds.includes(kind)),
    }));
    return { key, label, parts: filled, count: 0 };
  });
  const others = units.filter(({ kind }) => !PLANNED.has(kind));
  sections.push({ key: "others", label: "其他", parts: [{ label: "", units: others }], count: 0 });
  return sections
    .map(({ key, label, parts }) => {
      const kept = parts.filter((part) => part.units.length > 0);
      const count = kept.reduce((sum, part) => sum + part.units.length, 0);
      return { key, label, parts: kept, count };
    })
    .filter(({ count }) => count > 0);
}
