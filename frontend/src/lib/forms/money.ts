/** 大写: an amount in the characters that cannot be altered, as tenant_apps/forms/money.py writes it. */
import { ONE, rounded, scaled } from "./expressions";

const DIGITS = "零壹贰叁肆伍陆柒捌玖";
const PLACES = ["", "拾", "佰", "仟"];
const GROUPS = ["", "万", "亿"];
const LIMIT = 10n ** 12n * 100n;

function group(number: number): string {
  let words = "";
  let gap = false;
  for (const place of [3, 2, 1, 0]) {
    const digit = Math.floor(number / 10 ** place) % 10;
    if (digit === 0) {
      gap = words !== "";
      continue;
    }
    words += (gap ? "零" : "") + DIGITS[digit] + PLACES[place];
    gap = false;
  }
  return words;
}

function whole(number: number): string {
  let words = "";
  for (const place of [2, 1, 0]) {
    const part = Math.floor(number / 10_000 ** place) % 10_000;
    if (part) words += (words && part < 1000 ? "零" : "") + group(part) + GROUPS[place];
  }
  return words;
}

function cents(number: number, afterYuan: boolean): string {
  const [jiao, fen] = [Math.floor(number / 10), number % 10];
  if (number === 0) return "整";
  if (jiao === 0) return `${afterYuan ? "零" : ""}${DIGITS[fen]}分`;
  return `${DIGITS[jiao]}角${fen ? `${DIGITS[fen]}分` : "整"}`;
}

/** 1680.32 → 壹仟陆佰捌拾元叁角贰分; empty beyond 9999 亿 and for what is no number. */
export function inCapitals(amount: unknown): string {
  const exact = scaled(amount);
  if (exact === null) return "";
  const fen = rounded(exact, 2) / (ONE / 100n);
  const all = fen < 0n ? -fen : fen;
  if (all >= LIMIT) return "";
  if (all === 0n) return "零元整";
  const yuan = Number(all / 100n);
  const sign = fen < 0n ? "负" : "";
  return sign + (yuan ? `${whole(yuan)}元` : "") + cents(Number(all % 100n), yuan > 0);
}

/** 1234567.5 → 1,234,567.50 */
export function grouped(value: unknown, places: number | null): string {
  if (typeof value !== "number") return "";
  const text = places === null ? String(value) : value.toFixed(places);
  const [digits = "", part] = text.split(".");
  const found = digits.replace(/\B(?=(\d{3})+(?!\d))/g, ",");
  return part ? `${found}.${part}` : found;
}
