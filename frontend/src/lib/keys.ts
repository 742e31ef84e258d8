import { onBeforeUnmount, onMounted } from "vue";

const TYPING = new Set(["INPUT", "TEXTAREA", "SELECT"]);

function isTyping(target: EventTarget | null): boolean {
  return target instanceof HTMLElement && (TYPING.has(target.tagName) || target.isContentEditable);
}

/** `Ctrl+Enter`, `ArrowDown`, `/`; Command counts as Ctrl. */
export function keyName(event: KeyboardEvent): string {
  const ctrl = event.ctrlKey || event.metaKey ? "Ctrl+" : "";
  const shift = event.shiftKey && event.key.length > 1 ? "Shift+" : "";
  const alt = event.altKey ? "Alt+" : "";
  const key = event.key.length === 1 ? event.key.toLowerCase() : event.key;
  return `${ctrl}${alt}${shift}${key}`;
}

type Shortcuts = Record<string, (event: KeyboardEvent) => void>;

/** Enter presses what has the focus, unless that is the entry that is open already. */
function pressesSomething(event: KeyboardEvent): boolean {
  const pressable = (event.target as Element).closest?.("a, button, summary");
  return event.key === "Enter" && Boolean(pressable) && !pressable?.matches("[aria-current]");
}

/** Shortcuts of a page. Those without Ctrl rest while somebody types or a dialog is open. */
export function useKeys(shortcuts: Shortcuts): void {
  function onKey(event: KeyboardEvent): void {
    const name = keyName(event);
    const handler = shortcuts[name];
    if (!handler || event.isComposing) return;
    const quiet = isTyping(event.target) || document.querySelector("dialog[open]") !== null;
    if (!name.startsWith("Ctrl+") && (quiet || pressesSomething(event))) return;
    event.preventDefault();
    handler(event);
  }
  onMounted(() => window.addEventListener("keydown", onKey));
  onBeforeUnmount(() => window.removeEventListener("keydown", onKey));
}

/** Arrow keys walk the focus through the links or buttons of a list. */
export function walkFocus(event: KeyboardEvent, root: HTMLElement | null, selector = "a"): void {
  const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
  if (!step || !root) return;
  const stops = [...root.querySelectorAll<HTMLElement>(selector)];
  const at = stops.indexOf(document.activeElement as HTMLElement);
  const next = stops[Math.max(0, Math.min(stops.length - 1, at + step))];
  event.preventDefault();
  next?.focus();
}
