/** What every card and branch of one tree shares. */
import { type ComputedRef, inject, type InjectionKey, provide } from "vue";

import type { FlowFault, Place, Standing } from "./types";
import type { Names } from "./words";

export type NewKind = "task" | "sub" | "xor" | "split";

export interface FlowContext {
  editable: ComputedRef<boolean>;
  live: ComputedRef<boolean>;
  selected: ComputedRef<string>;
  names: ComputedRef<Names>;
  states: ComputedRef<Record<string, Standing>>;
  faults: ComputedRef<readonly FlowFault[]>;
  /** Steps of a simulated walk; the others step back. */
  path: ComputedRef<ReadonlySet<string> | null>;
  locked: ComputedRef<ReadonlySet<string>>;
  fixed: ComputedRef<boolean>;
  /** Of what is fixed: behind these a step may be added all the same. */
  open: ComputedRef<ReadonlySet<string>>;
  select: (key: string) => void;
  insert: (place: Place, kind: NewKind) => void;
  addBranch: (fork: string) => void;
}

const KEY: InjectionKey<FlowContext> = Symbol("flow");

export const provideFlow = (context: FlowContext): void => provide(KEY, context);

export function useFlow(): FlowContext {
  const context = inject(KEY);
  if (!context) throw new Error("outside of a FlowTree");
  return context;
}

/** The head of a branch is selected under a name of its own. */
export const branchKey = (fork: string, at: number): string => `${fork}/${at}`;
