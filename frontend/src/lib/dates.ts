/** Dates as Chinese offices write them, always in Beijing time, whatever the computer is set to. */
const ZONE = "Asia/Shanghai";
const WEEKDAYS = ["周日", "周一", "周二", "周三", "周四", "周五", "周六"];
const DAY_MS = 86_400_000;

type Moment = string | number | Date;

interface Parts {
  year: number;
  month: number;
  day: number;
  hour: string;
  minute: string;
  weekday: number;
}

const formatter = new Intl.DateTimeFormat("en-US", {
  timeZone: ZONE,
  hourCycle: "h23",
  year: "numeric",
  month: "numeric",
  day: "numeric",
  hour: "2-digit",
  minute: "2-digit",
});

const DATE_ONLY = /^\d{4}-\d{2}-\d{2}$/;

/** A bare date means that day in Beijing, not midnight in Greenwich. */
function toDate(moment: Moment): Date {
  if (typeof moment === "string" && DATE_ONLY.test(moment)) {
    return new Date(`${moment}T00:00:00+08:00`);
  }
  return new Date(moment);
}

function parts(moment: Moment): Parts {
  const found = Object.fromEntries(
    formatter.formatToParts(toDate(moment)).map(({ type, value }) => [type, value]),
  ) as Record<string, string>;
  const [year, month, day] = [Number(found.year), Number(found.month), Number(found.day)];
  return {
    year,
    month,
    day,
    hour: found.hour ?? "00",
    minute: found.minute ?? "00",
    weekday: new Date(Date.UTC(year, month - 1, day)).getUTCDay(),
  };
}

function dayNumber({ year, month, day }: Parts): number {
  return Date.UTC(year, month - 1, day) / DAY_MS;
}

/** 11月22日; with the year when it is another one. */
export function monthDay(moment: Moment, now: Moment = Date.now()): string {
  const { year, month, day } = parts(moment);
  const text = `${month}月${day}日`;
  return year === parts(now).year ? text : `${year}年${text}`;
}

/** 11月22日 周日 */
export function dayWithWeekday(moment: Moment, now: Moment = Date.now()): string {
  return `${monthDay(moment, now)} ${WEEKDAYS[parts(moment).weekday]}`;
}

/** 09:42 */
export function clock(moment: Moment): string {
  const { hour, minute } = parts(moment);
  return `${hour}:${minute}`;
}

/** Whole calendar days from now; tomorrow is 1, yesterday -1. */
export function daysFromNow(moment: Moment, now: Moment = Date.now()): number {
  return dayNumber(parts(moment)) - dayNumber(parts(now));
}

/** 今天 09:42 · 昨天 17:30 · 11月20日 17:46 · 2025年3月1日 */
export function whenShort(moment: Moment, now: Moment = Date.now()): string {
  const away = daysFromNow(moment, now);
  if (away === 0) return `今天 ${clock(moment)}`;
  if (away === -1) return `昨天 ${clock(moment)}`;
  if (parts(moment).year !== parts(now).year) return monthDay(moment, now);
  return `${monthDay(moment, now)} ${clock(moment)}`;
}

/** Same, but only the clock for today: for dense lists. */
export function whenBrief(moment: Moment, now: Moment = Date.now()): string {
  const away = daysFromNow(moment, now);
  if (away === 0) return clock(moment);
  if (away === -1) return "昨天";
  return monthDay(moment, now);
}

/** 2026年11月22日 09:42, for records and print. */
export function whenFull(moment: Moment): string {
  const { year, month, day } = parts(moment);
  return `${year}年${month}月${day}日 ${clock(moment)}`;
}

export type DueTone = "over" | "today" | "soon" | "later";

/** How a time limit reads and how loud it is: 逾期 2 天 · 今天 17:30 前 · 明天 · 11月27日 */
export function due(moment: Moment, now: Moment = Date.now()): { label: string; tone: DueTone } {
  const away = daysFromNow(moment, now);
  const over = toDate(moment).getTime() < toDate(now).getTime();
  const wholeDay = clock(moment) === "00:00";
  if (away < 0) return { label: `逾期 ${-away} 天`, tone: "over" };
  if (away === 0) {
    if (wholeDay) return { label: "今天", tone: "today" };
    return over
      ? { label: `今天 ${clock(moment)} 已到期`, tone: "over" }
      : { label: `今天 ${clock(moment)} 前`, tone: "today" };
  }
  if (away === 1) return { label: "明天", tone: "soon" };
  return { label: monthDay(moment, now), tone: away <= 3 ? "soon" : "later" };
}

const LUNAR_DAYS = ["初", "十", "廿", "三"];
const DIGITS = ["十", "一", "二", "三", "四", "五", "六", "七", "八", "九"];

function lunarDay(day: number): string {
  if (day === 10) return "初十";
  if (day === 20) return "二十";
  if (day === 30) return "三十";
  return `${LUNAR_DAYS[Math.floor(day / 10)]}${DIGITS[day % 10]}`;
}

const lunarFormatter = new Intl.DateTimeFormat("zh-CN-u-ca-chinese", {
  timeZone: ZONE,
  month: "long",
  day: "numeric",
});

/** 农历十月十四, from the calendar every browser carries; empty where it does not. */
export function lunar(moment: Moment): string {
  const found = lunarFormatter.formatToParts(toDate(moment));
  const month = found.find(({ type }) => type === "month")?.value ?? "";
  const day = Number.parseInt(found.find(({ type }) => type === "day")?.value ?? "", 10);
  if (!month.endsWith("月") || !/^[一二三四五六七八九十正冬腊闰]+月$/.test(month)) return "";
  return Number.isNaN(day) ? "" : `农历${month}${lunarDay(day)}`;
}

/** 上午好, by the clock in Beijing. */
export function greeting(now: Moment = Date.now()): string {
  const hour = Number(parts(now).hour);
  if (hour < 5) return "您好";
  if (hour < 9) return "早上好";
  if (hour < 12) return "上午好";
  if (hour < 14) return "中午好";
  if (hour < 18) return "下午好";
  return "晚上好";
}
