import { useQuery } from "@tanstack/vue-query";

import { readBoard } from "./api";

const FIVE_MINUTES = 300_000;

/** The leaders' board; drawn anew by the server, read anew on its word and every five minutes. */
export function useBoard() {
  return useQuery({
    queryKey: ["board", "totals"],
    queryFn: ({ signal }) => readBoard(signal),
    refetchInterval: FIVE_MINUTES,
  });
}
