/** Reads a preview, and again when the server says that it is made. */
import { onBeforeUnmount, ref, watch } from "vue";

import { asRefusal } from "@/api/refusal";
import { onLive } from "@/lib/live";

import { readPreview, type Place, type Preview } from "./preview";

export function usePreview(place: () => Place | null) {
  const preview = ref<Preview | null>(null);
  const failure = ref("");

  async function read(): Promise<void> {
    const asked = place();
    if (!asked) return;
    try {
      const found = await readPreview(asked);
      if (place()?.file !== asked.file) return;
      preview.value = found;
      failure.value = "";
    } catch (thrown) {
      const refusal = asRefusal(thrown);
      if (!refusal) throw thrown;
      failure.value = refusal.message;
    }
  }

  watch(
    () => place()?.file,
    () => {
      preview.value = null;
      failure.value = "";
      void read();
    },
    { immediate: true },
  );
  onBeforeUnmount(
    onLive(({ topic, id }) => {
      const file = place()?.file;
      const waits = preview.value?.state === "pending" || failure.value;
      if (file && waits && (topic === "*" || (topic === "preview" && id === file))) void read();
    }),
  );
  return { preview, failure, read };
}
