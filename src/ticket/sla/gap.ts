/** The times a calendar is closed, as people name them: over the weekend, on a holiday, while the clocks changed. */
import type { Language } from "../letter.ts";
import type { Calendar } from "./calendar.ts";
import { holidaysOf } from "./holidays.ts";
import type { Words } from "./words.ts";
import { localTime, offsetMsAt } from "./zone.ts";

/** A closed stretch: the whole local days in it with their holiday's name, if any, and by how much clocks changed. */
export type Gap = {
  timezone: string;
  days: { day: number; name: string | null; isWeekend: boolean }[];
  clockMinutes: number;
};

const DAY_MS = 86_400_000;

/** Looks at a closed stretch of a calendar; `[from, to)` in ms since epoch. */
export function gapBetween(calendar: Calendar, stretch: { from: number; to: number }, language: Language): Gap {
  const { timezone, holidays, week, exceptions } = calendar.definition;
  const days: Gap["days"] = [];
  const isWholeFirst = !hasOpened(calendar, stretch.from);
  const first = localDay(timezone, stretch.from) + (isWholeFirst ? 0 : 1);
  const last = localDay(timezone, stretch.to) - 1;
  for (let day = first; day <= last && days.length < 100; day++) {
    const date = new Date(day * DAY_MS).toISOString().slice(0, 10);
    const isShutDay = (week[weekdayOf(day)] ?? []).length === 0 && !Object.hasOwn(exceptions, date);
    const name =
      holidays === null || isShutDay
        ? null
        : (holidaysOf(holidays, Number(date.slice(0, 4)), language).get(date) ?? null);
    days.push({
      day,
      name: Object.hasOwn(exceptions, date) ? null : name,
      isWeekend: isShutDay && weekdayOf(day) >= 5,
    });
  }
  return { timezone, days, clockMinutes: clockMinutesIn(timezone, stretch) };
}

/** Nights and lunch hours go without saying. */
export function isWorthTelling(gap: Gap): boolean {
  return gap.days.length > 0 || gap.clockMinutes !== 0;
}

/** "Closed on Wed 11 Nov (Independence Day)", without a full stop. */
export function tellGap(gap: Gap, words: Words): string {
  const aside = gap.clockMinutes === 0 ? [] : [words.clockChange(gap.clockMinutes)];
  const [first, last] = [gap.days[0], gap.days.at(-1)];
  if (first === undefined || last === undefined) return aside.join(", ");
  const isWeekend = gap.days.every((each) => each.isWeekend) && gap.days.length === 2;
  if (isWeekend) return words.overWeekend + bracketed(aside);
  const names = [...new Set(gap.days.flatMap((each) => (each.name === null ? [] : [each.name])))];
  if (gap.days.length > 1 && gap.days.some((each) => each.isWeekend)) names.push(words.weekend);
  const told = (day: number) => tellDate(day, words);
  const when = first === last ? words.closedOn(told(first.day)) : words.closedBetween(told(first.day), told(last.day));
  return when + bracketed([...names, ...aside]);
}

/** "clocks go back 1 h" where they do within a stretch, else nothing. */
export function tellClockChange(timezone: string, stretch: { from: number; to: number }, words: Words): string[] {
  const minutes = clockMinutesIn(timezone, stretch);
  return minutes === 0 ? [] : [words.clockChange(minutes)];
}

function clockMinutesIn(timezone: string, stretch: { from: number; to: number }): number {
  return (offsetMsAt(timezone, stretch.to) - offsetMsAt(timezone, stretch.from)) / 60_000;
}

/** "Fri 16 Oct", with the time of day where asked: "Fri 16 Oct 16:30". */
export function tellDay(timezone: string, at: number, words: Words, withTime: boolean): string {
  const day = tellDate(localDay(timezone, at), words);
  return withTime ? `${day} ${tellTime(timezone, at)}` : day;
}

/** "16:30"; seconds only where there are some. */
export function tellTime(timezone: string, at: number): string {
  const time = localTime(timezone, at).toISOString().slice(11, 23);
  if (time.endsWith(":00.000")) return time.slice(0, 5);
  return time.endsWith(".000") ? time.slice(0, 8) : time;
}

/** The local date as days since 1970-01-01. */
export function localDay(timezone: string, at: number): number {
  return Math.floor(localTime(timezone, at).getTime() / DAY_MS);
}

/** Whether the calendar had been open earlier on the local day of `at`: then only the rest of that day is closed. */
function hasOpened(calendar: Calendar, at: number): boolean {
  const sinceMidnight = localTime(calendar.definition.timezone, at).getTime() % DAY_MS;
  const spans = hoursOn(calendar, localDay(calendar.definition.timezone, at));
  return spans.length > 0 && (sinceMidnight > 0 || spans.every((span) => span.opens > 0));
}

function hoursOn(calendar: Calendar, day: number): readonly { opens: number; closes: number }[] {
  const { holidays, week, exceptions } = calendar.definition;
  const date = new Date(day * DAY_MS).toISOString().slice(0, 10);
  if (Object.hasOwn(exceptions, date)) return exceptions[date] ?? [];
  if (holidays !== null && holidaysOf(holidays, Number(date.slice(0, 4))).has(date)) return [];
  return week[weekdayOf(day)] ?? [];
}

function tellDate(day: number, words: Words): string {
  const date = new Date(day * DAY_MS);
  return `${words.weekdays[weekdayOf(day)]} ${date.getUTCDate()} ${words.months[date.getUTCMonth()]}`;
}

/** 0 is Monday; 1970-01-01 was a Thursday. */
function weekdayOf(day: number): number {
  return (((day + 3) % 7) + 7) % 7;
}

function bracketed(parts: readonly string[]): string {
  return parts.length === 0 ? "" : ` (${parts.join(", ")})`;
}
