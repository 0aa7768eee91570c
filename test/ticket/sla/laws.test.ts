/** Laws of calendars and clocks, on made-up instants near and far from days on which clocks change. */
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { Calendar } from "../../../src/ticket/sla/calendar.ts";
import {
  breachClock,
  type Clock,
  consumedMs,
  nextThreshold,
  passedThresholds,
  pauseClock,
  rebaseClock,
  reopenClock,
  resumeClock,
  startClock,
  stopClock,
} from "../../../src/ticket/sla/clock.ts";
import { explain } from "../../../src/ticket/sla/explain.ts";
import type { Target } from "../../../src/ticket/sla/policy.ts";
import { calendars, DAY_MS, HOUR_MS, lawRuns } from "./calendars.ts";

const names = ["office", "always", "split", "nights", "evenings", "newYork", "kolkata", "lordHowe", "longBreak"];
const turns = [
  Date.UTC(2026, 2, 29, 1),
  Date.UTC(2026, 9, 25, 1),
  Date.UTC(2026, 9, 3, 15, 30),
  Date.UTC(2026, 10, 1, 6),
];

const anyName = fc.constantFrom(...names);
const anyInstant = fc.oneof(
  fc.integer({ min: Date.UTC(2025, 0, 1), max: Date.UTC(2028, 0, 1) }),
  fc.tuple(fc.constantFrom(...turns), fc.integer({ min: -3 * DAY_MS, max: 3 * DAY_MS })).map(([turn, by]) => turn + by),
);
const anyMs = fc.oneof(fc.integer({ min: 1, max: 4 * HOUR_MS }), fc.integer({ min: 1, max: 60 * HOUR_MS }));
const anyTarget: fc.Arbitrary<Target> = fc.record({
  ms: anyMs,
  clock: fc.constantFrom("business", "business", "business", "wall"),
  calendar: anyName,
});
const runs = { numRuns: lawRuns };

describe("a calendar", () => {
  const law = (name: string, holds: (calendar: Calendar, start: number, ms: number, other: number) => void) =>
    test(name, () => {
      fc.assert(
        fc.property(anyName, anyInstant, anyMs, anyMs, (calendar, start, ms, other) => {
          holds(calendars(calendar), start, ms, other);
        }),
        runs,
      );
    });

  law("has consumed exactly the target when it is due, and less a millisecond before", (calendar, start, ms) => {
    const due = calendar.due(start, ms);
    if (calendar.consumedMs(start, due) !== ms) expect(calendar.consumedMs(start, due)).toBe(ms);
    if (calendar.consumedMs(start, due - 1) !== ms - 1) expect(calendar.consumedMs(start, due - 1)).toBe(ms - 1);
  });

  law("is due no sooner for a later start or a larger target", (calendar, start, ms, other) => {
    const due = calendar.due(start, ms);
    if (calendar.due(start + other, ms) < due) expect.fail(`${start + other} is due before ${start}`);
    if (calendar.due(start, ms + other) <= due) expect.fail(`${ms + other} is due before ${ms}`);
  });

  law("consumes over a whole what it consumes over its parts", (calendar, start, ms, other) => {
    const [middle, end] = [start + ms, start + ms + other];
    const parts = calendar.consumedMs(start, middle) + calendar.consumedMs(middle, end);
    if (calendar.consumedMs(start, end) !== parts) expect(calendar.consumedMs(start, end)).toBe(parts);
    const spans = calendar.spansOf(start, end).reduce((sum, span) => sum + span.to - span.from, 0);
    if (spans !== parts) expect(spans).toBe(parts);
  });

  law("is due in two steps when it is due in one", (calendar, start, ms, other) => {
    const steps = calendar.due(calendar.due(start, ms), other);
    if (steps !== calendar.due(start, ms + other)) expect(steps).toBe(calendar.due(start, ms + other));
  });

  law("is open at its next opening and closed until then", (calendar, start) => {
    const opening = calendar.nextOpening(start);
    if (!calendar.isOpen(opening) || calendar.consumedMs(start, opening) !== 0) expect.fail(`${start}: ${opening}`);
    if (calendar.isOpen(start) !== (opening === start)) expect.fail(`${start}: ${opening}`);
  });
});

/** What happens to a clock, as gaps in time since the last turn. */
const anyLife = fc.array(
  fc.record({
    after: fc.integer({ min: 0, max: 30 * HOUR_MS }),
    turn: fc.constantFrom("pause", "resume", "rebase", "stop", "reopen"),
    target: anyTarget,
  }),
  { maxLength: 8 },
);
type Life = { after: number; turn: string; target: Target }[];

function live(target: Target, start: number, life: Life): { clock: Clock; at: number } {
  let clock = startClock(calendars, "resolution", 1, target, start, "opened");
  let at = start;
  for (const { after, turn, target: next } of life) {
    at += after;
    if (turn === "pause") clock = pauseClock(calendars, clock, at, "pending");
    else if (turn === "resume") clock = resumeClock(calendars, clock, at, "customerReplied");
    else if (turn === "rebase") clock = rebaseClock(calendars, clock, next, at, "severityChanged");
    else if (turn === "stop") clock = stopClock(calendars, clock, at, "solved");
    else clock = reopenClock(calendars, clock, at, "answerBounced");
  }
  return { clock, at };
}

/** Without its history: re-basing there and back leaves that longer, and nothing else different. */
function bare({ turns: _, targetVersion: __, ...clock }: Clock) {
  return clock;
}

describe("a clock", () => {
  type Holds = (clock: Clock, at: number, later: number, target: Target) => void;
  const law = (name: string, holds: Holds, share = 1) =>
    test(name, () => {
      fc.assert(
        fc.property(
          anyTarget,
          anyInstant,
          anyLife,
          fc.integer({ min: 1, max: 100 * HOUR_MS }),
          anyTarget,
          (target, start, life, wait, other) => {
            const { clock, at } = live(target, start, life);
            holds(clock, at, at + wait, other);
          },
        ),
        { numRuns: Math.ceil(lawRuns * share) },
      );
    });

  law("keeps what was consumed when it is paused and resumed", (clock, at, later) => {
    if (clock.state !== "running") return;
    const used = consumedMs(calendars, clock, at);
    const paused = pauseClock(calendars, clock, at, "pending");
    expect(consumedMs(calendars, paused, later)).toBe(used);
    expect(consumedMs(calendars, resumeClock(calendars, paused, later, "customerReplied"), later)).toBe(used);
  });

  law("is due when its target is used up, if it runs on", (clock, at) => {
    if (clock.state !== "running" || clock.dueAt === null || clock.dueAt <= at) return;
    expect(consumedMs(calendars, clock, clock.dueAt)).toBe(clock.target.ms);
    expect(consumedMs(calendars, clock, clock.dueAt - 1)).toBeLessThan(clock.target.ms);
    expect(stopClock(calendars, clock, clock.dueAt, "solved").state).toBe(clock.breachedAt === null ? "met" : "missed");
    expect(stopClock(calendars, clock, clock.dueAt + 1, "solved").state).toBe("missed");
  });

  law("is the same after re-basing there and back, unless that broke it", (clock, at, _, target) => {
    if (clock.state !== "running" && clock.state !== "paused") return;
    const there = rebaseClock(calendars, clock, target, at, "severityChanged");
    const back = rebaseClock(calendars, there, clock.target, at, "severityChanged");
    const kept = there.breachedAt === null || clock.breachedAt !== null;
    if (kept) expect(bare(back)).toEqual(bare(clock));
    else expect(back.breachedAt).toBe(there.breachedAt);
  });

  law("never takes a breach back by a larger target", (clock, at, later, target) => {
    if (clock.breachedAt === null || clock.state === "met" || clock.state === "missed") return;
    const larger = rebaseClock(calendars, clock, { ...target, ms: clock.target.ms * 10 }, at, "severityChanged");
    expect(larger.breachedAt).toBe(clock.breachedAt);
    if (clock.breachedAt < later) expect(stopClock(calendars, larger, later, "solved").state).toBe("missed");
  });

  law("goes on after a bounced answer as if it had never been stopped", (clock, at, later) => {
    if (clock.state !== "running" && clock.state !== "paused") return;
    const stopped = stopClock(calendars, clock, at, "solved");
    const again = reopenClock(calendars, stopped, at, "answerBounced");
    expect(consumedMs(calendars, again, later)).toBe(consumedMs(calendars, clock, later));
    expect(again.dueAt).toBe(clock.dueAt);
    expect(again.state).toBe(clock.state);
  });

  law("has the same verdict whether or not its breach was noted when it came", (clock, at, later) => {
    if (clock.state !== "running") return;
    const noted = breachClock(clock, later);
    expect(bare(stopClock(calendars, noted, later, "solved"))).toEqual(
      bare(stopClock(calendars, clock, later, "solved")),
    );
    expect(bare(pauseClock(calendars, noted, later, "pending")).state).toBe(
      bare(pauseClock(calendars, clock, later, "pending")).state,
    );
    expect(stopClock(calendars, noted, at, "solved").state).toBe(stopClock(calendars, clock, at, "solved").state);
  });

  const survives = (clock: Clock) => expect(JSON.parse(JSON.stringify(clock))).toEqual(clock);
  law("survives being stored as JSON", survives, 0.1);

  law(
    "is explained by lines that add up to what it consumed",
    (clock) => {
      const calendar = calendars(clock.target.calendar);
      const { lines, text } = explain(calendar, clock, "pl", "Europe/Warsaw", { plan: "standard", severity: "A" });
      const end = lines.at(-1)?.to ?? 0;
      expect(lines.reduce((sum, line) => sum + line.countedMs, 0)).toBe(consumedMs(calendars, clock, end));
      expect(text).not.toMatch(/undefined|null|NaN|\. \./);
      for (const [index, line] of lines.entries())
        expect(line.from).toBeGreaterThanOrEqual(lines[index - 1]?.from ?? 0);
    },
    0.05,
  );

  law("has its thresholds in order, each once, and the next is the first of them", (clock, at, later) => {
    const reminders = { before: [0.5, 0.75, 0.9], overdueEveryMs: HOUR_MS, escalateAfter: 0.8 };
    const passed = passedThresholds(calendars, clock, reminders, at, later);
    expect(new Set(passed.map((each) => each.threshold)).size).toBe(passed.length);
    for (const [index, each] of passed.entries()) expect(each.at).toBeGreaterThanOrEqual(passed[index - 1]?.at ?? at);
    const next = nextThreshold(calendars, clock, reminders, at);
    if (passed.length > 0) expect(next).toEqual(passed[0]);
    else if (next !== null) expect(next.at).toBeGreaterThan(later);
  });
});
