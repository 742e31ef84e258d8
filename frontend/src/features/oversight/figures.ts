/** 18,483 */
export const grouped = (value: number): string => value.toLocaleString("zh-CN");

/** 93.6, or a dash where nothing was due. */
export const percent = (rate: number | null): string => (rate === null ? "—" : rate.toFixed(1));
