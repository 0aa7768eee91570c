/**
 * A business calendar as a table of open spans: when it is open, how much open time lies between two instants, and
 * when an amount of it is used up (sla.md, "Calendar" and "Consumed and due"). The table is built a year at a time
 * when first asked for and kept, so that a due instant costs a look-up instead of a walk through days.
 */
import type { CalendarDefinition, DaySpan, Desk } from "../desk.ts";
import { holidaysOf } from "./holidays.ts";
import { stretchesOf } from "./zone.ts";

/** Instants are whole ms since epoch. Everything throws `CalendarError` outside the years 1980 to 2119. */
export type Calendar = {
  readonly definition: CalendarDefinition;
  /** Open ms in `[from, to)`; 0 where `to` is not after `from`. */
  consumedMs(from: number, to: number): number;
  /** The earliest instant by which `targetMs` of open time have passed since `start`. Throws when 20 years are too few. */
  due(start: number, targetMs: number): number;
  isOpen(at: number): boolean;
  /** `at` itself when open, else the start of the next opening. */
  nextOpening(at: number): number;
  /** The open spans within `[from, to)`, in order; touching ones are one. */
  spansOf(from: number, to: number): { from: number; to: number }[];
};

/** A calendar that never opens, an instant no calendar knows, or a due instant too far ahead. */
export class CalendarError extends Error {
  override name = "CalendarError";
}

const DAY_MS = 86_400_000;
const MINUTE_MS = 60_000;
const YEAR_MIN = 1980;
const YEAR_MAX = 2119;
const HORIZON_MS = 20 * 366 * DAY_MS;

/** Makes the calendar of a definition; nothing is computed before the first question. */
export function makeCalendar(definition: CalendarDefinition): Calendar {
  if (definition.week.every((spans) => spans.length === 0)) {
    throw new CalendarError("this calendar never opens; give it weekly hours");
  }
  const years = new Map<number, number[]>();
  let table: Table = { from: 0, to: 0, opens: [], closes: [], before: [], openMs: 0, firstOfDay: new Int32Array(0) };

  function cover(at: number): void {
    const year = yearOf(at);
    const first = table.to === 0 ? year : Math.min(year, yearOf(table.from));
    const last = table.to === 0 ? year + 1 : Math.max(year, yearOf(table.to - 1));
    for (let each = first; each <= last; each++) if (!years.has(each)) years.set(each, openSpansOf(definition, each));
    table = makeTable(years, first, last);
  }

  function openMsBefore(at: number): number {
    if (!(at >= table.from && at < table.to)) cover(at);
    const index = indexAt(table, at);
    const opens = table.opens[index] ?? Number.POSITIVE_INFINITY;
    return (table.before[index] ?? table.openMs) + (at > opens ? at - opens : 0);
  }

  function due(start: number, targetMs: number): number {
    if (!(targetMs > 0)) return start;
    if (!(start >= table.from && start < table.to)) cover(start);
    const index = indexAt(table, start);
    const opens = table.opens[index] ?? Number.POSITIVE_INFINITY;
    const wanted = (table.before[index] ?? table.openMs) + (start > opens ? start - opens : 0) + targetMs;
    if (wanted > table.openMs) {
      if (table.to - start > HORIZON_MS) throw new CalendarError("falls due more than 20 years ahead; promise less");
      cover(table.to);
      return due(start, targetMs);
    }
    const last = indexOfAmount(table, wanted, index);
    return (table.opens[last] ?? 0) + (wanted - (table.before[last] ?? 0));
  }

  return {
    definition,
    due,
    consumedMs: (from, to) => {
      if (!(to > from)) return 0;
      coverBoth(from, to);
      return openMsBefore(to) - openMsBefore(from);
    },
    isOpen: (at) => {
      if (!(at >= table.from && at < table.to)) cover(at);
      return at >= (table.opens[indexAt(table, at)] ?? Number.POSITIVE_INFINITY);
    },
    nextOpening: (at) => {
      // One millisecond after `at` has been used up inside the opening that is wanted.
      return Math.max(at, due(at, 1) - 1);
    },
    spansOf: (from, to) => {
      coverBoth(from, to);
      const spans: { from: number; to: number }[] = [];
      for (let index = indexAt(table, from); index < table.opens.length; index++) {
        const opens = Math.max(table.opens[index] ?? to, from);
        if (opens >= to) break;
        spans.push({ from: opens, to: Math.min(table.closes[index] ?? to, to) });
      }
      return spans;
    },
  };

  /** Covers both ends first: growing at the front moves every amount counted from the front. */
  function coverBoth(from: number, to: number): void {
    if (!(from >= table.from && from < table.to)) cover(from);
    if (!(to >= table.from && to < table.to)) cover(to);
  }
}

/** The calendar a desk names; one per desk object and name, shared by desks whose definition is the same. */
export function calendarOf(desk: Desk, name: string): Calendar {
  const ofDesk = byDesk.get(desk) ?? new Map<string, Calendar>();
  byDesk.set(desk, ofDesk);
  const known = ofDesk.get(name);
  if (known !== undefined) return known;
  const definition = Object.hasOwn(desk.calendars, name) ? desk.calendars[name] : undefined;
  if (definition === undefined) throw new CalendarError(`the desk has no calendar ${JSON.stringify(name)}`);
  const key = JSON.stringify(definition);
  const calendar = byDefinition.get(key) ?? makeCalendar(definition);
  if (byDefinition.size >= CALENDARS_MAX) byDefinition.clear();
  byDefinition.set(key, calendar);
  ofDesk.set(name, calendar);
  return calendar;
}

/** Desks are read back from the database once a ticket, with the same few definitions in them. */
const CALENDARS_MAX = 200;
const byDesk = new WeakMap<Desk, Map<string, Calendar>>();
const byDefinition = new Map<string, Calendar>();

/**
 * Open spans in order, side by side: `before` is the open time of the table ahead of each span, `firstOfDay` the first
 * span that ends after the start of each day of UTC.
 */
type Table = {
  from: number;
  to: number;
  opens: ArrayLike<number>;
  closes: ArrayLike<number>;
  before: ArrayLike<number>;
  openMs: number;
  firstOfDay: Int32Array;
};

/** The first span that ends after `at`, which lies inside the table. */
function indexAt(table: Table, at: number): number {
  let index = table.firstOfDay[Math.floor((at - table.from) / DAY_MS)] ?? 0;
  while (index < table.closes.length && (table.closes[index] ?? 0) <= at) index++;
  return index;
}

/** The first span by whose end `amount` of open time has passed. Most targets end within a few spans, so it strides. */
function indexOfAmount(table: Table, amount: number, from: number): number {
  const { before, opens, closes } = table;
  const amountBy = (index: number) => (before[index] ?? 0) + (closes[index] ?? 0) - (opens[index] ?? 0);
  let low = from;
  let stride = 1;
  while (low + stride < opens.length && amountBy(low + stride - 1) < amount) {
    low += stride;
    stride *= 2;
  }
  let high = Math.min(low + stride, opens.length) - 1;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (amountBy(middle) >= amount) high = middle;
    else low = middle + 1;
  }
  return low;
}

function makeTable(years: Map<number, number[]>, first: number, last: number): Table {
  const edges: number[] = [];
  for (let year = first; year <= last; year++) {
    for (const edge of years.get(year) ?? []) {
      // A span that opens where the last one closed goes on: round-the-clock opening is one span.
      if (edges.length % 2 === 0 && edges.at(-1) === edge) edges.pop();
      else edges.push(edge);
    }
  }
  const count = edges.length / 2;
  const opens = Float64Array.from({ length: count }, (_, index) => edges[2 * index] ?? 0);
  const closes = Float64Array.from({ length: count }, (_, index) => edges[2 * index + 1] ?? 0);
  const before = new Float64Array(count);
  let openMs = 0;
  for (let index = 0; index < count; index++) {
    before[index] = openMs;
    openMs += (closes[index] ?? 0) - (opens[index] ?? 0);
  }
  const from = Date.UTC(first, 0, 1);
  const to = Date.UTC(last + 1, 0, 1);
  const firstOfDay = new Int32Array((to - from) / DAY_MS);
  let index = 0;
  for (let day = 0; day < firstOfDay.length; day++) {
    while (index < count && (closes[index] ?? 0) <= from + day * DAY_MS) index++;
    firstOfDay[day] = index;
  }
  return { from, to, opens, closes, before, openMs, firstOfDay };
}

/** The open spans of one year of UTC, as opening, closing, opening, closing … */
function openSpansOf(definition: CalendarDefinition, year: number): number[] {
  const edges: number[] = [];
  for (const stretch of stretchesOf(definition.timezone, year)) {
    const firstDay = Math.floor((stretch.from + stretch.offsetMs) / DAY_MS);
    const lastDay = Math.floor((stretch.to - 1 + stretch.offsetMs) / DAY_MS);
    for (let day = firstDay; day <= lastDay; day++) {
      for (const span of hoursOf(definition, day)) {
        const opens = Math.max(day * DAY_MS + span.opens * MINUTE_MS - stretch.offsetMs, stretch.from);
        const closes = Math.min(day * DAY_MS + span.closes * MINUTE_MS - stretch.offsetMs, stretch.to);
        if (closes <= opens) continue;
        if (edges.at(-1) === opens) edges.pop();
        else edges.push(opens);
        edges.push(closes);
      }
    }
  }
  return edges;
}

/** The hours of a local day, counted from 1970-01-01, a Thursday. */
function hoursOf(definition: CalendarDefinition, day: number): readonly DaySpan[] {
  const date = new Date(day * DAY_MS).toISOString().slice(0, 10);
  if (Object.hasOwn(definition.exceptions, date)) return definition.exceptions[date] ?? [];
  const week = definition.week[(((day + 3) % 7) + 7) % 7] ?? [];
  if (week.length === 0 || definition.holidays === null) return week;
  return holidaysOf(definition.holidays, Number(date.slice(0, 4))).has(date) ? [] : week;
}

function yearOf(at: number): number {
  const year = Number.isInteger(at) ? new Date(at).getUTCFullYear() : Number.NaN;
  if (year >= YEAR_MIN && year <= YEAR_MAX) return year;
  throw new CalendarError(`${at} is no instant a calendar knows; calendars run from ${YEAR_MIN} to ${YEAR_MAX}`);
}
