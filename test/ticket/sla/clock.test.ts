import { describe, expect, test } from "vitest";
import {
  breachClock,
  type Clock,
  cancelClock,
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
import { at, business, calendars, HOUR_MS, MINUTE_MS, told, wall } from "./calendars.ts";

const start = (hours: number, from: string) =>
  startClock(calendars, "resolution", 1, business(hours), at(from), "opened");
const used = (clock: Clock, until: string) => consumedMs(calendars, clock, at(until)) / HOUR_MS;
const pause = (clock: Clock, when: string) => pauseClock(calendars, clock, at(when), "pending");
const resume = (clock: Clock, when: string) => resumeClock(calendars, clock, at(when), "customerReplied");
const stop = (clock: Clock, when: string) => stopClock(calendars, clock, at(when), "solved");
const rebase = (clock: Clock, hours: number, when: string, calendar = "office") =>
  rebaseClock(calendars, clock, business(hours, calendar), at(when), "severityChanged");

describe("a running clock", () => {
  test("is plain data that says what was promised, since when and until when", () => {
    const clock = startClock(calendars, "nextResponse", 3, business(2), at("2026-10-16T16:00"), "customerReplied");
    expect(clock).toEqual({
      id: "nextResponse-3",
      metric: "nextResponse",
      ordinal: 3,
      target: { ms: 2 * HOUR_MS, clock: "business", calendar: "office" },
      targetVersion: 1,
      state: "running",
      spans: [{ from: at("2026-10-16T16:00"), to: null, why: "customerReplied" }],
      startedAt: at("2026-10-16T16:00"),
      dueAt: at("2026-10-19T10:00"),
      stoppedAt: null,
      breachedAt: null,
      turns: [],
    });
  });

  test("of the wall counts nights and weekends, and every hour of a day of 25", () => {
    const clock = startClock(calendars, "firstResponse", 1, wall(24), at("2026-10-24T12:00"), "opened");
    expect(told(clock.dueAt)).toBe("Sun 2026-10-25 11:00");
    expect(used(clock, "2026-10-25T11:00")).toBe(24);
  });
});

describe("pausing", () => {
  test("takes the due instant away, and resuming puts it as far ahead as time was left", () => {
    const paused = pause(start(12, "2026-10-23T11:00"), "2026-10-23T13:30");
    expect([paused.state, paused.dueAt, used(paused, "2026-11-30T12:00")]).toEqual(["paused", null, 2.5]);
    const resumed = resume(paused, "2026-10-26T10:15");
    expect([resumed.state, told(resumed.dueAt)]).toEqual(["running", "Tue 2026-10-27 11:45"]);
  });

  test("twice is pausing once, and resuming a running clock changes nothing", () => {
    const clock = start(4, "2026-10-12T10:00");
    const paused = pause(clock, "2026-10-12T11:00");
    expect(pause(paused, "2026-10-12T12:00")).toBe(paused);
    expect(resume(clock, "2026-10-12T12:00")).toBe(clock);
  });

  test("after the due instant leaves the breach", () => {
    expect(told(pause(start(1, "2026-10-12T10:00"), "2026-10-12T12:00").breachedAt)).toBe("Mon 2026-10-12 11:00");
  });

  test("as of an instant before the clock began pauses it when it began", () => {
    const paused = pause(start(1, "2026-10-12T10:00"), "2026-10-12T09:00");
    expect(paused.spans).toEqual([{ from: at("2026-10-12T10:00"), to: at("2026-10-12T10:00"), why: "opened" }]);
  });
});

describe("stopping", () => {
  test.each([
    ["in time", "2026-10-12T10:59", "met", null],
    ["at the due instant itself", "2026-10-12T11:00", "met", null],
    ["a millisecond later", "2026-10-12T11:00:00.001", "missed", "Mon 2026-10-12 11:00"],
  ])("%s: %s is %s", (_, when, state, breachedAt) => {
    const stopped = stop(start(1, "2026-10-12T10:00"), when);
    expect([stopped.state, told(stopped.breachedAt), told(stopped.dueAt)]).toEqual([
      state,
      breachedAt,
      "Mon 2026-10-12 11:00",
    ]);
  });

  test("in the evening, when it was due at closing, is too late although no open time has passed", () => {
    const clock = start(1, "2026-10-16T16:00");
    expect(told(clock.dueAt)).toBe("Fri 2026-10-16 17:00");
    expect(stop(clock, "2026-10-16T20:00")).toEqual(
      stop(breachClock(clock, at("2026-10-16T17:00:02")), "2026-10-16T20:00"),
    );
    expect(stop(clock, "2026-10-16T20:00").state).toBe("missed");
    expect(told(rebase(start(8, "2026-10-16T16:00"), 1, "2026-10-17T12:00").breachedAt)).toBe("Sat 2026-10-17 12:00");
  });

  test("as of an instant before a breach that was noted meanwhile keeps the promise", () => {
    const breached = breachClock(start(1, "2026-10-12T10:00"), at("2026-10-12T11:00:01"));
    expect(told(breached.breachedAt)).toBe("Mon 2026-10-12 11:00");
    expect(stop(breached, "2026-10-12T10:59").state).toBe("met");
    expect(stop(breached, "2026-10-12T11:02").state).toBe("missed");
  });

  test("as of the instant a solution was proposed counts nothing after it, and tells when it was due then", () => {
    const proposed = pause(start(4, "2026-10-12T10:00"), "2026-10-12T12:00");
    const agreed = stop(proposed, "2026-10-12T12:00");
    expect([agreed.state, used(agreed, "2026-11-12T12:00"), told(agreed.dueAt)]).toEqual([
      "met",
      2,
      "Mon 2026-10-12 14:00",
    ]);
  });

  test("ends the clock: pausing, re-basing, cancelling and breaching it change nothing", () => {
    const stopped = stop(start(1, "2026-10-12T10:00"), "2026-10-12T10:30");
    expect(pause(stopped, "2026-10-12T12:00")).toBe(stopped);
    expect(rebase(stopped, 0.1, "2026-10-12T12:00")).toBe(stopped);
    expect(cancelClock(stopped, at("2026-10-12T12:00"), "spam")).toBe(stopped);
    expect(breachClock(stopped, at("2026-10-12T12:00"))).toBe(stopped);
    expect(stop(stopped, "2026-10-12T12:00")).toBe(stopped);
  });

  test("undone by a bounce, it goes on as if it had never been stopped, and may turn out overdue", () => {
    const clock = start(1, "2026-10-12T10:00");
    const stopped = stop(clock, "2026-10-12T10:30");
    const soon = reopenClock(calendars, stopped, at("2026-10-12T10:45"), "answerBounced");
    expect([soon.state, told(soon.dueAt), soon.breachedAt]).toEqual(["running", "Mon 2026-10-12 11:00", null]);
    const late = reopenClock(calendars, stopped, at("2026-10-12T12:00"), "answerBounced");
    expect([late.state, told(late.breachedAt), used(late, "2026-10-12T12:00")]).toEqual([
      "running",
      "Mon 2026-10-12 11:00",
      2,
    ]);
    expect(stop(late, "2026-10-12T12:30").state).toBe("missed");
  });

  test("a stopped clock whose ticket came back goes on from what was used", () => {
    const closed = stop(start(4, "2026-10-12T10:00"), "2026-10-12T12:00");
    const again = resume(closed, "2026-10-15T09:00");
    expect([again.state, again.stoppedAt, told(again.dueAt)]).toEqual(["running", null, "Thu 2026-10-15 11:00"]);
    expect(used(again, "2026-10-15T10:00")).toBe(3);
  });
});

describe("re-basing", () => {
  test("time already used stays used, both ways", () => {
    const clock = start(12, "2026-10-12T09:00");
    const shorter = rebase(clock, 4, "2026-10-12T11:00");
    expect([told(shorter.dueAt), shorter.targetVersion, shorter.breachedAt]).toEqual(["Mon 2026-10-12 13:00", 2, null]);
    expect(told(rebase(shorter, 12, "2026-10-12T12:00").dueAt)).toBe("Tue 2026-10-13 13:00");
  });

  test("to a target that is used up already breaks it at the instant of the change", () => {
    const clock = rebase(start(12, "2026-10-12T09:00"), 1, "2026-10-12T11:00");
    expect([told(clock.breachedAt), told(clock.dueAt)]).toEqual(["Mon 2026-10-12 11:00", "Mon 2026-10-12 10:00"]);
  });

  test("to exactly what was used leaves the promise open for that instant only", () => {
    const clock = rebase(start(12, "2026-10-12T09:00"), 2, "2026-10-12T11:00");
    expect(clock.breachedAt).toBe(null);
    expect([stop(clock, "2026-10-12T11:00").state, stop(clock, "2026-10-12T11:00:01").state]).toEqual([
      "met",
      "missed",
    ]);
  });

  test("to a lower severity never turns a breach into a promise kept, also when nobody had noted the breach", () => {
    const lowered = rebase(start(1, "2026-10-12T09:00"), 24, "2026-10-12T11:00");
    expect(told(lowered.breachedAt)).toBe("Mon 2026-10-12 10:00");
    expect(stop(lowered, "2026-10-12T11:30").state).toBe("missed");
  });

  test("to another calendar measures the same spans by it", () => {
    const clock = rebase(start(12, "2026-10-16T16:00"), 12, "2026-10-17T02:00", "always");
    expect(used(clock, "2026-10-17T02:00")).toBe(10);
    expect(told(clock.dueAt)).toBe("Sat 2026-10-17 04:00");
  });

  test("to the same target changes nothing", () => {
    const clock = start(1, "2026-10-12T09:00");
    expect(rebase(clock, 1, "2026-10-12T09:30")).toBe(clock);
  });

  test("while paused moves what is left, and breaks it when nothing is", () => {
    const paused = pause(start(12, "2026-10-12T09:00"), "2026-10-12T11:00");
    expect(rebase(paused, 4, "2026-10-13T09:00").breachedAt).toBe(null);
    expect(told(resume(rebase(paused, 4, "2026-10-13T09:00"), "2026-10-13T10:00").dueAt)).toBe("Tue 2026-10-13 12:00");
    expect(told(rebase(paused, 1, "2026-10-13T09:00").breachedAt)).toBe("Tue 2026-10-13 09:00");
  });

  test("an answer given before the change that broke it was in time", () => {
    const raised = rebase(start(2, "2026-10-12T09:00"), 1, "2026-10-12T10:31");
    expect(told(raised.breachedAt)).toBe("Mon 2026-10-12 10:31");
    expect(stop(raised, "2026-10-12T10:30").state).toBe("met");
  });

  test("a promise made later counts from the start, and is broken no sooner than it was made", () => {
    const promised = startClock(
      calendars,
      "resolution",
      1,
      business(4),
      at("2026-10-12T09:00"),
      "opened",
      at("2026-10-12T10:00"),
    );
    expect([told(promised.dueAt), promised.breachedAt]).toEqual(["Mon 2026-10-12 13:00", null]);
    const late = startClock(
      calendars,
      "resolution",
      1,
      business(4),
      at("2026-10-12T09:00"),
      "opened",
      at("2026-10-12T15:00"),
    );
    expect([told(late.dueAt), told(late.breachedAt)]).toEqual(["Mon 2026-10-12 13:00", "Mon 2026-10-12 15:00"]);
  });
});

describe("cancelling", () => {
  test("ends the promise without a verdict, and a breach stays on record", () => {
    const cancelled = cancelClock(start(1, "2026-10-12T10:00"), at("2026-10-12T10:30"), "spam");
    expect([cancelled.state, cancelled.dueAt, cancelled.breachedAt]).toEqual(["cancelled", null, null]);
    const late = cancelClock(start(1, "2026-10-12T10:00"), at("2026-10-12T12:00"), "severityChanged");
    expect(told(late.breachedAt)).toBe("Mon 2026-10-12 11:00");
  });

  test("a promise made again counts what ran meanwhile, but not what was paused", () => {
    const cancelled = cancelClock(start(8, "2026-10-12T09:00"), at("2026-10-12T10:00"), "severityChanged");
    const paused = pause(cancelled, "2026-10-12T11:00");
    const resumed = resume(paused, "2026-10-12T15:00");
    expect([paused.state, resumed.state, used(resumed, "2026-10-12T16:00")]).toEqual(["cancelled", "cancelled", 1]);
    const again = rebase(resumed, 8, "2026-10-12T16:00");
    expect([again.state, used(again, "2026-10-12T16:00"), told(again.dueAt)]).toEqual([
      "running",
      3,
      "Tue 2026-10-13 13:00",
    ]);
  });
});

describe("thresholds", () => {
  const reminders = { before: [0.5, 0.75, 0.9], overdueEveryMs: HOUR_MS };
  const all = (clock: Clock, from: string, until: string, policy = reminders) =>
    passedThresholds(calendars, clock, policy, at(from), at(until)).map((each) => `${each.threshold} ${told(each.at)}`);

  test("stand at shares of consumed time, at the due instant, and every hour of open time after it", () => {
    expect(all(start(2, "2026-10-16T15:00"), "2026-10-16T15:00", "2026-10-19T10:30")).toEqual([
      "50% Fri 2026-10-16 16:00",
      "75% Fri 2026-10-16 16:30",
      "90% Fri 2026-10-16 16:48",
      "due Fri 2026-10-16 17:00",
      "overdue-1 Mon 2026-10-19 10:00",
    ]);
  });

  test("the next one is the first after the last that was told", () => {
    const clock = start(2, "2026-10-16T15:00");
    const next = (after: string) => nextThreshold(calendars, clock, reminders, at(after));
    expect(next("2026-10-16T15:00")).toEqual({ threshold: "50%", at: at("2026-10-16T16:00") });
    expect(next("2026-10-16T16:00")).toEqual({ threshold: "75%", at: at("2026-10-16T16:30") });
    expect(next("2026-10-16T16:48")).toEqual({ threshold: "due", at: at("2026-10-16T17:00") });
    expect(next("2026-10-16T17:00")).toEqual({ threshold: "overdue-1", at: at("2026-10-19T10:00") });
    expect(next("2026-10-20T09:30")).toEqual({ threshold: "overdue-9", at: at("2026-10-20T10:00") });
  });

  test("there is none while paused, after an answer, or after the due instant where nothing repeats", () => {
    const clock = start(2, "2026-10-16T15:00");
    const none = (each: Clock, policy: Parameters<typeof nextThreshold>[2]) =>
      expect(nextThreshold(calendars, each, policy, at("2026-10-16T17:00"))).toBe(null);
    none(pause(clock, "2026-10-16T15:30"), reminders);
    none(stop(clock, "2026-10-16T15:30"), reminders);
    none(clock, { before: [0.5], overdueEveryMs: null });
  });

  test("broken by a change, a clock repeats from that change and reminds of nothing before it", () => {
    const clock = rebase(start(12, "2026-10-12T09:00"), 1, "2026-10-12T11:00");
    expect(all(clock, "2026-10-12T10:59", "2026-10-12T13:30")).toEqual([
      "overdue-1 Mon 2026-10-12 12:00",
      "overdue-2 Mon 2026-10-12 13:00",
    ]);
  });

  test("a share that a re-base put into the past is not told again", () => {
    const clock = rebase(start(12, "2026-10-12T09:00"), 4, "2026-10-12T11:30");
    expect(nextThreshold(calendars, clock, reminders, at("2026-10-12T11:30"))?.threshold).toBe("75%");
  });

  test("an unanswered ticket escalates at its share of a response target, never of the resolution", () => {
    const policy = { before: [0.9], overdueEveryMs: null, escalateAfter: 0.8 };
    const response = startClock(calendars, "firstResponse", 1, business(1), at("2026-10-12T10:00"), "opened");
    expect(all(response, "2026-10-12T10:00", "2026-10-12T12:00", { ...policy, overdueEveryMs: HOUR_MS })).toEqual([
      "escalate Mon 2026-10-12 10:48",
      "90% Mon 2026-10-12 10:54",
      "due Mon 2026-10-12 11:00",
      "overdue-1 Mon 2026-10-12 12:00",
    ]);
    expect(
      passedThresholds(calendars, start(1, "2026-10-12T10:00"), policy, at("2026-10-12T10:00"), at("2026-10-12T10:50")),
    ).toEqual([]);
  });

  test("a worker that was down for years has a list with an end", () => {
    const clock = start(1, "2020-01-06T10:00");
    const every = { before: [], overdueEveryMs: MINUTE_MS };
    expect(passedThresholds(calendars, clock, every, at("2020-01-06T10:00"), at("2026-01-06T10:00")).length).toBe(500);
  });
});

test("a clock paused at its very due instant is re-based there and back without a breach", () => {
  const paused = pause(start(4, "2026-10-12T10:00"), "2026-10-12T14:00");
  const back = rebase(rebase(paused, 12, "2026-10-12T15:00"), 4, "2026-10-12T15:00");
  expect(back).toMatchObject({ state: "paused", breachedAt: null });
  expect(rebase(paused, 3, "2026-10-12T15:00").breachedAt).toBe(at("2026-10-12T15:00"));
});
