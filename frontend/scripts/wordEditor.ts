/** What the build does to the Word editor's package, and to nothing else. */
import type { Plugin } from "vite";

const PACKAGE = "/node_modules/@eigenpal/docx-editor-vue/";
const OWN_VUE = "vue/dist/vue.runtime.esm-browser.prod.js";

/** It brings a Vue of its own: whatever it uses of ours, everybody would load. */
export const ownVue: Plugin = {
  name: "own-vue-of-the-word-editor",
  enforce: "pre",
  resolveId(source, importer) {
    if (source !== "vue" || !importer?.includes("/node_modules/@eigenpal/")) return null;
    return this.resolve(OWN_VUE, importer, { skipSelf: true });
  },
};

/** Words written into its cards, which its translations do not reach (1.6.0). */
const WORDS: Record<string, string> = {
  Reply: "回复",
  Cancel: "取消",
  Resolved: "已处理",
  Reopen: "重新打开",
  Resolve: "标为已处理",
  "More options": "更多",
  Delete: "删除",
  "Add a comment": "写批注",
  Comment: "批注",
  "Resolved comment": "已处理的批注",
};

export const inChinese: Plugin = {
  name: "chinese-of-the-word-editor",
  enforce: "pre",
  transform(code, id) {
    if (!id.includes(`${PACKAGE}dist/MenuBar-`)) return null;
    return Object.entries(WORDS).reduce((said, [english, chinese]) => {
      if (!said.includes(`"${english}"`)) this.error(`The Word editor no longer says ${english}.`);
      return said.replaceAll(`"${english}"`, `"${chinese}"`);
    }, code);
  },
};
