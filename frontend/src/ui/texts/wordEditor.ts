/** The Word editor in an element of the page: an app of its own, with a Vue of its own. */
import { setGoogleFontsEnabled } from "@eigenpal/docx-editor-core/utils";
import { zhCN } from "@eigenpal/docx-editor-i18n/zh-CN";
import { DocxEditor, type DocxEditorRef, type EditorMode } from "@eigenpal/docx-editor-vue";
import { createApp, h, nextTick, ref, shallowRef } from "vue/dist/vue.runtime.esm-browser.prod.js";

import "@eigenpal/docx-editor-vue/styles.css";
import "./word-editor.css";

export interface Wanted {
  file: ArrayBuffer;
  /** Under whose name the changes are marked. */
  author: string;
  ready: () => void;
  changed: () => void;
  failed: (message: string) => void;
  /** 不留痕: whether this person may write without traces now. */
  mayPlain: boolean;
  plain: () => void;
  /** Somebody asked to write without traces and was not let. */
  kept: () => void;
}

export interface Opened {
  save: () => Promise<ArrayBuffer | null>;
  close: () => void;
}

/** What GB/T 9704 asks for, by the names Word and WPS know them by. */
const FACES = ["仿宋_GB2312", "楷体_GB2312", "黑体", "方正小标宋简体", "宋体", "Times New Roman"];

// The names of a document's fonts are nobody else's business; our content policy says so too.
setGoogleFontsEnabled(false);

export function openWord(place: HTMLElement, wanted: Wanted): Opened {
  const editor = shallowRef<DocxEditorRef | null>(null);
  const mode = ref<EditorMode>("suggesting");

  /** Its own menu offers writing without traces: taken back at once where that may not be. */
  async function choose(chosen: EditorMode): Promise<void> {
    mode.value = chosen;
    if (chosen !== "editing") return;
    if (wanted.mayPlain) {
      wanted.plain();
      return;
    }
    await nextTick();
    mode.value = "suggesting";
    wanted.kept();
  }

  const app = createApp(() =>
    h(DocxEditor, {
      ref: (found) => {
        editor.value = found as DocxEditorRef | null;
      },
      documentBuffer: wanted.file,
      author: wanted.author,
      mode: mode.value,
      i18n: zhCN,
      fontFamilies: FACES,
      showMenuBar: false,
      showRuler: false,
      showOutlineButton: false,
      colorMode: "light",
      "onMode-change": choose,
      onChange: wanted.changed,
      onReady: wanted.ready,
      onError: (error: Error) => wanted.failed(error.message),
    }),
  );
  app.mount(place);
  return {
    save: async () => (await editor.value?.save()) ?? null,
    close: () => app.unmount(),
  };
}
