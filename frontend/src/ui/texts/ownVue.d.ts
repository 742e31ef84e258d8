/** The same Vue once more, whole in one file, for the Word editor alone: see vite.config.ts. */
declare module "vue/dist/vue.runtime.esm-browser.prod.js" {
  export * from "vue";
}
