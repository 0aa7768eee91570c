/**
 * Opening hours as desk.yaml writes them: `mon-fri: "09:00-13:00,14:00-17:00"`, where `24:00` is the end of a day.
 * Hours are local wall time; a night is written on both of its days, because a holiday closes only one of them.
 */
import type { DaySpan } from "./shape.ts";

/** What was wrong with a piece, or the piece itself. */
export type Read<T> = { ok: T } | { wrong: string };

const DAYS = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"];

/** Spans of one day, in order; touching spans become one. An empty text or `closed` is a day without opening. */
export function readSpans(written: unknown): Read<DaySpan[]> {
  const texts = Array.isArray(written) ? written : [written];
  const spans: DaySpan[] = [];
  for (const text of texts) {
    if (typeof text !== "string") return { wrong: `${tell(text)} is not a span of hours; write "09:00-17:00"` };
    if (text.trim() === "closed") continue;
    for (const part of text.slice(0, 1_000).split(",")) {
      const span = readSpan(part.trim());
      if ("wrong" in span) return span;
      spans.push(span.ok);
    }
  }
  spans.sort((a, b) => a.opens - b.opens);
  const joined: DaySpan[] = [];
  for (const span of spans) {
    const last = joined.at(-1);
    if (last === undefined || span.opens > last.closes) joined.push({ ...span });
    else if (span.opens === last.closes) last.closes = span.closes;
    else return { wrong: `${writeSpan(last)} and ${writeSpan(span)} overlap; make them one or end the first sooner` };
  }
  return { ok: joined };
}

/** The days a key of `hours` names: `mon`, `mon-fri`, `sat,sun`; 0 is Monday. */
export function readDays(key: string): Read<number[]> {
  const days: number[] = [];
  for (const part of key.toLowerCase().slice(0, 200).split(",")) {
    const [first = "", last = first, ...more] = part.trim().split("-");
    const from = DAYS.indexOf(first.trim());
    const to = DAYS.indexOf(last.trim());
    if (from < 0 || to < 0 || more.length > 0) {
      return { wrong: `${JSON.stringify(key)} names no days; write mon, mon-fri or sat,sun` };
    }
    for (let day = from; ; day = (day + 1) % 7) {
      days.push(day);
      if (day === to) break;
    }
  }
  return { ok: days };
}

/** A date of the calendar, YYYY-MM-DD. */
export function readDate(written: unknown): Read<string> {
  if (typeof written === "string" && /^\d{4}-\d{2}-\d{2}$/.test(written)) {
    const at = Date.parse(`${written}T00:00:00Z`);
    if (!Number.isNaN(at) && new Date(at).toISOString().startsWith(written)) return { ok: written };
  }
  return { wrong: `${tell(written)} is not a date; write 2026-12-31` };
}

/** The week as seven lists of spans. `put` hears of every key that is wrong. */
export function readWeek(
  hours: Record<string, unknown>,
  put: (key: string | null, wrong: string) => void,
): DaySpan[][] {
  const week: DaySpan[][] = DAYS.map(() => []);
  const named = new Set<number>();
  let wrongCount = 0;
  const complain = (key: string | null, wrong: string) => {
    wrongCount++;
    put(key, wrong);
  };
  for (const [key, written] of Object.entries(hours)) {
    const days = readDays(key);
    const spans = readSpans(written);
    if ("wrong" in days) complain(key, days.wrong);
    if ("wrong" in spans) complain(key, spans.wrong);
    if ("wrong" in days || "wrong" in spans) continue;
    for (const day of days.ok) {
      if (named.has(day)) complain(key, `names ${DAYS[day]} a second time; name each day once`);
      named.add(day);
      week[day] = spans.ok.map((span) => ({ ...span }));
    }
  }
  if (wrongCount === 0 && week.every((spans) => spans.length === 0)) {
    complain(null, 'never opens; give it hours such as { mon-fri: "09:00-17:00" }');
  }
  return week;
}

/** A value as a complaint quotes it, short. */
export function tell(value: unknown): string {
  const text = JSON.stringify(value) ?? String(value);
  return text.length > 60 ? `${text.slice(0, 57)}…` : text;
}

function readSpan(text: string): Read<DaySpan> {
  const match = /^(\d{1,2}):(\d{2}) ?[-–] ?(\d{1,2}):(\d{2})$/.exec(text);
  if (match === null) return { wrong: `${tell(text)} is not a span of hours; write "09:00-17:00"` };
  const [, openHour, openMinute, closeHour, closeMinute] = match.map(Number);
  const opens = minuteOfDay(openHour, openMinute);
  const closes = minuteOfDay(closeHour, closeMinute);
  if (opens === null || closes === null || opens === 1440) {
    return { wrong: `${tell(text)} has no such time of day; hours run from 00:00 to 24:00` };
  }
  if (closes > opens) return { ok: { opens, closes } };
  return {
    wrong: `${tell(text)} ends before it starts; a night is two spans, until 24:00 here and from 00:00 on the next day`,
  };
}

function minuteOfDay(hour = 0, minute = 0): number | null {
  const minutes = hour * 60 + minute;
  return minute > 59 || minutes > 1440 ? null : minutes;
}

/** "09:00-17:00". */
export function writeSpan(span: DaySpan): string {
  return `${writeTime(span.opens)}-${writeTime(span.closes)}`;
}

function writeTime(minutes: number): string {
  return `${String(Math.floor(minutes / 60)).padStart(2, "0")}:${String(minutes % 60).padStart(2, "0")}`;
}
