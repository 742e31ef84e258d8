import { computed, ref } from "vue";

import { asRefusal } from "@/api/refusal";
import { upload } from "@/lib/upload";

export interface Upload {
  key: number;
  file: File;
  share: number;
  /** Why it was not taken; empty while it runs or waits. */
  refused: string;
  retriable: boolean;
}

let last = 0;

/** Files on their way up, one at a time; those that were refused stay with the reason. */
export function useUploads<T = unknown>(
  address: () => string | Promise<string>,
  taken: (answer: T) => unknown,
) {
  const uploads = ref<Upload[]>([]);
  const running = ref(false);
  const waiting = computed(() => uploads.value.filter(({ refused }) => !refused));

  function change(key: number, change: Partial<Upload>): void {
    uploads.value = uploads.value.map((one) => (one.key === key ? { ...one, ...change } : one));
  }

  function dismiss(key: number): void {
    uploads.value = uploads.value.filter((one) => one.key !== key);
  }

  async function send({ key, file }: Upload): Promise<void> {
    if (file.size === 0) {
      change(key, { refused: "这是一个空文件，没有内容可传。", retriable: false });
      return;
    }
    try {
      const answer = await upload<T>(await address(), file, (share) => change(key, { share }));
      await taken(answer);
      dismiss(key);
    } catch (thrown) {
      const refusal = asRefusal(thrown);
      if (!refusal) throw thrown;
      const retriable = refusal.status === 0 || refusal.status >= 500;
      change(key, { refused: refusal.message, retriable });
    }
  }

  async function run(): Promise<void> {
    if (running.value) return;
    running.value = true;
    try {
      let next = waiting.value[0];
      while (next) {
        await send(next);
        next = waiting.value[0];
      }
    } finally {
      running.value = false;
    }
  }

  function add(files: Iterable<File>): void {
    for (const file of files) {
      last += 1;
      const fresh: Upload = { key: last, file, share: 0, refused: "", retriable: false };
      uploads.value = [...uploads.value, fresh];
    }
    void run();
  }

  function retry(key: number): void {
    change(key, { refused: "", share: 0 });
    void run();
  }

  return { uploads, running, add, retry, dismiss };
}
