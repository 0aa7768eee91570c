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
  const day = numericDate(plain, order) ?? eastAsianDate(plain) ?? wordDate(plain);
  if (day === null || !isReal(day)) return null;
  return { ...day, ...timeIn(plain), offsetMinutes: offsetIn(plain) };
}

type Day = { year: number | null; month: number; day: number };

function isReal({ year, month, day }: Day): boolean {
  if (month < 1 || month > 12 || day < 1) return false;
  if (year !== null && (year < 1970 || year > 2200)) return false;
  return day <= new Date(Date.UTC(year ?? 2024, month, 0)).getUTCDate();
}

/** "2026-10-05", "2026/10/05", "05.10.2026", "5/10/26", "05.10." (a year may be missing after a dot). */
function numericDate(text: string, order: "dmy" | "mdy"): Day | null {
  const iso = text.match(/(?<!\d)(\d{4})[-./](\d{1,2})[-./](\d{1,2})(?!\d)/);
  if (iso) return { year: Number(iso[1]), month: Number(iso[2]), day: Number(iso[3]) };
  const plain = text.match(/(?<![\d:])(\d{1,2})([-./]) ?(\d{1,2})(?:\2 ?(\d{4}|\d{2}(?![\d:]))|\.(?!\d)|(?![\d:.]))/);
  if (!plain) return null;
  const [first, second] = [Number(plain[1]), Number(plain[3])];
  const year = plain[4] === undefined ? null : fullYear(Number(plain[4]));
  const monthFirst = second > 12 || (order === "mdy" && first <= 12 && plain[2] === "/");
  return monthFirst ? { year, month: first, day: second } : { year, month: second, day: first };
}

function fullYear(year: number): number {
  return year < 100 ? 2000 + year : year;
}

/** "2026年10月5日", "10月5日", "2026년 10월 5일". */
function eastAsianDate(text: string): Day | null {
  const found = text.match(/(?:(\d{4}) ?[年년] ?)?(\d{1,2}) ?[月월] ?(\d{1,2}) ?[日일号號]/);
  if (!found) return null;
  return { year: found[1] === undefined ? null : Number(found[1]), month: Number(found[2]), day: Number(found[3]) };
}

/** A month's name with its day before or after it, and the year behind. */
function wordDate(text: string): Day | null {
  const words = text.match(/[\p{L}\p{M}'’]+|\d+/gu) ?? [];
  for (const [index, word] of words.entries()) {
    const month = /\d/.test(word) ? null : monthOf(word);
    if (month === null) continue;
    const before = dayBefore(words, index);
    const yearAfter = (from: number): number | null => yearNear(words, from);
    if (before !== null) return { year: yearAfter(index + 1), month, day: before };
    const after = dayOf(words[index + 1]);
    if (after === null) continue;
    const ordinal = /^(st|nd|rd|th)$/i.test(words[index + 2] ?? "") ? 3 : 2;
    return { year: yearAfter(index + ordinal) ?? yearNear(words, index - 1), month, day: after };
  }
  return null;
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

/** "15:12", "15.12 Uhr", "3:12:09 PM", "15h12", "오후 3:12"; none gives a null hour. */
function timeIn(text: string): { hour: number | null; minute: number; second: number } {
  const found = text.match(/(?<![\d.:])(\d{1,2})[:h](\d{2})(?::(\d{2}))?(?!\d)/i);
  if (!found) return { hour: null, minute: 0, second: 0 };
  const after = text.slice((found.index ?? 0) + found[0].length, (found.index ?? 0) + found[0].length + 12);
  const before = text.slice(Math.max(0, (found.index ?? 0) - 6), found.index);
  const late =
    /^[\s\u202f\u00a0]{0,3}(p\.? ?m\.?|μμ|μ\.μ\.)/i.test(after) || /(下午|晚上|午後|오후|PM|pm)\s{0,2}$/.test(before);
  const early =
    /^[\s\u202f\u00a0]{0,3}(a\.? ?m\.?|πμ|π\.μ\.)/i.test(after) || /(上午|午前|오전|凌晨|AM)\s{0,2}$/.test(before);
  let hour = Number(found[1]);
  const minute = Number(found[2]);
  const second = Number(found[3] ?? 0);
  if (late && hour < 12) hour += 12;
  if (early && hour === 12) hour = 0;
  return hour > 23 || minute > 59 || second > 59 ? { hour: null, minute: 0, second: 0 } : { hour, minute, second };
}

/** "+0200", "GMT+2", "UTC+02:00", "GMT", "Z" behind a time; other zone names are ambiguous and tell nothing. */
function offsetIn(text: string): number | null {
  const found = text.match(/(?<=\d\s?|GMT|UTC|[AP]M )([+\-−])(\d{1,2}):?(\d{2})?(?!\d)/);
  const clock = text.search(/\d[:h]\d\d/);
  if (found && clock !== -1 && (found.index ?? 0) > clock) {
    const minutes = Number(found[2]) * 60 + Number(found[3] ?? 0);
    return minutes > 14 * 60 ? null : found[1] === "+" ? minutes : -minutes;
  }
  return /\d\s?(Z|GMT|UTC)\b/.test(text) ? 0 : null;
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
