/**
 * The period a report tells of: read from what people write, cut into local weeks (months where it is long), and the
 * weeks and months whose reports are mailed. Everything goes by the desk's own time zone, so that a week is a week also
 * where clocks are turned in it.
 */
import { DateTime } from "luxon";

/** From `since` to `until`, that instant excluded (ms since epoch). */
export type Period = { since: number; until: number; timezone: string };

/** A week or month that meets the period; the first and the last may stand in it in part. `day`: its first local date. */
export type Stretch = { from: number; to: number; day: string };
export type Pace = "week" | "month";

const defaultDays = 28;
/** Longer periods would be read from the whole history of a desk and drawn by nobody. */
const yearsMax = 10;
/** More columns than these cannot be told apart on a phone. */
const weeksMax = 60;

/**
 * Reads what people wrote. A date is a local day: `since` begins with it, `until` ends with it. An instant is ISO 8601
 * with an offset. Without `until` the period ends now, without `since` it covers 28 local days.
 */
export function readPeriod(
  { since, until }: { since?: string | undefined; until?: string | undefined },
  timezone: string,
  now: number,
): { ok: Period } | { wrong: string } {
  const end = until === undefined || until === "" ? now : readMoment(until, timezone, 1);
  if (end === null) return { wrong: unreadable("until", until ?? "") };
  const begins = since === undefined || since === "" ? defaultSince(end, timezone) : readMoment(since, timezone, 0);
  if (begins === null) return { wrong: unreadable("since", since ?? "") };
  if (begins >= end) return { wrong: "the period ends before it begins; give a later until or an earlier since" };
  const longest = DateTime.fromMillis(begins, { zone: timezone }).plus({ years: yearsMax }).toMillis();
  if (end > longest) return { wrong: `the period is longer than ${yearsMax} years; give a later since` };
  return { ok: { since: begins, until: end, timezone } };
}

/** What of a period cannot be read whatever the time zone; null where both can. */
export function refuseMoments(asked: { since?: string | undefined; until?: string | undefined }): string | null {
  for (const name of ["since", "until"] as const) {
    const written = asked[name];
    if (written && readMoment(written, "UTC", 0) === null) return unreadable(name, written);
  }
  return null;
}

function unreadable(name: string, written: string): string {
  return `${name} ${JSON.stringify(written.slice(0, 40))} is neither a date nor an instant; write 2026-10-01 or 2026-10-01T08:00:00+02:00`;
}

/** Midnight of the 28th local day, counted back from the one in which the period ends. */
function defaultSince(end: number, timezone: string): number {
  const lastDay = DateTime.fromMillis(end - 1, { zone: timezone }).startOf("day");
  return lastDay.minus({ days: defaultDays - 1 }).toMillis();
}

/** Years that calendars and the database know alike. */
const earliest = Date.UTC(1980, 0, 1);
const latest = Date.UTC(2200, 0, 1);

function readMoment(written: string, timezone: string, daysLater: number): number | null {
  const text = written.trim();
  const isDate = /^\d{4}-\d{2}-\d{2}$/.test(text);
  const isInstant = /^\d{4}-\d{2}-\d{2}[Tt]\d{2}:\d{2}(?::\d{2}(?:[.,]\d{1,9})?)?(?:[Zz]|[+-]\d{2}:?(?:\d{2})?)$/.test(
    text,
  );
  if (!isDate && !isInstant) return null;
  const read = isDate
    ? DateTime.fromISO(text, { zone: timezone }).startOf("day").plus({ days: daysLater })
    : DateTime.fromISO(text.toUpperCase().replace(",", "."));
  const at = read.isValid ? read.toMillis() : Number.NaN;
  return at >= earliest && at < latest ? at : null;
}

/** The weeks (from Monday) that meet the period, or its months where there are more than 60 weeks. */
export function stretchesOfPeriod({ since, until, timezone }: Period): { pace: Pace; stretches: Stretch[] } {
  const weeks = cut(since, until, timezone, "week");
  return weeks.length <= weeksMax
    ? { pace: "week", stretches: weeks }
    : { pace: "month", stretches: cut(since, until, timezone, "month") };
}

function cut(since: number, until: number, timezone: string, pace: Pace): Stretch[] {
  const stretches: Stretch[] = [];
  const step = pace === "week" ? { weeks: 1 } : { months: 1 };
  let from = DateTime.fromMillis(since, { zone: timezone }).startOf(pace);
  while (from.toMillis() < until) {
    const to = from.plus(step).startOf(pace);
    stretches.push({ from: from.toMillis(), to: to.toMillis(), day: from.toISODate() ?? "" });
    from = to;
  }
  return stretches;
}

/** The whole local week (Monday to Sunday) or month before the one of `now`, and the beginning of the one of `now`. */
export function lastWhole(pace: Pace, timezone: string, now: number): { period: Period; day: string } {
  const until = DateTime.fromMillis(now, { zone: timezone }).startOf(pace);
  const since = until.minus(pace === "week" ? { weeks: 1 } : { months: 1 }).startOf(pace);
  return {
    period: { since: since.toMillis(), until: until.toMillis(), timezone },
    day: since.toISODate() ?? "",
  };
}

/** The whole weeks before the one of `now`, `count` of them, as one period. */
export function lastWeeks(count: number, timezone: string, now: number): Period {
  const until = DateTime.fromMillis(now, { zone: timezone }).startOf("week");
  return { since: until.minus({ weeks: count }).toMillis(), until: until.toMillis(), timezone };
}
