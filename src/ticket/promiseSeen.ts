/** The promises on a ticket as a customer sees them: by when, whether they were kept, why then, and as a picture. */
import type { Language } from "./letter.ts";
import type { Calendar } from "./sla/calendar.ts";
import { breachClock, type Clock } from "./sla/clock.ts";
import { explain } from "./sla/explain.ts";
import type { Ticket } from "./ticket.ts";
import { type Segment, timelineOf } from "./timeline.ts";

/** Instants are ms since epoch; `isLate` says that the promise was or is broken. */
export type PromiseSeen = {
  metric: Clock["metric"];
  state: "running" | "paused" | "done";
  isLate: boolean;
  startedAt: number;
  dueAt: number | null;
  doneAt: number | null;
  timezone: string;
  why: string;
  timeline: Segment[];
};

/** The newest clock of each kind, in the order in which they matter to a customer; cancelled ones promise nothing. */
export function promisesSeen(
  ticket: Ticket,
  calendars: (name: string) => Calendar,
  language: Language,
  now: number,
): PromiseSeen[] {
  const metrics: Clock["metric"][] = ["firstResponse", "nextResponse", "resolution"];
  return metrics.flatMap((metric) => {
    const stored = ticket.clocks.findLast((clock) => clock.metric === metric && clock.state !== "cancelled");
    if (!stored) return [];
    const clock = breachClock(stored, now);
    const calendar = calendars(clock.target.calendar);
    const { timezone } = calendar.definition;
    const about = { plan: ticket.plan, severity: ticket.severity };
    const isOver = clock.state === "met" || clock.state === "missed";
    return [
      {
        metric,
        state: isOver ? ("done" as const) : clock.state === "paused" ? ("paused" as const) : ("running" as const),
        isLate: clock.state === "missed" || clock.breachedAt !== null,
        startedAt: clock.startedAt,
        dueAt: clock.dueAt,
        doneAt: isOver ? clock.stoppedAt : null,
        timezone,
        why: explain(calendar, clock, language, timezone, about).text,
        timeline: timelineOf(calendar, clock, clock.stoppedAt ?? now),
      },
    ];
  });
}
