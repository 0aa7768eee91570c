/**
 * How fast due instants are: twelve business hours from random instants over four years, by our table of open spans
 * and by a plain luxon loop through days, in the same run and checked against each other.
 * Run: node bench/sla.ts
 */
import { DateTime } from "luxon";
import type { CalendarDefinition } from "../src/ticket/desk.ts";
import { makeCalendar } from "../src/ticket/sla/calendar.ts";
import { holidaysOf } from "../src/ticket/sla/holidays.ts";

const HOUR_MS = 3_600_000;
const TARGET_MS = 12 * HOUR_MS;
const GOAL = { perSecond: 2_000_000, ratio: 300 };
const weekday = [{ opens: 9 * 60, closes: 17 * 60 }];
const definition: CalendarDefinition = {
  timezone: "Europe/Warsaw",
  week: [weekday, weekday, weekday, weekday, weekday, [], []],
  holidays: "PL",
  exceptions: {},
};

/** A small generator with a seed, so that every run measures the same instants. */
function randomInstants(count: number): number[] {
  let state = 20_241_123;
  const from = Date.UTC(2024, 0, 1);
  const range = Date.UTC(2028, 0, 1) - from;
  return Array.from({ length: count }, () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return from + Math.floor((state / 2 ** 32) * range);
  });
}

/** What one would write first: day by day in the calendar's zone. */
function dueByDays(holidays: ReadonlySet<string>, start: number): number {
  let left = TARGET_MS;
  let day = DateTime.fromMillis(start, { zone: "Europe/Warsaw" }).startOf("day");
  for (;;) {
    if (day.weekday <= 5 && !holidays.has(day.toISODate() ?? "")) {
      const opens = Math.max(day.set({ hour: 9 }).toMillis(), start);
      const closes = day.set({ hour: 17 }).toMillis();
      if (closes > opens) {
        if (closes - opens >= left) return opens + left;
        left -= closes - opens;
      }
    }
    day = day.plus({ days: 1 });
  }
}

/** Calls a second, the best of `rounds`; the sum keeps the work from being left out. */
function measure(instants: readonly number[], rounds: number, due: (start: number) => number) {
  let best = 0;
  let sum = 0;
  for (let round = 0; round < rounds; round++) {
    const begun = performance.now();
    for (const instant of instants) sum += due(instant);
    best = Math.max(best, instants.length / ((performance.now() - begun) / 1_000));
  }
  return { perSecond: best, sum };
}

const holidays = new Set([2024, 2025, 2026, 2027, 2028].flatMap((year) => [...holidaysOf("PL", year).keys()]));
const instants = randomInstants(1_000_000);
const few = instants.slice(0, 5_000);

const built = performance.now();
const calendar = makeCalendar(definition);
calendar.consumedMs(Date.UTC(2024, 0, 1), Date.UTC(2028, 1, 1));
const buildMs = performance.now() - built;

const different = few.filter((instant) => calendar.due(instant, TARGET_MS) !== dueByDays(holidays, instant));
const ours = measure(instants, 5, (instant) => calendar.due(instant, TARGET_MS));
const loop = measure(few, 3, (instant) => dueByDays(holidays, instant));
const ratio = ours.perSecond / loop.perSecond;
const told = (value: number) => Math.round(value).toLocaleString("en").padStart(14);

console.log("due for 12 business hours, random instants 2024-2027, Europe/Warsaw 9-17, Polish holidays");
console.log(`  table of open spans ${told(ours.perSecond)} /s   (built for five years in ${buildMs.toFixed(0)} ms)`);
console.log(`  luxon loop by days  ${told(loop.perSecond)} /s`);
console.log(`  ratio               ${told(ratio)} x`);
console.log(`  answers that differ ${told(different.length)} of ${few.length}`);
const isReached = ours.perSecond >= GOAL.perSecond && ratio >= GOAL.ratio && different.length === 0;
console.log(
  `  goal ${GOAL.perSecond.toLocaleString("en")} /s and ${GOAL.ratio} x: ${isReached ? "reached" : "missed"}`,
);
process.exitCode = isReached ? 0 : 1;
