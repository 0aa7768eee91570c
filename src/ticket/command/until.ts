/**
 * Reads until when something is to last, as people write it behind a command: `2026-12-01 14:00`, `friday`, `jutro 9:30`,
 * `4 May`, `in 3 days`, `za tydzień`. Closed: what is not wholly understood is refused, never guessed.
 */
import { DateTime } from "luxon";

/** A day of the calendar, from its beginning to its end, or one instant (ms since epoch). */
export type Until = { kind: "day"; startsAt: number; endsAt: number } | { kind: "instant"; at: number };

/** `past`: it is over already; `tooFar`: more than a year ahead, which is a slip of the pen. */
export type UntilRefusal = "notADate" | "past" | "tooFar";

const charsMax = 60;
const daysMax = 366;

const weekdays = [
  "monday mon poniedzialek poniedzialku pon",
  "tuesday tue tues wtorek wtorku wt",
  "wednesday wed sroda srode srody sr",
  "thursday thu thur thurs czwartek czwartku czw",
  "friday fri piatek piatku pt",
  "saturday sat sobota sobote soboty sob",
  "sunday sun niedziela niedziele niedzieli nd niedz",
].map((names) => names.split(" "));

const months = [
  "january jan styczen stycznia sty",
  "february feb luty lutego lut",
  "march mar marzec marca",
  "april apr kwiecien kwietnia kwi",
  "may maj maja",
  "june jun czerwiec czerwca cze",
  "july jul lipiec lipca lip",
  "august aug sierpien sierpnia sie",
  "september sep sept wrzesien wrzesnia wrz",
  "october oct pazdziernik pazdziernika paz",
  "november nov listopad listopada lis",
  "december dec grudzien grudnia gru",
].map((names) => names.split(" "));

const units: Record<"minutes" | "hours" | "days" | "weeks" | "months", readonly string[]> = {
  minutes: "m min mins minute minutes minuta minute minuty minut".split(" "),
  hours: "h hour hours hr hrs godzina godzine godziny godzin godz".split(" "),
  days: "d day days dzien dni".split(" "),
  weeks: "w week weeks tydzien tygodnie tygodni".split(" "),
  months: "month months miesiac miesiace miesiecy".split(" "),
};

/** Reads `text` by the wall clock of `zone`, as said at `now` (ms since epoch). */
export function readUntil(text: string, now: number, zone: string): Until | UntilRefusal {
  if (text.length > charsMax) return "notADate";
  const today = DateTime.fromMillis(now, { zone }).startOf("day");
  const read = inSomeTime(plainOf(text), now, zone) ?? onSomeDay(plainOf(text), now, today);
  if (read === null) return "notADate";
  if ((read.kind === "day" ? read.endsAt : read.at) <= now) return "past";
  const start = read.kind === "day" ? read.startsAt : read.at;
  return start > today.plus({ days: daysMax }).toMillis() ? "tooFar" : read;
}

/** Small letters without accents; commas and repeated spaces say nothing. */
function plainOf(text: string): string {
  return text
    .normalize("NFD")
    .replace(/\p{M}/gu, "")
    .toLowerCase()
    .replaceAll("ł", "l")
    .replace(/,/g, " ")
    .replace(/\s+/g, " ")
    .replace(/^(?:until|till|do|by|on|w|we|dnia) /, "")
    .replace(/[. ]{1,5}$/, "")
    .trim();
}

/** "in 3 days", "za tydzień", "2h": hours count from now, days and weeks name a day. */
function inSomeTime(text: string, now: number, zone: string): Until | null {
  const match = /^(?:in |za |for |na )?(?:(\d{1,3}) ?|(?:an?|one|jeden|jedna) )?([a-z]{1,12})$/.exec(text);
  const isAnnounced = /^(?:in|za|for|na) /.test(text);
  if (match === null || (!isAnnounced && match[1] === undefined)) return null;
  const unit = (Object.keys(units) as (keyof typeof units)[]).find((name) => units[name].includes(match[2] ?? ""));
  if (unit === undefined) return null;
  const then = DateTime.fromMillis(now, { zone }).plus({ [unit]: Number(match[1] ?? 1) });
  if (unit === "minutes" || unit === "hours") return { kind: "instant", at: then.toMillis() };
  return wholeDay(then.startOf("day"));
}

/** A day, a time of day, or both; a time without a day is the next time it comes. */
function onSomeDay(text: string, now: number, today: DateTime): Until | null {
  const { day: words, time } = withoutTime(text);
  if (time === "wrong") return null;
  if (words === "") {
    if (time === null) return null;
    const at = atTime(today, time);
    return at === null || at > now ? instant(at) : instant(atTime(today.plus({ days: 1 }), time));
  }
  const day = namedDay(words, today) ?? weekdayIn(words, today, time, now) ?? writtenDay(words, today);
  if (day === null) return null;
  return time === null ? wholeDay(day) : instant(atTime(day, time));
}

type Time = { hour: number; minute: number };

/** Takes "14:00", "2 pm", "o 14" off the end of a text. */
function withoutTime(text: string): { day: string; time: Time | "wrong" | null } {
  const match =
    /^(?:(.{1,50}?)[ t])?(?:(?:at|o|o godz|godz|godz\.|o godz\.) )?(\d{1,2}):(\d{2})(?::00)?$/.exec(text) ??
    /^(?:(.{1,50}?) )?(?:at )?(\d{1,2})(?:[:.](\d{2}))? ?([ap])\.?m$/.exec(text) ??
    /^(?:(.{1,50}?) )?(?:at|o|o godz|godz|godz\.|o godz\.) (\d{1,2})()$/.exec(text);
  if (match === null) return { day: text, time: null };
  const [, day = "", written, minutes, half] = match;
  const clock = Number(written);
  const isHalf = half !== undefined;
  const hour = isHalf ? (clock % 12) + (half === "p" ? 12 : 0) : clock;
  const minute = Number(minutes ?? 0);
  const isTime = hour < 24 && minute < 60 && (!isHalf || (clock >= 1 && clock <= 12));
  return { day: day.trim(), time: isTime ? { hour, minute } : "wrong" };
}

const dayNames = new Map<string, number>([
  ...["today", "dzis", "dzisiaj", "end of day", "end of the day", "konca dnia"].map((name) => [name, 0] as const),
  ...["tomorrow", "jutro", "jutra"].map((name) => [name, 1] as const),
  ...["the day after tomorrow", "day after tomorrow", "pojutrze"].map((name) => [name, 2] as const),
]);

function namedDay(words: string, today: DateTime): DateTime | null {
  const days = dayNames.get(words);
  if (days !== undefined) return today.plus({ days });
  if (/^(?:next week|(?:w )?przyszlym tygodniu|przysz(?:ly|lego) (?:tydzien|tygodnia))$/.test(words)) {
    return today.plus({ weeks: 1 }).startOf("week");
  }
  return null;
}

/** The next such day after today; today itself where its time is still to come. */
function weekdayIn(words: string, today: DateTime, time: Time | null, now: number): DateTime | null {
  const bare = words.replace(/^(?:next|this|najblizsz(?:y|a|e|ego|ej)|przysz(?:ly|la|lego|lej)) /, "");
  const index = weekdays.findIndex((names) => names.includes(bare));
  if (index < 0) return null;
  const ahead = (index + 1 - today.weekday + 7) % 7;
  const isLater = ahead > 0 || (time !== null && (atTime(today, time) ?? 0) > now);
  return today.plus({ days: isLater ? ahead : 7 });
}

/** "2026-12-01", "1.12.2026", "1.12", "4 May", "May 4th, 2027", "4 maja"; without a year the next such day. */
function writtenDay(words: string, today: DateTime): DateTime | null {
  const iso = /^(\d{4})-(\d{1,2})-(\d{1,2})$/.exec(words);
  if (iso) return dayOf(today, Number(iso[1]), Number(iso[2]), Number(iso[3]));
  const dotted = /^(\d{1,2})\. ?(\d{1,2})(?:\. ?(\d{4}))?\.?(?: ?r)?$/.exec(words);
  if (dotted) return dayOf(today, yearIn(dotted[3]), Number(dotted[2]), Number(dotted[1]));
  const slashed = /^(\d{1,2})\/(\d{1,2})\/(\d{4})$/.exec(words);
  // 04/05/2026 is the fourth of May to some and the fifth of April to others.
  if (slashed && Number(slashed[1]) > 12)
    return dayOf(today, Number(slashed[3]), Number(slashed[2]), Number(slashed[1]));
  if (slashed && Number(slashed[2]) > 12)
    return dayOf(today, Number(slashed[3]), Number(slashed[1]), Number(slashed[2]));
  const worded =
    /^(?<day>\d{1,2})(?:st|nd|rd|th)? (?:of )?(?<month>[a-z]{3,12})\.?(?: (?<year>\d{4}))?(?: ?r)?$/.exec(words) ??
    /^(?<month>[a-z]{3,12})\.? (?<day>\d{1,2})(?:st|nd|rd|th)?(?: (?<year>\d{4}))?$/.exec(words);
  const month = months.findIndex((names) => names.includes(worded?.groups?.month ?? ""));
  if (!worded || month < 0) return null;
  return dayOf(today, yearIn(worded.groups?.year), month + 1, Number(worded.groups?.day));
}

function yearIn(written: string | undefined): number | null {
  return written === undefined ? null : Number(written);
}

function dayOf(today: DateTime, year: number | null, month: number, day: number): DateTime | null {
  if (year !== null) return real(DateTime.fromObject({ year, month, day }, { zone: today.zone }));
  const soon = real(DateTime.fromObject({ year: today.year, month, day }, { zone: today.zone }));
  if (soon !== null && soon >= today) return soon;
  return real(DateTime.fromObject({ year: today.year + 1, month, day }, { zone: today.zone }));
}

function real(day: DateTime): DateTime | null {
  return day.isValid ? day : null;
}

function atTime(day: DateTime, { hour, minute }: Time): number | null {
  const at = day.set({ hour, minute });
  return at.isValid ? at.toMillis() : null;
}

function instant(at: number | null): Until | null {
  return at === null ? null : { kind: "instant", at };
}

function wholeDay(day: DateTime): Until {
  return { kind: "day", startsAt: day.toMillis(), endsAt: day.plus({ days: 1 }).toMillis() };
}
