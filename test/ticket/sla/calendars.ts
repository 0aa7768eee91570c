/** Calendars that tests share, written as desk.yaml writes them, and instants written as people do. */
import { DateTime } from "luxon";
import { type CalendarDefinition, type Desk, parseDesk } from "../../../src/ticket/desk.ts";
import { type Calendar, calendarOf, makeCalendar } from "../../../src/ticket/sla/calendar.ts";
import type { Target } from "../../../src/ticket/sla/policy.ts";

export const HOUR_MS = 3_600_000;
export const MINUTE_MS = 60_000;
export const DAY_MS = 24 * HOUR_MS;

/** An instant by the wall clock of a zone; only for local times that exist once. */
export function at(local: string, zone = "Europe/Warsaw"): number {
  return DateTime.fromISO(local, { zone }).toMillis();
}

/** An instant as the calendar's people read it: "Mon 2026-10-19 09:30". */
export function told(instant: number | null, zone = "Europe/Warsaw"): string | null {
  return instant === null
    ? null
    : DateTime.fromMillis(instant, { zone, locale: "en" }).toFormat("ccc yyyy-MM-dd HH:mm");
}

/** The desk with these calendars and nothing else of interest. */
export function deskWith(calendars: string): Desk {
  const desk = `
name: Test
calendars:
${calendars
  .trim()
  .split("\n")
  .map((line) => `  ${line.trim()}`)
  .join("\n")}
severities: { A: { means: test, default: true } }
plans: { standard: { calendar: office, targets: { A: { firstResponse: 1h } } } }`;
  return parseDesk(desk);
}

export const desk = deskWith(`
office: { timezone: Europe/Warsaw, hours: { mon-fri: "09:00-17:00" }, holidays: PL }
always: { timezone: Europe/Warsaw, hours: { mon-sun: "00:00-24:00" } }
split: { timezone: Europe/Warsaw, hours: { mon-fri: "07:00-12:00,13:00-21:00", sat: "09:00-13:00" }, holidays: PL, closed: [2026-12-31], open: { 2026-11-11: "10:00-14:00", 2026-10-18: "12:00-13:30" } }
nights: { timezone: Europe/Warsaw, hours: { mon-sun: "02:00-03:00" } }
evenings: { timezone: Europe/Warsaw, hours: { mon-sun: "00:00-02:30,22:00-24:00" } }
newYork: { timezone: America/New_York, hours: { mon-fri: "08:30-18:00" }, holidays: US }
kolkata: { timezone: Asia/Kolkata, hours: { mon-sat: "10:00-19:00" }, holidays: IN }
lordHowe: { timezone: Australia/Lord_Howe, hours: { mon-sun: "01:00-02:15,09:00-17:00" } }
weekly: { timezone: Asia/Kolkata, hours: { wed: "09:00-10:00" } }
longBreak: { timezone: America/New_York, hours: { mon-fri: "09:00-17:00" }, closed: [${Array.from({ length: 45 }, (_, day) => new Date(Date.UTC(2026, 5, 20 + day)).toISOString().slice(0, 10)).join(", ")}] }
`);

export const calendars = (name: string): Calendar => calendarOf(desk, name);

export function business(hours: number, calendar = "office"): Target {
  return { ms: Math.round(hours * HOUR_MS), clock: "business", calendar };
}

export function wall(hours: number, calendar = "office"): Target {
  return { ms: Math.round(hours * HOUR_MS), clock: "wall", calendar };
}

/** A calendar straight from its definition; `hours` are minutes of every day. */
export function daily(timezone: string, ...hours: [opens: number, closes: number][]): Calendar {
  const spans = hours.map(([opens, closes]) => ({ opens, closes }));
  const definition: CalendarDefinition = { timezone, week: Array(7).fill(spans), holidays: null, exceptions: {} };
  return makeCalendar(definition);
}

/** How many made-up inputs a law is tried on: many where time is plenty. */
export const lawRuns = process.env.CI === "true" ? 100_000 : 2_000;
