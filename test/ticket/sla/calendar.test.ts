import { describe, expect, test } from "vitest";
import { parseDesk } from "../../../src/ticket/desk.ts";
import { CalendarError, calendarOf, makeCalendar } from "../../../src/ticket/sla/calendar.ts";
import { at, calendars, DAY_MS, daily, desk, deskWith, HOUR_MS, MINUTE_MS, told } from "./calendars.ts";

const office = calendars("office");

describe("due instants of the seed's desk", () => {
  test.each([
    ["2026-10-12T10:00", 1, "Mon 2026-10-12 11:00", 4, "Mon 2026-10-12 14:00", "inside hours"],
    ["2026-10-16T16:30", 1, "Mon 2026-10-19 09:30", 4, "Mon 2026-10-19 12:30", "half an hour left on Friday"],
    ["2026-10-16T16:00", 1, "Fri 2026-10-16 17:00", 4, "Mon 2026-10-19 12:00", "exactly at closing"],
    ["2026-10-23T18:00", 2, "Mon 2026-10-26 11:00", 12, "Tue 2026-10-27 13:00", "the weekend holds the clock change"],
    ["2026-11-10T16:00", 2, "Thu 2026-11-12 10:00", 12, "Fri 2026-11-13 12:00", "11 November is a holiday"],
    ["2026-12-23T16:00", 1, "Wed 2026-12-23 17:00", 4, "Mon 2026-12-28 12:00", "24, 25 holidays, 26 a Saturday"],
    ["2025-06-06T12:00", 24, "Wed 2025-06-11 12:00", 24, "Wed 2025-06-11 12:00", "three working days"],
    ["2026-06-04T12:00", 2, "Fri 2026-06-05 11:00", 12, "Mon 2026-06-08 13:00", "Corpus Christi"],
    ["2026-10-17T03:00", 1, "Mon 2026-10-19 10:00", 8, "Mon 2026-10-19 17:00", "a Saturday night"],
    ["2026-10-16T17:00", 1, "Mon 2026-10-19 10:00", 4, "Mon 2026-10-19 13:00", "closing time is closed"],
    ["2026-10-19T09:00", 1, "Mon 2026-10-19 10:00", 8, "Mon 2026-10-19 17:00", "opening time is open"],
    ["2024-12-23T16:00", 1, "Mon 2024-12-23 17:00", 4, "Tue 2024-12-24 12:00", "24 December 2024 was a working day"],
    ["2025-12-31T16:30", 1, "Fri 2026-01-02 09:30", 4, "Fri 2026-01-02 12:30", "over New Year"],
  ])("mail of %s: %d h are due %s, %d h %s (%s)", (arrives, first, firstDue, handling, handlingDue) => {
    expect(told(office.due(at(arrives), first * HOUR_MS))).toBe(firstDue);
    expect(told(office.due(at(arrives), handling * HOUR_MS))).toBe(handlingDue);
  });

  test("nothing is rounded: milliseconds in are milliseconds out", () => {
    const start = at("2026-10-16T16:59:59.123");
    expect(office.due(start, 877)).toBe(at("2026-10-16T17:00:00"));
    expect(office.due(start, 878)).toBe(at("2026-10-19T09:00:00.001"));
    expect(office.consumedMs(start, at("2026-10-19T09:00:00.001"))).toBe(878);
  });

  test("a target of nothing is due at once, also while closed", () => {
    expect(office.due(at("2026-10-17T03:00"), 0)).toBe(at("2026-10-17T03:00"));
  });
});

describe("days on which clocks change", () => {
  test.each([
    ["an office day has its eight hours in October", office, "2026-10-26T00:00", "2026-10-27T00:00", 8],
    ["a day round the clock has 25 hours in October", calendars("always"), "2026-10-25T00:00", "2026-10-26T00:00", 25],
    ["a day round the clock has 23 hours in March", calendars("always"), "2026-03-29T00:00", "2026-03-30T00:00", 23],
    ["02:00-03:00 happens twice in October", calendars("nights"), "2026-10-25T00:00", "2026-10-26T00:00", 2],
    ["02:00-03:00 never happens in March", calendars("nights"), "2026-03-29T00:00", "2026-03-30T00:00", 0],
    [
      "until 02:30 has its last half hour twice in October",
      daily("Europe/Warsaw", [0, 150]),
      "2026-10-25T00:00",
      "2026-10-26T00:00",
      3,
    ],
    [
      "until 02:30 ends at the jump in March",
      daily("Europe/Warsaw", [0, 150]),
      "2026-03-29T00:00",
      "2026-03-30T00:00",
      2,
    ],
    [
      "from 02:30 opens at the jump in March",
      daily("Europe/Warsaw", [150, 240]),
      "2026-03-29T00:00",
      "2026-03-30T00:00",
      1,
    ],
  ])("%s", (_, calendar, from, to, hours) => {
    expect(calendar.consumedMs(at(from), at(to))).toBe(hours * HOUR_MS);
  });

  test("both hours of a repeated local time are told apart", () => {
    const nights = calendars("nights");
    const first = Date.UTC(2026, 9, 25, 0, 0);
    expect(nights.due(first, HOUR_MS)).toBe(first + HOUR_MS);
    expect(nights.due(first, 2 * HOUR_MS)).toBe(first + 2 * HOUR_MS);
    expect(nights.spansOf(first - DAY_MS / 2, first + DAY_MS / 2)).toEqual([{ from: first, to: first + 2 * HOUR_MS }]);
  });

  test("Lord Howe moves by half an hour: 01:30-02:00 happens twice in April, 02:00-02:30 never in October", () => {
    const zone = "Australia/Lord_Howe";
    const calendar = daily(zone, [60, 150]);
    expect(calendar.consumedMs(at("2026-04-05T00:00", zone), at("2026-04-06T00:00", zone))).toBe(120 * MINUTE_MS);
    expect(calendar.consumedMs(at("2026-10-04T00:00", zone), at("2026-10-05T00:00", zone))).toBe(60 * MINUTE_MS);
    expect(calendar.consumedMs(at("2026-04-06T00:00", zone), at("2026-04-07T00:00", zone))).toBe(90 * MINUTE_MS);
  });

  test("a zone that jumps at midnight keeps every local hour once", () => {
    const zone = "America/Santiago";
    const calendar = daily(zone, [0, 60], [1380, 1440]);
    // 2026-04-05: 24:00 of the fourth becomes 23:00; 2026-09-06: 00:00 becomes 01:00.
    expect(calendar.consumedMs(Date.UTC(2026, 3, 4, 12), Date.UTC(2026, 3, 5, 12))).toBe(3 * HOUR_MS);
    expect(calendar.consumedMs(Date.UTC(2026, 8, 5, 12), Date.UTC(2026, 8, 6, 12))).toBe(1 * HOUR_MS);
  });

  test("a zone that skipped a whole day skips its hours", () => {
    const calendar = daily("Pacific/Apia", [540, 1020]);
    expect(calendar.consumedMs(Date.UTC(2011, 11, 29, 12), Date.UTC(2011, 11, 31, 12))).toBe(16 * HOUR_MS);
  });
});

describe("hours", () => {
  const split = calendars("split");

  test.each([
    ["a lunch break does not count", "2026-10-15T11:30", 1, "Thu 2026-10-15 13:30"],
    ["a target that ends at lunch is due at lunch", "2026-10-15T11:00", 1, "Thu 2026-10-15 12:00"],
    ["Saturday morning counts", "2026-10-16T20:30", 1, "Sat 2026-10-17 09:30"],
    ["a Sunday opened on its own counts", "2026-10-17T12:00", 2, "Sun 2026-10-18 13:00"],
    ["an opening on a holiday wins over the holiday", "2026-11-10T20:00", 2, "Wed 2026-11-11 11:00"],
    ["and has only its own hours", "2026-11-11T13:30", 1, "Thu 2026-11-12 07:30"],
    ["a day closed on its own is closed", "2026-12-30T20:00", 2, "Sat 2027-01-02 10:00"],
  ])("%s", (_, arrives, hours, due) => {
    expect(told(split.due(at(arrives), hours * HOUR_MS))).toBe(due);
  });

  test("24:00 is the end of the day, and an evening runs on into the next morning", () => {
    const evenings = calendars("evenings");
    expect(evenings.spansOf(at("2026-10-12T12:00"), at("2026-10-13T12:00"))).toEqual([
      { from: at("2026-10-12T22:00"), to: at("2026-10-13T02:30") },
    ]);
  });

  test("round the clock is one span, across years", () => {
    const [from, to] = [at("2025-11-01T00:00"), at("2027-02-01T00:00")];
    expect(calendars("always").spansOf(from, to)).toEqual([{ from, to }]);
    expect(calendars("always").due(from, 1_000 * HOUR_MS)).toBe(from + 1_000 * HOUR_MS);
  });

  test("weeks without an opening are waited out", () => {
    expect(told(calendars("longBreak").due(at("2026-06-19T20:00", "UTC"), 2 * HOUR_MS), "America/New_York")).toBe(
      "Tue 2026-08-04 10:00",
    );
  });

  test("open, closed, and the next opening", () => {
    expect(office.isOpen(at("2026-10-16T16:59:59.999"))).toBe(true);
    expect(office.isOpen(at("2026-10-16T17:00"))).toBe(false);
    expect(office.isOpen(at("2026-11-11T12:00"))).toBe(false);
    expect(office.nextOpening(at("2026-10-16T16:59"))).toBe(at("2026-10-16T16:59"));
    expect(office.nextOpening(at("2026-10-16T17:00"))).toBe(at("2026-10-19T09:00"));
    expect(office.nextOpening(at("2026-12-24T00:00"))).toBe(at("2026-12-28T09:00"));
  });

  test("spans are cut at the ends asked for, and none lie between equal ends", () => {
    expect(office.spansOf(at("2026-10-16T16:00"), at("2026-10-19T09:30"))).toEqual([
      { from: at("2026-10-16T16:00"), to: at("2026-10-16T17:00") },
      { from: at("2026-10-19T09:00"), to: at("2026-10-19T09:30") },
    ]);
    expect(office.spansOf(at("2026-10-16T16:00"), at("2026-10-16T16:00"))).toEqual([]);
    expect(office.consumedMs(at("2026-10-16T16:00"), at("2026-10-12T16:00"))).toBe(0);
  });
});

describe("the ends of what a calendar knows", () => {
  const definition = office.definition;

  test("a calendar that never opens is refused", () => {
    const week = definition.week.map(() => []);
    expect(() => makeCalendar({ ...definition, week })).toThrow(CalendarError);
    expect(() => deskWith('office: { timezone: Europe/Warsaw, hours: { mon-fri: "closed" } }')).toThrow(/never opens/);
  });

  test("due more than twenty years ahead is an error, and so is a year nobody plans for", () => {
    expect(() => calendars("weekly").due(at("2026-01-01T00:00"), 2_000 * HOUR_MS)).toThrow(/20 years/);
    expect(() => office.due(Date.UTC(1700, 0, 1), HOUR_MS)).toThrow(CalendarError);
    expect(() => office.isOpen(Number.NaN)).toThrow(CalendarError);
    expect(() => office.consumedMs(at("2026-01-01T00:00"), Number.POSITIVE_INFINITY)).toThrow(CalendarError);
  });

  test("years asked for in any order give the same answers", () => {
    const asked = [2026, 2031, 2019, 2026, 2045, 1999].map((year) => Date.UTC(year, 4, 20, 15));
    const fresh = (instant: number) => makeCalendar(definition).due(instant, 30 * HOUR_MS);
    const kept = makeCalendar(definition);
    for (const instant of asked) expect(kept.due(instant, 30 * HOUR_MS)).toBe(fresh(instant));
    expect(kept.consumedMs(asked[5] ?? 0, asked[4] ?? 0)).toBe(
      makeCalendar(definition).consumedMs(asked[5] ?? 0, asked[4] ?? 0),
    );
  });

  test("a desk's calendar is made once, and an unknown name is an error", () => {
    expect(calendarOf(desk, "office")).toBe(calendarOf(desk, "office"));
    const again: typeof desk = JSON.parse(JSON.stringify(desk));
    expect(calendarOf(again, "office")).toBe(calendarOf(desk, "office"));
    expect(() => calendarOf(desk, "toString")).toThrow(CalendarError);
  });

  test("the calendar of a desk that went through JSON answers the same", () => {
    const stored = JSON.parse(JSON.stringify(parseDesk(deskText)));
    expect(told(makeCalendar(stored.calendars.office).due(at("2026-10-16T16:30"), HOUR_MS))).toBe(
      "Mon 2026-10-19 09:30",
    );
  });
});

const deskText = `
name: Test
calendars: { office: { timezone: Europe/Warsaw, hours: { mon-fri: "09:00-17:00" }, holidays: PL } }
severities: { A: { means: x, default: true } }
plans: { standard: { calendar: office, targets: { A: { firstResponse: 1h } } } }`;
