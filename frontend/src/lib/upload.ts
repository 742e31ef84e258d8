import { csrfToken, Refusal } from "@/api/client";
import { toRefusal } from "@/api/refusal";

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null; // A proxy answered in HTML: the status says enough.
  }
}

/** Send one file and say how far it is, from 0 to 1; fetch cannot tell. */
export function upload<T>(
  address: string,
  file: File,
  onProgress: (share: number) => void,
): Promise<T> {
  const form = new FormData();
  form.append("file", file, file.name);
  return new Promise<T>((resolve, reject) => {
    const request = new XMLHttpRequest();
    request.open("POST", address);
    request.setRequestHeader("X-CSRFToken", csrfToken());
    request.upload.addEventListener("progress", ({ loaded, total }) => {
      onProgress(total ? loaded / total : 0);
    });
    request.addEventListener("error", () => {
      reject(new Refusal({ code: "offline", status: 0, message: "上传中断，请检查网络后重试。" }));
    });
    request.addEventListener("load", () => {
      if (request.status < 300) {
        resolve(parsed(request.responseText) as T);
        return;
      }
      const answer = new Response(null, { status: request.status });
      reject(toRefusal(answer, parsed(request.responseText)));
    });
    request.send(form);
  });
}
