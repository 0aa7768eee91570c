/**
 * The calendar against a second opinion that shares nothing with it: every second is asked by itself whether the
 * clocks of the zone show an open hour. Offsets come from Intl, Polish holidays from Gauss's rule.
 */
import { expect, test } from "vitest";
import type { CalendarDefinition, DaySpan } from "../../../src/ticket/desk.ts";
import { makeCalendar } from "../../../src/ticket/sla/calendar.ts";

const caseCount = process.env.CI === "true" ? 5_000 : 400;
const FROM = Date.UTC(2024, 0, 1) / 1_000;
const TO = Date.UTC(2031, 0, 1) / 1_000;
const QUARTER = 900;
const DAY = 86_400;
/** A due instant more than forty days ahead is left to other tests. */
const AHEAD_MAX = 40 * DAY;

/** Offsets in seconds, one a quarter of an hour: no zone here changes its clocks in between. */
function offsetsOf(timezone: string): Int32Array {
  const format = new Intl.DateTimeFormat("en-US", {
    timeZone: timezone,
    hourCycle: "h23",
    year: "numeric",
    month: "numeric",
    day: "numeric",
    hour: "numeric",
    minute: "numeric",
    second: "numeric",
  });
  const offsetAt = (second: number) => {
    const parts = new Map(format.formatToParts(second * 1_000).map((part) => [part.type, Number(part.value)]));
    const field = (name: Intl.DateTimeFormatPartTypes) => parts.get(name) ?? 0;
    const local = Date.UTC(
      field("year"),
      field("month") - 1,
      field("day"),
      field("hour"),
      field("minute"),
      field("second"),
    );
    return local / 1_000 - second;
  };
  const offsets = new Int32Array((TO - FROM) / QUARTER);
  // An hour whose two ends agree is taken to agree throughout.
  for (let index = 0; index < offsets.length; index += 4) {
    const first = offsetAt(FROM + index * QUARTER);
    const last = offsetAt(FROM + (index + 4) * QUARTER - 1);
    for (let quarter = 0; quarter < 4; quarter++) {
      offsets[index + quarter] = first === last ? first : offsetAt(FROM + (index + quarter) * QUARTER);
    }
  }
  return offsets;
}

function polishHolidays(): Set<string> {
  const days = new Set<string>();
  for (let year = 2023; year <= 2031; year++) {
    for (const day of ["01-01", "01-06", "05-01", "05-03", "08-15", "11-01", "11-11", "12-25", "12-26"])
      days.add(`${year}-${day}`);
    if (year >= 2025) days.add(`${year}-12-24`);
    const [a, b, c] = [year % 19, year % 4, year % 7];
    const d = (19 * a + 24) % 30;
    const e = (2 * b + 4 * c + 6 * d + 5) % 7;
    const easter = Date.UTC(year, 2, 22 + d + e);
    for (const after of [0, 1, 49, 60]) days.add(new Date(easter + after * DAY * 1_000).toISOString().slice(0, 10));
  }
  return days;
}

/** Numbers that only look random: a failing test fails again. */
function generator(seed: number): (below: number) => number {
  let state = seed;
  return (below) => {
    state = (Math.imul(state ^ (state >>> 15), 2_246_822_519) + 3_266_489_917) >>> 0;
    return Math.floor((state / 2 ** 32) * below);
  };
}

type Zone = { name: string; offsets: Int32Array; turns: number[] };

const zones: Zone[] = ["Europe/Warsaw", "America/New_York", "Asia/Kolkata", "Australia/Lord_Howe"].map((name) => {
  const offsets = offsetsOf(name);
  const turns: number[] = [];
  for (let index = 1; index < offsets.length; index++) {
    if (offsets[index] !== offsets[index - 1]) turns.push(FROM + index * QUARTER);
  }
  return { name, offsets, turns };
});

const holidays = polishHolidays();

function randomDefinition(random: (below: number) => number, zone: Zone): CalendarDefinition {
  const randomSpans = (): DaySpan[] => {
    const edges = new Set<number>();
    const grain = random(3) === 0 ? 1 : 15;
    const count = random(5) === 0 ? 4 : 2;
    while (edges.size < count) edges.add(random(1440 / grain + 1) * grain);
    const sorted = [...edges].sort((a, b) => a - b);
    const spans: DaySpan[] = [];
    for (let index = 0; index + 1 < sorted.length; index += 2)
      spans.push({ opens: sorted[index] ?? 0, closes: sorted[index + 1] ?? 0 });
    return spans;
  };
  const kind = random(5);
  const office = [{ opens: 540, closes: 1020 }];
  const week = Array.from({ length: 7 }, (_, day): DaySpan[] => {
    if (kind === 0) return day < 5 ? office : [];
    if (kind === 1) return [{ opens: 0, closes: 1440 }];
    if (kind === 2) return [{ opens: 120, closes: 180 }, ...office];
    return random(4) === 0 ? [] : randomSpans();
  });
  if (week.every((spans) => spans.length === 0)) week[2] = office;
  const exceptions: CalendarDefinition["exceptions"] = {};
  for (let count = random(4); count > 0; count--) {
    const day = new Date((FROM + random(TO - FROM)) * 1_000).toISOString().slice(0, 10);
    exceptions[day] = random(2) === 0 ? [] : randomSpans();
  }
  return { timezone: zone.name, week, holidays: zone.name === "Europe/Warsaw" ? "PL" : null, exceptions };
}

/** Asked for one second after the other; the hours of the local day are looked up when the day changes. */
function openBySecond(definition: CalendarDefinition, zone: Zone): (second: number) => boolean {
  const hoursOf = (day: number): DaySpan[] => {
    const date = new Date(day * DAY * 1_000);
    const iso = date.toISOString().slice(0, 10);
    const exception = definition.exceptions[iso];
    if (exception !== undefined) return exception;
    if (definition.holidays !== null && holidays.has(iso)) return [];
    return definition.week[(date.getUTCDay() + 6) % 7] ?? [];
  };
  let today = Number.NaN;
  let hours: DaySpan[] = [];
  return (second) => {
    const local = second + (zone.offsets[Math.floor((second - FROM) / QUARTER)] ?? 0);
    const day = Math.floor(local / DAY);
    if (day !== today) {
      today = day;
      hours = hoursOf(day);
    }
    const minutes = (local - day * DAY) / 60;
    for (const span of hours) if (minutes >= span.opens && minutes < span.closes) return true;
    return false;
  };
}

test(`${caseCount} random calendars and instants agree with counting second by second`, () => {
  const random = generator(20_261_123);
  let compared = 0;
  let nearTurn = 0;
  for (let index = 0; index < caseCount; index++) {
    const zone = zones[index % zones.length] as Zone;
    const definition = randomDefinition(random, zone);
    const turn = zone.turns[random(zone.turns.length)];
    const isNear = turn !== undefined && random(2) === 0;
    const start = isNear ? turn - 2 * DAY + random(3 * DAY) : FROM + DAY + random(TO - FROM - 60 * DAY);
    const target = 1 + random([600, 3_600, 12 * 3_600, 30 * 3_600][random(4)] ?? 1);
    const isOpen = openBySecond(definition, zone);
    let left = target;
    let second = start;
    const end = Math.min(start + AHEAD_MAX, TO - DAY);
    while (left > 0 && second < end) {
      if (isOpen(second)) left--;
      second++;
    }
    const calendar = makeCalendar(definition);
    const what = `${JSON.stringify(definition)} from ${new Date(start * 1_000).toISOString()} for ${target} s`;
    expect(calendar.consumedMs(start * 1_000, second * 1_000), what).toBe((target - left) * 1_000);
    expect(calendar.isOpen(start * 1_000), what).toBe(isOpen(start));
    if (left > 0) continue;
    expect(calendar.due(start * 1_000, target * 1_000), what).toBe(second * 1_000);
    compared++;
    if (isNear) nearTurn++;
  }
  expect(compared).toBeGreaterThan(caseCount * 0.9);
  expect(nearTurn).toBeGreaterThan(caseCount * 0.2);
});

test("the second opinion knows the days on which clocks change", () => {
  const turnsIn2026 = zones.map(({ turns }) =>
    turns.map((turn) => new Date(turn * 1_000).toISOString()).filter((iso) => iso.startsWith("2026")),
  );
  expect(turnsIn2026).toEqual([
    ["2026-03-29T01:00:00.000Z", "2026-10-25T01:00:00.000Z"],
    ["2026-03-08T07:00:00.000Z", "2026-11-01T06:00:00.000Z"],
    [],
    ["2026-04-04T15:00:00.000Z", "2026-10-03T15:30:00.000Z"],
  ]);
});
