import { fileURLToPath } from "node:url";

import vue from "@vitejs/plugin-vue";
import { defineConfig } from "vitest/config";

import { inChinese, ownVue } from "./scripts/wordEditor.ts";

// The Host header carries the unit, so the proxy must pass it on unchanged.
const server = process.env.HESHU_SERVER ?? "http://127.0.0.1:8000";
const backend = { target: server, changeOrigin: false };

export default defineConfig({
  plugins: [
    ownVue,
    inChinese,
    vue({ features: { optionsAPI: false } }), // nobody here writes it: 2 KB less
  ],
  resolve: { alias: { "@": fileURLToPath(new URL("./src", import.meta.url)) } },
  build: {
    // Browsers of domestic desktop systems are often years behind.
    target: ["chrome92", "safari15"],
    manifest: true,
    reportCompressedSize: false,
    // The content security policy forbids data: addresses for scripts and styles.
    assetsInlineLimit: 0,
    // The entry lists every chunk by name for preloading: short names keep it within its budget.
    rolldownOptions: {
      output: {
        chunkFileNames: "assets/[hash:7].js",
        assetFileNames: "assets/[hash:7][extname]",
        // What everybody loads first stays in one file, however much of it the pages share.
        codeSplitting: { groups: [{ name: "start", tags: ["$initial"] }] },
      },
    },
  },
  server: {
    allowedHosts: [".localhost"],
    proxy: { "/api": backend, "/events": backend },
  },
  test: {
    environment: "happy-dom",
    include: ["src/**/*.test.ts"],
    restoreMocks: true,
  },
});
