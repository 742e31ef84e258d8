import { readdirSync, readFileSync } from "node:fs";
import { join, relative } from "node:path";

import { describe, expect, it } from "vitest";

const ROOT = join(process.cwd(), "src");

function sources(folder: string): string[] {
  return readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) return sources(path);
    return /\.(ts|vue)$/.test(entry.name) && !entry.name.endsWith(".d.ts") ? [path] : [];
  });
}

const files = sources(ROOT).map((path) => ({
  name: relative(ROOT, path),
  text: readFileSync(path, "utf8"),
}));

const imports = (text: string): string[] =>
  [...text.matchAll(/(?:from|import\()\s*["']([^"']+)["']/g)].map((found) => found[1] ?? "");

describe("the floors of the front end", () => {
  it("keeps features apart: they meet in lib and ui only", () => {
    const crossings = files.flatMap(({ name, text }) => {
      const own = name.match(/^features\/([^/]+)\//)?.[1];
      if (!own) return [];
      const others = imports(text)
        .map((path) => path.match(/^@\/features\/([^/]+)/)?.[1])
        .filter((other) => other !== undefined && other !== own);
      return others.map((other) => `${name} → ${other}`);
    });
    expect(crossings).toEqual([]);
  });

  it("lets lib and ui know nothing of features and shell", () => {
    const upward = files
      .filter(({ name }) => /^(lib|ui|api)\//.test(name))
      .flatMap(({ name, text }) =>
        imports(text)
          .filter((path) => /^@\/(features|shell)/.test(path))
          .map((path) => `${name} → ${path}`),
      );
    expect(upward).toEqual([]);
  });

  it("talks to the server through api/client.ts, and lib/upload.ts for progress, alone", () => {
    const talkers = files
      .filter(({ name }) => !name.endsWith(".test.ts"))
      .filter(({ text }) => /\bfetch\(|XMLHttpRequest/.test(text))
      .map(({ name }) => name);
    expect(talkers).toEqual(["lib/upload.ts"]);
  });

  it("never puts foreign markup into a page", () => {
    const risky = files
      .filter(({ name }) => !name.endsWith(".test.ts"))
      .filter(({ text }) => /\bv-html\b|innerHTML\s*=/.test(text));
    expect(risky.map(({ name }) => name)).toEqual([]);
  });
});
