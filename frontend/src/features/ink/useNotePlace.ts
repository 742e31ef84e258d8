/** Where the next note goes: in the right margin, below those already there. */
import type { Ref } from "vue";

import type { Mark, Picture } from "./api";

const FROM_EDGE = 1_700;
const FIRST = 3_000;
const APART = 1_200;

export function useNotePlace(
  shown: Readonly<Ref<Picture | undefined>>,
  mine: Readonly<Ref<Mark[]>>,
) {
  return (page: number): number[] => {
    const { width, height } = shown.value?.pages[page - 1] ?? { width: 21_000, height: 29_700 };
    const all = [...(shown.value?.layers.flatMap(({ marks }) => marks) ?? []), ...mine.value];
    const keys = new Set(all.filter((one) => one.text && one.page === page).map(({ key }) => key));
    const y = FIRST + ((keys.size * APART) % Math.max(APART, height - 2 * FIRST));
    return [Math.max(0, width - FROM_EDGE), Math.min(height, y), 0, 0];
  };
}
