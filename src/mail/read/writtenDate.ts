/**
 * Reads dates as people and mail programs write them: "Mon, Oct 5, 2026 at 3:12 PM", "5 października 2026, 15:12",
 * "05.10.2026", "2026年10月5日". The text is cut into words and numbers first, so no pattern can run away.
 */
import { monthOf } from "./dateWords.ts";

/** A calendar date with what else was written beside it. `offsetMinutes` is east of Greenwich. */
export type WrittenDate = {
  year: number | null;
  month: number;
  day: number;
  hour: number | null;
  minute: number;
  second: number;
  offsetMinutes: number | null;
};

const charsMax = 200;

/** The first date in `text`. `order` decides what 05/10 means where neither number is above twelve. */
export function readDate(text: string, order: "dmy" | "mdy" = "dmy"): WrittenDate | null {
  const plain = text.slice(0, charsMax).normalize("NFC");
  const found = [isoDate(plain), numericDate(plain, order), eastAsianDate(plain), wordDate(plain)]
    .filter((day) => day !== null)
    .filter(isReal)
    .sort((a, b) => a.at - b.at)[0];
  if (found === undefined) return null;
  const { year, month, day } = found;
  return { year, month, day, ...timeIn(plain) };
}

/** A day, and where in the text it stands. */
type Day = { at: number; year: number | null; month: number; day: number };

function isReal({ year, month, day }: Day): boolean {
  if (month < 1 || month > 12 || day < 1) return false;
  if (year !== null && (year < 1970 || year > 2200)) return false;
  return day <= new Date(Date.UTC(year ?? 2024, month, 0)).getUTCDate();
}

/** "2026-10-05", "2026/10/05", "2026. 10. 05." */
function isoDate(text: string): Day | null {
  const iso = text.match(/(?<!\d)(\d{4})[-./] ?(\d{1,2})[-./] ?(\d{1,2})(?!\d)/);
  if (!iso) return null;
  return { at: iso.index ?? 0, year: Number(iso[1]), month: Number(iso[2]), day: Number(iso[3]) };
}

/** "05.10.2026", "5/10/26", "05.10." (a year may be missing after a dot). */
function numericDate(text: string, order: "dmy" | "mdy"): Day | null {
  const plain = text.match(
    /(?<![\d:]|\d[-./] ?)(\d{1,2})([-./]) ?(\d{1,2})(?:\2 ?(\d{4}|\d{2}(?![\d:]))|\.(?!\d)|(?![\d:.]))/,
  );
  if (!plain) return null;
  const at = plain.index ?? 0;
  const [first, second] = [Number(plain[1]), Number(plain[3])];
  const year = plain[4] === undefined ? null : fullYear(Number(plain[4]));
  const monthFirst = second > 12 || (order === "mdy" && first <= 12 && plain[2] === "/");
  return monthFirst ? { at, year, month: first, day: second } : { at, year, month: second, day: first };
}

function fullYear(year: number): number {
  return year < 100 ? 2000 + year : year;
}

/** "2026年10月5日", "10月5日", "2026년 10월 5일". */
function eastAsianDate(text: string): Day | null {
  const found = text.match(/(?:(\d{4}) ?[年년] ?)?(\d{1,2}) ?[月월] ?(\d{1,2}) ?[日일号號]/);
  if (!found) return null;
  const year = found[1] === undefined ? null : Number(found[1]);
  return { at: found.index ?? 0, year, month: Number(found[2]), day: Number(found[3]) };
}

/** A month's name with its day before or after it, and the year. "mar." is a Tuesday in "mar. 2 nov. 2026". */
function wordDate(text: string): Day | null {
  const found = [...text.matchAll(/[\p{L}\p{M}'’]+|\d+/gu)];
  const words = found.map((match) => match[0]);
  const days = words.flatMap((word, index) => {
    const month = /\d/.test(word) ? null : monthOf(word);
    const read = month === null ? null : dayBeside(words, index);
    return month === null || read === null ? [] : [{ at: found[index]?.index ?? 0, month, ...read }];
  });
  return days.find(({ year }) => year !== null) ?? days[0] ?? null;
}

function dayBeside(words: readonly string[], index: number): { year: number | null; day: number } | null {
  const before = dayBefore(words, index);
  if (before !== null) return { year: yearNear(words, index + 1), day: before };
  const after = dayOf(words[index + 1]);
  if (after === null) return null;
  const ordinal = /^(st|nd|rd|th)$/i.test(words[index + 2] ?? "") ? 3 : 2;
  return { year: yearNear(words, index + ordinal) ?? yearNear(words, index - 1), day: after };
}

/** The day before a month, with at most two small words between: "4 de mayo", "4th of May". */
function dayBefore(words: readonly string[], index: number): number | null {
  for (let back = 1; back <= 3; back++) {
    const day = dayOf(words[index - back]);
    if (day !== null) return day;
    if (!smallWords.has((words[index - back] ?? "").toLowerCase())) return null;
  }
  return null;
}

const smallWords: ReadonlySet<string> = new Set([
  ...["st", "nd", "rd", "th", "of", "de", "d", "er", "ta", "a", "e", "do", "di", "η", "го", "й", "º", "den"],
]);

function dayOf(word: string | undefined): number | null {
  if (word === undefined || !/^\d{1,2}$/.test(word)) return null;
  const day = Number(word);
  return day >= 1 && day <= 31 ? day : null;
}

function yearNear(words: readonly string[], from: number): number | null {
  const skip = /^(de|del|of|г|р|roku|r)$/i.test(words[from] ?? "") ? 1 : 0;
  const word = words[from + skip] ?? "";
  return /^\d{4}$/.test(word) ? Number(word) : null;
}

type Time = Pick<WrittenDate, "hour" | "minute" | "second" | "offsetMinutes">;

const noTime: Time = { hour: null, minute: 0, second: 0, offsetMinutes: null };

/** "15:12", "3:12:09 PM +0100", "15h12", "klo 9.26.50", "오후 3:12"; none gives a null hour. */
function timeIn(text: string): Time {
  const found =
    text.match(/(?<![\d.:])(\d{1,2})[:h](\d{2})(?::(\d{2}))?(?!\d)/i) ??
    text.match(/(?<=\b(?:klo|kello|kl\.?|um|alle|ore|om|at) )(\d{1,2})\.(\d{2})(?:\.(\d{2}))?(?!\d)/i);
  if (!found) return noTime;
  const start = found.index ?? 0;
  const after = text.slice(start + found[0].length).replace(/^[\s\u202f\u00a0]{1,3}/, "");
  const before = text.slice(Math.max(0, start - 6), start);
  const late = /^(p\.? ?m\b|μμ|μ\.μ)/i.test(after) || /(下午|晚上|午後|오후|PM|pm)\s{0,2}$/.test(before);
  const early = /^(a\.? ?m\b|πμ|π\.μ)/i.test(after) || /(上午|午前|오전|凌晨|AM)\s{0,2}$/.test(before);
  const said = Number(found[1]);
  const hour = late && said < 12 ? said + 12 : early && said === 12 ? 0 : said;
  const minute = Number(found[2]);
  const second = Number(found[3] ?? 0);
  if (hour > 23 || minute > 59 || second > 59) return noTime;
  return { hour, minute, second, offsetMinutes: offsetBehind(after) };
}

/** "+0200", "GMT+2", "(UTC+02:00)", "GMT", "Z" right behind a time; names such as CET are ambiguous and tell nothing. */
function offsetBehind(text: string): number | null {
  const rest = text.replace(/^[ap]\.? ?m\.?[\s\u202f]{0,3}/i, "");
  const found = rest.match(/^\(?(?:GMT|UTC)? ?([+\-−])(\d{1,2}):?(\d{2})?(?!\d)/);
  if (!found) return /^\(?(Z|GMT|UTC)\b/.test(rest) ? 0 : null;
  const minutes = Number(found[2]) * 60 + Number(found[3] ?? 0);
  return minutes > 14 * 60 ? null : found[1] === "+" ? minutes : -minutes;
}

/** ISO 8601: in UTC where an offset was written, else the local time as written, else the day alone. */
export function isoOf(date: WrittenDate): string | null {
  if (date.year === null) return null;
  const pad = (value: number, size = 2): string => String(value).padStart(size, "0");
  const day = `${pad(date.year, 4)}-${pad(date.month)}-${pad(date.day)}`;
  if (date.hour === null) return day;
  if (date.offsetMinutes === null) return `${day}T${pad(date.hour)}:${pad(date.minute)}:${pad(date.second)}`;
  const at = Date.UTC(date.year, date.month - 1, date.day, date.hour, date.minute - date.offsetMinutes, date.second);
  return new Date(at).toISOString();
}
