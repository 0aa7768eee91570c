/**
 * The line by which a mail client introduces a quote: "On … Jan wrote:", "W dniu … pisze:", "Am … schrieb Jan:". Clients
 * wrap it over up to four lines, and every language has its own order of date, name and verb; the words are data.
 */
import { months, openers, quotingWords, verbs, weekdays } from "../words/attribution.ts";

/**
 * `strong`: a date with a time or an address, in the shape clients write; a quote may follow without marks.
 * `weak`: a name and "wrote:", or an old date-and-address line; believed only when a marked quote follows.
 */
export type Attribution = { strength: "strong" | "weak"; lineCount: number };

const lineCharsMax = 400;
const linesMax = 4;

const wordStart = (words: string[]): string =>
  words
    .toSorted((a, b) => b.length - a.length)
    .map((word) => word.replace(/[.*+?^${}()|[\]\\/]/g, "\\$&"))
    .join("|");

const dayPattern = wordStart(weekdays);
const openerPattern = new RegExp(`^(?:${wordStart(openers)})(?=[\\s\\d,.])`, "u");
const startsWithDay = new RegExp(`^(?:${dayPattern})\\p{L}{0,12}(?:\\.,|[.,]|\\s|\\()`, "u");
const monthNearNumber = new RegExp(`(?<![\\p{L}])(?:${wordStart(months)})\\p{L}{0,10}\\.?(?=[\\s,\\d./-]|$)`, "u");
const weekdayInside = new RegExp(`(?:^|[\\s,])(?:${dayPattern})\\p{L}{0,12}[.,]`, "u");
const endVerb = new RegExp(
  `(?:^|[\\s,;:)>"'”\\]＞」\\p{Script=Han}\\p{Script=Hangul}\\d])(?:${wordStart(verbs)})(?:\\s?\\(.{0,60}\\))?\\s?[:：]?$`,
  "u",
);
const verbAlone = new RegExp(`^(?:${wordStart(verbs)})\\s?[:：]$`, "u");
const openerAlone = new RegExp(`^(?:${wordStart(openers)})$`, "u");
const midVerb = new RegExp(`(?<![\\p{L}])(?:${wordStart(verbs)})(?![\\p{L}])`, "u");
const caselessVerb = new RegExp(midVerb.source, "iu");
const quotingStart = new RegExp(`^(?:${wordStart(quotingWords)})\\s`, "u");
const numericDate = /\d{1,4}\s?[./-]\s?\d{1,2}\s?[./-]\s?\d{1,4}|\d{4}\s?[年년]|\d{1,2}\s?[月월]/u;
const timeOfDay = /(?<![\d.])\d{1,2}[:.h]\d{2}(?![\d.]\d)|\d{1,2}\s?[時时시]|\d{1,2}\s?(?:am|pm)\b/u;
const address = /[^\s<>@"']{1,100}@[^\s<>@"']{1,200}/u;
const year = /(?<!\d)(?:19|20)\d\d(?!\d)/u;

/** Folds the spaces that clients sprinkle (NBSP, narrow NBSP, zero width) and the bold stars of HTML turned to text. */
export function plainLine(line: string): string {
  const text = line.length > lineCharsMax ? line.slice(0, lineCharsMax) : line;
  if (!oddSpace.test(text)) return text.trim();
  return text
    .replace(/[\u00ad\u200b\u200c\u200e\u200f\u202a-\u202e\u2060\u2066-\u2069\ufeff]/g, "")
    .replace(/[\s\u00a0\u202f\u2007]+/g, " ")
    .trim();
}

const oddSpace = /[\t\u00a0\u00ad\u2000-\u206f\u3000\ufeff]| {2}/;

/** True where text names a day: a numeric date, or a month's name beside a number. */
export function hasDate(text: string): boolean {
  return numericDate.test(text) || (/\d/.test(text) && monthNearNumber.test(text));
}

export function hasTime(text: string): boolean {
  return timeOfDay.test(text);
}

export function hasAddress(text: string): boolean {
  return address.test(text) || text.includes("[mailto:");
}

/**
 * The attribution that begins at `lines[at]`, or null. Looks at most four lines ahead and at 400 characters of each.
 * `lines` are stripped of quote marks by the caller where it wants quoted attributions found.
 */
export function attributionAt(lines: string[], at: number): Attribution | null {
  const found = readAt(lines, at);
  if (found === null) return null;
  // "2. click the button", and right below it a whole attribution: the line above is the writer's own.
  for (let below = 1; below < found.lineCount; below++) {
    const first = bare(plainLine(lines[at + below] ?? "").toLowerCase());
    if (openerPattern.test(first) && readAt(lines, at + below)?.strength === "strong") return null;
  }
  return found;
}

function readAt(lines: string[], at: number): Attribution | null {
  const first = plainLine(lines[at] ?? "");
  if (first === "" || first.length >= lineCharsMax) return null;
  const begins = beginning(first.toLowerCase());
  if (begins === null) return null;
  let joined = "";
  let found: Attribution | null = null;
  for (let count = 1; count <= linesMax; count++) {
    const line = plainLine(lines[at + count - 1] ?? "");
    // Some clients leave a blank line before the verb, and some wrap the colon alone.
    if (line === "" && verbAlone.test(plainLine(lines[at + count] ?? "").toLowerCase())) continue;
    if (line === "" || (count > 1 && line.startsWith(">"))) break;
    joined = joined === "" ? line : `${joined} ${line}`;
    if (joined.length > lineCharsMax) break;
    if (!couldEnd(line)) continue;
    const judged = judge(joined.toLowerCase(), begins, count);
    const strength = judged === "strong" && !hasAddress(joined) && !namesSomebody(joined) ? "weak" : judged;
    if (strength !== null) found = { strength, lineCount: count + (lines[at + count]?.trim() === ":" ? 1 : 0) };
    // A colon ends the sentence: what follows belongs to something else. An address may still be followed by "wrote:".
    if (strength === "strong" || line.endsWith(":") || line.endsWith("：")) break;
  }
  return found;
}

type Beginning = "opener" | "day" | "date" | "address" | "quoting" | "name";

function beginning(first: string): Beginning | null {
  const text = bare(first);
  if (quotingStart.test(text)) return "quoting";
  if (openerAlone.test(text)) return "opener";
  if (/^\d{1,4}[\s./-]|^\d{4}[年년]|^\d{1,2}\.?\s\p{L}/u.test(text)) return "date";
  if (openerPattern.test(text) && (/\d/.test(text) || text.length > 8)) return "opener";
  if (startsWithDay.test(text) && /\d/.test(text)) return "day";
  if (address.test(text)) return "address";
  // A line of a log or a timetable begins with its time.
  return /^\d/.test(text) ? null : "name";
}

/** Without the stars of bold print and the dashes that some clients draw around the line. */
function bare(text: string): string {
  return text
    .replace(/[*_]/g, "")
    .replace(/^[-–—~\s]+/u, "")
    .replace(/[-–—~\s]{1,400}$/u, "");
}

const lastVerbWords = new Set(verbs.map((verb) => verb.slice(verb.lastIndexOf(" ") + 1)));

/** Cheap: a line that can be the last of an attribution ends with a colon, an address, or a verb's last word. */
function couldEnd(line: string): boolean {
  const end = line.trimEnd();
  const last = end.at(-1);
  if (last === undefined) return false;
  if (":：>)]*-".includes(last)) return true;
  return end.length < lineCharsMax && lastVerbWords.has(end.slice(end.lastIndexOf(" ") + 1).toLowerCase());
}

/**
 * Tells cheaply, for line numbers asked in rising order, whether an attribution could begin there, so that the costly
 * look is kept for few lines. Every line is looked at once.
 */
export function attributionScout(lines: string[]): (at: number) => boolean {
  let end = 0;
  return (at) => {
    if (end < at) end = at;
    while (end < lines.length && end < at + linesMax && !couldEnd(lines[end] ?? "")) end++;
    return end < lines.length && end < at + linesMax;
  };
}

function judge(joined: string, begins: Beginning, count: number): "strong" | "weak" | null {
  const text = bare(joined);
  // "---- Użytkownik Jan Kowalski napisał ----" and Zoho's "---- On … wrote ----" end with dashes for a colon.
  const framed = /^[-–—]{2}.*[-–—]{2}$/u.test(joined);
  const colon = framed || /[:：]$/u.test(text);
  const dated = hasDate(text);
  // Gmail's old mobile clients name the day of the week and the year, and no time.
  const timed = hasTime(text) || (year.test(text) && weekdayInside.test(text));
  const addressed = hasAddress(text);
  const ends = endVerb.test(text);
  const verb = ends || (colon && midVerb.test(text));
  if (begins === "quoting") return colon && (addressed || text.length < 80) ? "weak" : null;
  if (begins === "name" && count > 1) return null;
  if (framed && verb) return "strong";
  if (verb && colon && dated && (timed || addressed)) return begins === "name" && !ends ? nameFirst(text) : "strong";
  // Without the colon ("Le … a écrit" in some Android clients) a year is asked for besides.
  if (ends && dated && timed && (addressed || year.test(text)) && begins !== "name") return "strong";
  if (verb && colon && (dated || addressed || text.length < 100)) return "weak";
  return withoutVerb(text, begins, colon, dated, timed, addressed);
}

/**
 * Whether a name stands beside the verb. Without an address only the capital letters tell "Le 18/11/2026 à 10:14, Jan
 * Kowalski a écrit :" from "… le serveur a écrit :"; scripts without capitals are believed.
 */
function namesSomebody(joined: string): boolean {
  const text = bare(joined);
  const verb = caselessVerb.exec(text);
  if (verb === null) return true;
  const after = text.slice(verb.index + verb[0].length).trim();
  if (/^["'“„<]?[\p{Lu}\p{Lo}]/u.test(after)) return true;
  const before = text.slice(0, verb.index).replace(/\b(?:[AP]M|[A-Z]{3,4})\b/g, " ");
  return /(?:^|[^\p{L}])[\p{Lu}\p{Lo}]/u.test(/[^,\d]{0,400}$/u.exec(before)?.[0] ?? "") || /\byou\s$/.test(before);
}

/** "Jan Kowalski schrieb am 18.11.2026 um 10:14:" and Notes' "Jan Kowalski wrote on 11/18/2026 10:14:22 AM:". */
function nameFirst(text: string): "strong" | "weak" {
  return year.test(text) || numericDate.test(text) ? "strong" : "weak";
}

/** "2026年11月18日(水) 10:14 Jan <jan@x>:", "ср, 18 нояб. 2026 г. в 10:14, Jan <jan@x>:", and old Gmail's "2013/12/30 Jan <jan@x>". */
function withoutVerb(
  text: string,
  begins: Beginning,
  colon: boolean,
  dated: boolean,
  timed: boolean,
  addressed: boolean,
): "strong" | "weak" | null {
  // Mutt's old default: "* Jan Kowalski <jan@shop.example> [2026-11-18 10:14]:".
  if (begins === "address" && dated && timed && /\]\s?:$/u.test(text)) return "weak";
  if (!dated || !addressed || begins === "name" || begins === "address") return null;
  if (!/>\s?[:：]?$|\)\s?[:：]$/u.test(text)) return null;
  if (colon && timed) return "strong";
  return begins === "date" || begins === "day" || begins === "opener" ? "weak" : null;
}
