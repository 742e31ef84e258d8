import type { SubjectKind } from "./types";

/** 版式文件 of a document in OFD, or of one that we sign with another unit. */
export const ofdOf = (kind: SubjectKind | "joint", id: string): string =>
  `/api/correspondence/${kind}/${id}/ofd`;

/** What is claimed of our SM2 seals: nothing more than this. */
export const UNCERTIFIED = "本系统自行签发，未经商用密码认证";
