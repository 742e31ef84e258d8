/** What all widgets of one form share. */
import { inject, provide, type InjectionKey } from "vue";

import type { Spans } from "./expressions";
import type { Named, Names } from "./types";

export interface FormContext {
  names: () => Names;
  /** A person or file somebody just chose, so that its name is known at once. */
  learn: (id: string, named: Named) => void;
  /** Where new attachments are laid; empty while none can be. */
  folder: () => string;
  spans: Spans;
  print: () => boolean;
}

const KEY: InjectionKey<FormContext> = Symbol("form");

export const provideForm = (context: FormContext): void => provide(KEY, context);

export function useForm(): FormContext {
  const context = inject(KEY);
  if (!context) throw new Error("a form widget outside <OaForm>");
  return context;
}
