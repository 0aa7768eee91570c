/**
 * Lengths of time as people write them in desk.yaml ("30m", "2h", "1h30m") and as letters say them. A day is not a
 * unit of business time (eight hours here, nine there), so `d` is only understood where every second counts.
 */

/** A length of time and which seconds of it count: those of opening hours, or all of them. */
export type Duration = { ms: number; clock: "business" | "wall" };

/** Why a written time was refused. */
export type TimeRefusal = "notATime" | "dayOfBusinessTime" | "tooLong";

export const SECOND_MS = 1_000;
export const MINUTE_MS = 60 * SECOND_MS;
export const HOUR_MS = 60 * MINUTE_MS;
export const DAY_MS = 24 * HOUR_MS;

/** A promise of more than a year is a slip of the pen. */
export const DURATION_MAX_MS = 366 * DAY_MS;

/** Reads a time of hours, minutes and seconds in that order; days only for the wall clock. */
export function readDuration(text: string, clock: Duration["clock"]): Duration | TimeRefusal {
  const match = /^(?:(\d{1,5})d)?(?:(\d{1,5})h)?(?:(\d{1,6})m)?(?:(\d{1,7})s)?$/.exec(text.trim());
  if (match === null) return "notATime";
  const [, days, hours, minutes, seconds] = match;
  if (days !== undefined && clock === "business") return "dayOfBusinessTime";
  const ms =
    Number(days ?? 0) * DAY_MS +
    Number(hours ?? 0) * HOUR_MS +
    Number(minutes ?? 0) * MINUTE_MS +
    Number(seconds ?? 0) * SECOND_MS;
  if (ms === 0) return "notATime";
  return ms > DURATION_MAX_MS ? "tooLong" : { ms, clock };
}

/** The shortest way to write a length that `readDuration` reads back; milliseconds below a second are cut. */
export function writeDuration(ms: number): string {
  const parts = [
    { unit: "h", count: Math.floor(ms / HOUR_MS) },
    { unit: "m", count: Math.floor(ms / MINUTE_MS) % 60 },
    { unit: "s", count: Math.floor(ms / SECOND_MS) % 60 },
  ];
  const written = parts.filter((part) => part.count > 0).map((part) => `${part.count}${part.unit}`);
  return written.length > 0 ? written.join("") : "0s";
}

/** "1 h 30 min", the same in English and Polish; "less than a second" is told in milliseconds. */
export function tellDuration(ms: number): string {
  const parts = [
    { unit: "h", count: Math.floor(ms / HOUR_MS) },
    { unit: "min", count: Math.floor(ms / MINUTE_MS) % 60 },
    { unit: "s", count: Math.floor(ms / SECOND_MS) % 60 },
  ];
  const told = parts.filter((part) => part.count > 0).map((part) => `${part.count} ${part.unit}`);
  if (ms % SECOND_MS !== 0) told.push(`${ms % SECOND_MS} ms`);
  return told.length > 0 ? told.join(" ") : "0 min";
}
