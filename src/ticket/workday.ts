/** Working days ahead: the opening of the nth later local day on which a calendar opens at all. */
import { DateTime } from "luxon";
import type { Calendar } from "./sla/calendar.ts";

/** The instant (ms since epoch) at which people are at work on the nth working day after `from`; `count` is 1 or more. */
export function workingDaysLater(calendar: Calendar, from: number, count: number): number {
  const zone = calendar.definition.timezone;
  let at = from;
  for (let day = 0; day < count; day++) {
    const midnight = DateTime.fromMillis(at, { zone }).plus({ days: 1 }).startOf("day").toMillis();
    at = calendar.nextOpening(midnight);
  }
  return at;
}
