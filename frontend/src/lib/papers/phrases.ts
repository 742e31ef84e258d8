import { useQuery, useQueryClient } from "@tanstack/vue-query";
import { computed } from "vue";

import { ask } from "@/api/client";

/** 常用语; without an id it is of the stock that everybody has. */
export interface Phrase {
  id: string | null;
  text: string;
}

const PATH = "/api/workflow/phrases";
const KEY = ["phrases"];
/** While the server has not answered. */
const STOCK: Phrase[] = ["同意。", "同意，请按程序办理。", "已阅。"].map((text) => ({
  id: null,
  text,
}));

/** 常用语 of this person, the same at every computer. */
export function usePhrases() {
  const client = useQueryClient();
  const query = useQuery({
    queryKey: KEY,
    queryFn: ({ signal }) => ask<{ results: Phrase[] }>("get", PATH, { signal }),
    staleTime: Infinity,
  });
  const phrases = computed<Phrase[]>(() => query.data.value?.results ?? STOCK);
  const reread = () => client.invalidateQueries({ queryKey: KEY });

  async function add(text: string): Promise<void> {
    const wanted = text.trim();
    if (!wanted || phrases.value.some((known) => known.text === wanted)) return;
    await ask("post", PATH, { body: { text: wanted } });
    await reread();
  }

  async function remove({ id }: Phrase): Promise<void> {
    if (!id) return;
    await ask("delete", `${PATH}/${id}`);
    await reread();
  }

  return { phrases, add, remove };
}
