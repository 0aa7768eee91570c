/**
 * A language of our letters: its sentences (`templates/locales`), and how it writes instants, sizes and lists. Instants stand
 * in local time with weekday and zone, because a due time that can be read in two ways is no promise.
 */
import type { Language } from "../../ticket/letter.ts";
import { cut, fill } from "./fill.ts";

export type Locale = {
  language: Language;
  /** The sentence with its places filled; throws on a key or place nobody knows. */
  say: (key: string, values?: Record<string, string>) => string;
  /** The sentence as written, places and all, for the templates. */
  sentence: (key: string) => string;
  keys: string[];
  /** "Mon 19 Oct 2026, 09:30 (Europe/Warsaw)"; the instant in ms since epoch. */
  instant: (at: number, timezone: string) => string;
  /** "Mon 19 Oct 2026, 09:30", where the zone is said elsewhere. */
  wallTime: (at: number, timezone: string) => string;
  bytes: (count: number) => string;
  list: (items: string[]) => string;
};

const writtenMax = 500;

/** Intl's own languages: American English writes "Sep", the British one "Sept". */
const intlLanguage: Record<Language, string> = { en: "en-US", pl: "pl-PL" };

export function locale(language: Language, sentences: Record<string, string>): Locale {
  const forms = new Map(Object.entries(sentences).map(([key, sentence]) => [key, cut(sentence)]));
  const lists = new Intl.ListFormat(intlLanguage[language], { type: "conjunction" });
  const numbers = new Intl.NumberFormat(intlLanguage[language], { maximumFractionDigits: 1 });
  const zones = new Map<string, Intl.DateTimeFormat>();
  // A letter to a team is written once for each of them with the same instants, and Intl is the slowest part of it.
  const written = new Map<string, string>();
  // The same dues stand on the queue whenever it is looked at.
  const seen = new Map<string, string>();
  return {
    language,
    keys: [...forms.keys()],
    say: (key, values = {}) => {
      const form = forms.get(key);
      if (form === undefined) throw new Error(`locale ${language} lacks the sentence "${key}"`);
      return fill(form, values, (value) => value);
    },
    sentence: (key) => {
      const sentence = sentences[key];
      if (sentence === undefined) throw new Error(`locale ${language} lacks the sentence "${key}"`);
      return sentence;
    },
    instant: (at, timezone) => {
      const known = written.get(`${at} ${timezone}`);
      if (known !== undefined) return known;
      const format = zones.get(timezone) ?? instantFormat(language, timezone);
      zones.set(timezone, format);
      const instant = `${wallTime(format, at)} (${timezone}${offsetWhereNeeded(format, at, timezone)})`;
      if (written.size >= writtenMax) written.clear();
      written.set(`${at} ${timezone}`, instant);
      return instant;
    },
    wallTime: (at, timezone) => {
      const known = seen.get(`${at} ${timezone}`);
      if (known !== undefined) return known;
      const format = zones.get(timezone) ?? instantFormat(language, timezone);
      zones.set(timezone, format);
      const instant = wallTime(format, at);
      if (seen.size >= writtenMax) seen.clear();
      seen.set(`${at} ${timezone}`, instant);
      return instant;
    },
    bytes: (count) => {
      if (count < 1000) return `${count} B`;
      if (count < 1_000_000) return `${numbers.format(count / 1000)} kB`;
      return `${numbers.format(count / 1_000_000)} MB`;
    },
    list: (items) => lists.format(items),
  };
}

function wallTime(format: Intl.DateTimeFormat, at: number): string {
  const part: Record<string, string> = {};
  for (const { type, value } of format.formatToParts(at)) part[type] = value;
  return `${part.weekday} ${part.day} ${part.month} ${part.year}, ${part.hour}:${part.minute}`;
}

/** In the hour that clocks in autumn strike twice, the zone alone does not tell which of the two is meant. */
function offsetWhereNeeded(format: Intl.DateTimeFormat, at: number, timeZone: string): string {
  const hour = 3_600_000;
  const wall = wallTime(format, at);
  if (wallTime(format, at - hour) !== wall && wallTime(format, at + hour) !== wall) return "";
  const named = new Intl.DateTimeFormat("en-US", { timeZone, timeZoneName: "longOffset" }).formatToParts(at);
  return `, ${named.find(({ type }) => type === "timeZoneName")?.value ?? ""}`;
}

function instantFormat(language: Language, timeZone: string): Intl.DateTimeFormat {
  return new Intl.DateTimeFormat(intlLanguage[language], {
    timeZone,
    weekday: "short",
    day: "numeric",
    month: "short",
    year: "numeric",
    hour: "2-digit",
    minute: "2-digit",
    hourCycle: "h23",
  });
}
