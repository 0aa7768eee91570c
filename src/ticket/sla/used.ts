/** How much of a promise is used, and when an amount of it will be: the arithmetic of a clock's spans. */
import type { Calendar } from "./calendar.ts";
import type { Clock } from "./clock.ts";
import type { Target } from "./policy.ts";

/** Looks up a calendar by its name in the desk; throws where there is none. */
export type Calendars = (name: string) => Calendar;

/** Open time (or all time, by the target's clock) used until `at`, or until the clock was stopped. */
export function consumedMs(calendars: Calendars, clock: Clock, at: number): number {
  const end = clock.stoppedAt === null ? at : Math.min(at, clock.stoppedAt);
  return clock.spans.reduce((sum, span) => {
    return sum + elapsedMs(calendars, clock.target, span.from, span.to === null ? end : Math.min(span.to, end));
  }, 0);
}

/** The instant by which `ms` were or will be used up as the clock runs now; null while that is not in sight. */
export function usedUpAt(calendars: Calendars, clock: Clock, ms: number): number | null {
  let used = 0;
  for (const span of clock.spans) {
    if (span.to === null) return elapsedAt(calendars, clock.target, span.from, ms - used);
    const inSpan = elapsedMs(calendars, clock.target, span.from, span.to);
    if (used + inSpan >= ms) return elapsedAt(calendars, clock.target, span.from, ms - used);
    used += inSpan;
  }
  return null;
}

function elapsedMs(calendars: Calendars, target: Target, from: number, to: number): number {
  if (to <= from) return 0;
  return target.clock === "wall" ? to - from : calendars(target.calendar).consumedMs(from, to);
}

function elapsedAt(calendars: Calendars, target: Target, from: number, ms: number): number {
  return target.clock === "wall" ? from + Math.max(0, ms) : calendars(target.calendar).due(from, ms);
}
