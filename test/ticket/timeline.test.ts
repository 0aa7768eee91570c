/** The bar of a clock: whatever the clock has gone through, its segments fill the width and tell used from left. */
import fc from "fast-check";
import { expect, test } from "vitest";
import { parseDesk } from "../../src/ticket/desk.ts";
import { calendarOf } from "../../src/ticket/sla/calendar.ts";
import { breachClock, type Clock, pauseClock, resumeClock, startClock, stopClock } from "../../src/ticket/sla/clock.ts";
import { timelineOf } from "../../src/ticket/timeline.ts";
import { deskYaml } from "../harness/deskFile.ts";

const desk = parseDesk(deskYaml);
const calendars = (name: string) => calendarOf(desk, name);
const hourMs = 3_600_000;
const target = { ms: hourMs, clock: "business" as const, calendar: "office" };
const at = (text: string) => Date.parse(text);
const bar = (clock: Clock, now: number) =>
  timelineOf(calendars("office"), clock, now).map(({ kind, share }) => `${kind} ${share}`);

test("half an hour before a weekend and a quarter after it: used, a mark, used, left", () => {
  const clock = startClock(calendars, "firstResponse", 1, target, at("2026-10-16T16:30:00+02:00"), "opened");
  expect(bar(clock, at("2026-10-16T16:45:00+02:00"))).toEqual(["used 24.3", "left 24.3", "closed 3", "left 48.5"]);
  expect(bar(clock, at("2026-10-19T09:15:00+02:00"))).toEqual(["used 48.5", "closed 3", "used 24.3", "left 24.3"]);
});

test("a broken promise ends in what is too much, at most a third of the bar", () => {
  const clock = startClock(calendars, "firstResponse", 1, target, at("2026-10-12T09:00:00+02:00"), "opened");
  const broken = breachClock(clock, at("2026-10-12T10:00:00+02:00"));
  expect(bar(broken, at("2026-10-12T10:00:00+02:00"))).toEqual(["used 94", "over 6"]);
  expect(bar(broken, at("2026-10-12T10:12:00+02:00"))).toEqual(["used 80", "over 20"]);
  expect(bar(broken, at("2026-10-14T10:12:00+02:00"))).toEqual(["used 70", "over 30"]);
});

test("while it stands still, what was used and what is left of the promise are told apart", () => {
  const clock = startClock(
    calendars,
    "resolution",
    1,
    { ...target, ms: 4 * hourMs },
    at("2026-10-12T09:00:00+02:00"),
    "opened",
  );
  const paused = pauseClock(calendars, clock, at("2026-10-12T10:00:00+02:00"), "pending");
  expect(bar(paused, at("2026-10-12T12:00:00+02:00"))).toEqual(["used 24.3", "paused 3", "left 72.8"]);
});

test("a promise kept early shows how early", () => {
  const clock = startClock(calendars, "firstResponse", 1, target, at("2026-10-16T16:30:00+02:00"), "opened");
  const kept = stopClock(calendars, clock, at("2026-10-16T16:45:00+02:00"), "answered");
  expect(bar(kept, at("2026-10-16T16:45:00+02:00"))).toEqual(["used 25", "left 75"]);
  const atOnce = stopClock(calendars, clock, at("2026-10-16T16:30:00+02:00"), "answered");
  expect(bar(atOnce, at("2026-10-16T16:30:00+02:00"))).toEqual(["left 100"]);
});

test("the segments fill the width, and no two neighbours are alike", () => {
  const minutes = fc.integer({ min: 1, max: 60 * 24 * 20 });
  fc.assert(
    fc.property(
      minutes,
      fc.array(minutes, { maxLength: 6 }),
      fc.integer({ min: 1, max: 60 }),
      (start, turns, hours) => {
        let now = at("2026-10-12T09:00:00+02:00") + start * 60_000;
        let clock = startClock(calendars, "resolution", 1, { ...target, ms: hours * hourMs }, now, "opened");
        for (const [index, length] of turns.entries()) {
          now += length * 60_000;
          clock =
            index % 2 === 0
              ? pauseClock(calendars, breachClock(clock, now), now, "pending")
              : resumeClock(calendars, clock, now, "customerReplied");
        }
        const segments = timelineOf(calendars("office"), breachClock(clock, now), now);
        const sum = segments.reduce((total, { share }) => total + share, 0);
        expect(sum).toBeGreaterThan(98);
        expect(sum).toBeLessThan(102);
        expect(segments.every(({ share }) => share > 0)).toBe(true);
        expect(segments.some(({ kind }, index) => segments[index + 1]?.kind === kind)).toBe(false);
      },
    ),
    { numRuns: 500 },
  );
});
