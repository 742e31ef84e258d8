import { useQuery } from "@tanstack/vue-query";
import { computed, reactive } from "vue";

import { type Option, unitOptions } from "@/lib/papers/options";
import { usePages } from "@/lib/usePages";
import { useSettled } from "@/lib/useSettled";
import type { RegisterColumn } from "@/ui/registers/columns";

import { type BookKey, listLetterheads, listUnits, readRegister, type RegisterLine } from "../api";

const THIS_YEAR = new Date().getFullYear();
export const YEARS = Array.from({ length: 6 }, (_, back) => String(THIS_YEAR - back));
const LOUD = "state";
const NUMERIC = new Set(["number", "register", "registered", "received", "released"]);

type RegisterPage = Awaited<ReturnType<typeof readRegister>>;

/** What one of the two registers is asked by, and its lines; the server says its columns. */
export function useRegister(book: BookKey) {
  const wanted = reactive({
    year: String(THIS_YEAR),
    kind: "",
    stage: "",
    prefix: "",
    channel: "",
    standing: "",
    q: "",
  });
  const unit = reactive<{ chosen: Option[] }>({ chosen: [] });
  const q = useSettled(computed(() => wanted.q));
  const asked = computed(() => ({
    ...wanted,
    unit: unit.chosen[0]?.key ?? "",
    q: q.value.trim(),
  }));

  const pages = usePages<RegisterLine>(
    computed(() => [book, "register", ...Object.values(asked.value)]),
    (cursor, signal) => readRegister(book, { ...asked.value, cursor }, signal),
  );
  const first = computed(() => pages.query.data.value?.pages[0] as RegisterPage | undefined);
  const columns = computed<RegisterColumn<RegisterLine>[]>(() =>
    (first.value?.columns ?? [])
      .map((one, place) => ({ one, place }))
      .filter(({ one }) => !one.only_paper)
      .map(({ one, place }) => ({
        label: one.label,
        text: ({ cells }) => cells[place] ?? "",
        main: one.key === "title",
        num: NUMERIC.has(one.key),
        loud: one.key === LOUD,
      })),
  );

  const heads = useQuery({
    queryKey: ["letterheads"],
    queryFn: ({ signal }) => listLetterheads(signal),
    enabled: book === "outgoing",
  });
  const units = useQuery({
    queryKey: ["units", "directory"],
    queryFn: ({ signal }) => listUnits(signal),
    staleTime: 600_000,
  });
  async function findUnits(text: string): Promise<Option[]> {
    await units.suspense();
    return unitOptions(units.data.value ?? [], text);
  }

  return { wanted, unit, asked, pages, columns, first, heads, findUnits };
}
