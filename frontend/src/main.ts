import "./styles/tokens.css";
import "./styles/base.css";
import "./styles/controls.css";
import "./styles/print.css";

import { VueQueryPlugin } from "@tanstack/vue-query";
import { createApp } from "vue";

import { asRefusal } from "./api/refusal";
import App from "./App.vue";
import { loadHost } from "./lib/host";
import { queryClient } from "./lib/query";
import { restoreTextSize } from "./lib/textSize";
import { makeRouter } from "./router";
import BootFailure from "./shell/BootFailure.vue";

async function start(): Promise<void> {
  restoreTextSize();
  try {
    const router = await makeRouter(await loadHost());
    createApp(App).use(router).use(VueQueryPlugin, { queryClient }).mount("#app");
    await router.isReady();
  } catch (thrown) {
    const refusal = asRefusal(thrown);
    if (!refusal) throw thrown;
    createApp(BootFailure, { refusal }).mount("#app");
  }
}

void start();
