/**
 * The offsets of an IANA time zone over a year, as stretches of constant offset. Whoever walks the stretches meets
 * every local hour exactly as often as clocks show it: a skipped hour never, a repeated one twice. (Asking luxon for a
 * local time instead answers an ambiguous one by today's offset.)
 */
import { IANAZone } from "luxon";

/** `[from, to)` in ms since epoch; local time is UTC plus `offsetMs`. */
export type Stretch = { from: number; to: number; offsetMs: number };

/** The stretches that cover one year of UTC, in order. */
export function stretchesOf(timezone: string, year: number): readonly Stretch[] {
  const key = `${timezone}/${year}`;
  const known = cache.get(key);
  if (known !== undefined) return known;
  const stretches = findStretches(timezone, year);
  if (cache.size >= CACHE_MAX) cache.clear();
  cache.set(key, stretches);
  return stretches;
}

const CACHE_MAX = 2_000;
const cache = new Map<string, readonly Stretch[]>();

function findStretches(timezone: string, year: number): Stretch[] {
  const zone = IANAZone.create(timezone);
  const start = Date.UTC(year, 0, 1);
  const end = Date.UTC(year + 1, 0, 1);
  const stretches: Stretch[] = [];
  let current = { from: start, offset: zone.offset(start) };
  for (let probe = start; probe < end; probe += PROBE_MS) {
    const next = Math.min(probe + PROBE_MS, end);
    if (zone.offset(next - 1) === current.offset) continue;
    const turn = turnBetween(zone, probe, next - 1, current.offset);
    stretches.push({ from: current.from, to: turn, offsetMs: Math.round(current.offset * 60_000) });
    current = { from: turn, offset: zone.offset(turn) };
  }
  stretches.push({ from: current.from, to: end, offsetMs: Math.round(current.offset * 60_000) });
  return stretches;
}

/** No zone has turned its clocks twice within a day. */
const PROBE_MS = 86_400_000;

/** The first instant after `from`, to the second, at which the offset is no longer `offset`. */
function turnBetween(zone: IANAZone, from: number, to: number, offset: number): number {
  let before = Math.floor(from / 1_000);
  let after = Math.ceil(to / 1_000);
  while (after - before > 1) {
    const middle = Math.floor((before + after) / 2);
    if (zone.offset(middle * 1_000) === offset) before = middle;
    else after = middle;
  }
  return after * 1_000;
}

/** An instant as a wall clock shows it: the fields of UTC of the answered date are the local ones. */
export function localTime(timezone: string, at: number): Date {
  return new Date(at + offsetMsAt(timezone, at));
}

/** Local time minus UTC at an instant. */
export function offsetMsAt(timezone: string, at: number): number {
  const stretch = stretchesOf(timezone, new Date(at).getUTCFullYear()).find((each) => at < each.to);
  if (stretch === undefined) throw new Error(`there is no instant ${at} in a year of ${timezone}`);
  return stretch.offsetMs;
}
