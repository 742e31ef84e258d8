import type { Schemas } from "@/api/client";
import { upload } from "@/lib/upload";

export type Verdict = Schemas["VerifyOut"];
export type SealFound = Verdict["seals"][number];

export const verify = (file: File, onProgress: (share: number) => void): Promise<Verdict> =>
  upload<Verdict>("/api/city/verify", file, onProgress);
