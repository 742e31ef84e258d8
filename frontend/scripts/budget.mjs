// Fails the build when a page would load more than design allows (gzip, in KB).
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { gzipSync } from "node:zlib";

const DIST = new URL("../dist/", import.meta.url).pathname;
const KB = 1024;

const BUDGETS = {
  entryScript: 70,
  entryStyle: 12,
  portal: 100,
  workbench: 110,
  documents: 125, // a whole desk: list, paper, slip, acts, uploads; no widget library in it
  formDesigner: 134, // the shell, and 60 of its own: every widget stands on the board
  page: 110,
  chunk: 130,
  wordEditor: 420, // a whole Word in the page: fetched only by whoever opens one to write in it
};
const PAGE_BUDGET = {
  "src/features/forms/FormDesignerPage.vue": BUDGETS.formDesigner,
  "src/features/portal/PortalPage.vue": BUDGETS.portal,
  "src/features/todo/TodoPage.vue": BUDGETS.workbench,
  "src/features/correspondence/incoming/IncomingPage.vue": BUDGETS.documents,
  "src/features/correspondence/outgoing/OutgoingPage.vue": BUDGETS.documents,
};
/** Parts that a page fetches later, weighed with all they bring along. */
const PART_BUDGET = { "src/ui/texts/WordEditor.vue": BUDGETS.wordEditor };

const manifest = JSON.parse(readFileSync(join(DIST, ".vite/manifest.json"), "utf8"));
const weights = new Map();

function weight(file) {
  if (!weights.has(file)) {
    weights.set(file, gzipSync(readFileSync(join(DIST, file))).length / KB);
  }
  return weights.get(file);
}

/** Every file the browser fetches to show this module: itself, its static imports, their styles. */
function filesOf(key, seen = new Set()) {
  const chunk = manifest[key];
  if (seen.has(chunk.file)) return seen;
  seen.add(chunk.file);
  for (const style of chunk.css ?? []) seen.add(style);
  for (const next of chunk.imports ?? []) filesOf(next, seen);
  return seen;
}

const total = (files) => [...files].reduce((sum, file) => sum + weight(file), 0);
const failures = [];

function check(name, size, budget) {
  const line = `${name.padEnd(52)} ${size.toFixed(1).padStart(7)} / ${budget} KB`;
  if (size > budget) failures.push(line);
  return line;
}

const entryKey = Object.keys(manifest).find((key) => manifest[key].isEntry);
const entry = filesOf(entryKey);
const report = [
  check(
    "entry scripts",
    total([...entry].filter((file) => file.endsWith(".js"))),
    BUDGETS.entryScript,
  ),
  check(
    "entry styles",
    total([...entry].filter((file) => file.endsWith(".css"))),
    BUDGETS.entryStyle,
  ),
];

for (const key of Object.keys(manifest).filter((name) => name.endsWith("Page.vue"))) {
  const files = new Set([...entry, ...filesOf(key)]);
  report.push(check(key, total(files), PAGE_BUDGET[key] ?? BUDGETS.page));
}
for (const [key, chunk] of Object.entries(manifest).filter(([, one]) => one.isDynamicEntry)) {
  if (PART_BUDGET[key]) {
    const brought = [...filesOf(key)].filter((file) => !entry.has(file));
    report.push(check(key, total(brought), PART_BUDGET[key]));
  } else {
    check(chunk.file, weight(chunk.file), BUDGETS.chunk);
  }
}

console.log(report.join("\n"));
if (failures.length > 0) {
  console.error(`\nOver budget:\n${failures.join("\n")}`);
  process.exit(1);
}
