import { describe, expect, test } from "vitest";
import {
  type Clock,
  cancelClock,
  consumedMs,
  pauseClock,
  rebaseClock,
  reopenClock,
  resumeClock,
  startClock,
  stopClock,
} from "../../../src/ticket/sla/clock.ts";
import { explain, whyDue } from "../../../src/ticket/sla/explain.ts";
import type { Metric, Target } from "../../../src/ticket/sla/policy.ts";
import { at, business, calendars, wall } from "./calendars.ts";

const about = { plan: "standard", severity: "A" };
const start = (target: Target, from: string, metric: Metric = "firstResponse") =>
  startClock(calendars, metric, 1, target, at(from), "opened");
const tell = (clock: Clock, language: "en" | "pl" = "en") =>
  explain(calendars(clock.target.calendar), clock, language, "Europe/Warsaw", about).text;
const why = (clock: Clock, language: "en" | "pl" = "en") =>
  whyDue(calendars(clock.target.calendar), clock, language, about);

/** A ticket over a long weekend: paused on Friday, taken up on Monday, made more severe an hour later. */
function pausedAndRebased(): Clock {
  const paused = pauseClock(
    calendars,
    start(business(12), "2026-10-23T11:00", "resolution"),
    at("2026-10-23T13:30"),
    "pending",
  );
  const resumed = resumeClock(calendars, paused, at("2026-10-26T10:15"), "customerReplied");
  return rebaseClock(calendars, resumed, business(4), at("2026-10-26T11:00"), "severityChanged");
}

describe("an explanation", () => {
  test.each([
    [
      "a weekend",
      start(business(1), "2026-10-16T16:30"),
      "Arrived Fri 16 Oct 16:30. 30 min counted until closing at 17:00. Closed over the weekend. Mon 19 Oct from 09:00: 30 min more → due 09:30 (1 h of business time, plan standard, severity A).",
    ],
    [
      "nothing to wait for",
      start(business(1), "2026-10-12T10:00"),
      "Arrived Mon 12 Oct 10:00. 1 h counted → due 11:00 (1 h of business time, plan standard, severity A).",
    ],
    [
      "a holiday",
      start(business(2), "2026-11-10T16:00"),
      "Arrived Tue 10 Nov 16:00. 1 h counted until closing at 17:00. Closed on Wed 11 Nov (Independence Day). Thu 12 Nov from 09:00: 1 h more → due 10:00 (2 h of business time, plan standard, severity A).",
    ],
    [
      "holidays before a weekend",
      start(business(4), "2026-12-23T16:00"),
      "Arrived Wed 23 Dec 16:00. 1 h counted until closing at 17:00. Closed from Thu 24 Dec to Sun 27 Dec (Christmas Eve, Christmas Day, weekend). Mon 28 Dec from 09:00: 3 h more → due 12:00 (4 h of business time, plan standard, severity A).",
    ],
    [
      "a weekend in which clocks change",
      start(business(2), "2026-10-23T18:00"),
      "Arrived Fri 23 Oct 18:00, outside opening hours. Closed over the weekend (clocks go back 1 h). Mon 26 Oct from 09:00: 2 h counted → due 11:00 (2 h of business time, plan standard, severity A).",
    ],
    [
      "an open night in which clocks change",
      start(business(48, "always"), "2026-10-24T12:00"),
      "Arrived Sat 24 Oct 12:00. 48 h counted (clocks go back 1 h) → due Mon 26 Oct 11:00 (48 h of business time, plan standard, severity A).",
    ],
    [
      "the wall clock",
      start(wall(24), "2026-10-16T16:30"),
      "Arrived Fri 16 Oct 16:30. 24 h counted → due Sat 17 Oct 16:30 (24 h around the clock, plan standard, severity A).",
    ],
    [
      "many days, of which the middle is told as one",
      start(business(60), "2026-11-05T09:00"),
      "Arrived Thu 5 Nov 09:00. 8 h counted until closing at 17:00. Fri 6 Nov from 09:00: 8 h more until closing at 17:00. Closed over the weekend. 5 more openings until Mon 16 Nov 17:00: 40 h (closed on Wed 11 Nov (Independence Day)). Tue 17 Nov from 09:00: 4 h more → due 13:00 (60 h of business time, plan standard, severity A).",
    ],
    [
      "a pause and a change",
      pausedAndRebased(),
      "Arrived Fri 23 Oct 11:00. 2 h 30 min counted until 13:30. Paused 13:30: waiting for the customer. Went on Mon 26 Oct 10:15: the customer wrote. 45 min more until 11:00. 11:00: the severity changed, now 4 h of business time instead of 12 h. 45 min more → due 11:45 (4 h of business time, plan standard, severity A).",
    ],
  ])("tells %s as a person would", (_, clock, text) => {
    expect(tell(clock)).toBe(text);
  });

  test("in Polish has Polish days, months and holidays", () => {
    expect(tell(start(business(2), "2026-11-10T16:00"), "pl")).toBe(
      "Wpłynęło wt. 10 listopada 16:00. Liczy się 1 h, do zamknięcia o 17:00. Zamknięte: śr. 11 listopada (Narodowe Święto Niepodległości). Czw. 12 listopada od 09:00: jeszcze 1 h → termin 10:00 (2 h czasu pracy, plan standard, ważność A).",
    );
  });

  test("ends with the verdict of a stopped clock, and with what is used of a paused one", () => {
    const clock = start(business(1), "2026-10-12T10:00");
    const ending = (each: Clock) => tell(each).replace(/^.*?(?:→ |counted\. )/, "");
    expect(ending(stopClock(calendars, clock, at("2026-10-12T10:20"), "answered"))).toBe(
      "answered 10:20, in time: 20 min used of 1 h (1 h of business time, plan standard, severity A).",
    );
    expect(ending(stopClock(calendars, clock, at("2026-10-12T11:05"), "answered"))).toBe(
      "answered 11:05, too late by 5 min: it was due Mon 12 Oct 11:00 (1 h of business time, plan standard, severity A).",
    );
    const atClosing = start(business(1), "2026-10-16T16:00");
    expect(ending(stopClock(calendars, atClosing, at("2026-10-16T20:00"), "answered"))).toBe(
      "answered 20:00, too late: it was due Fri 16 Oct 17:00 (1 h of business time, plan standard, severity A).",
    );
    expect(ending(pauseClock(calendars, clock, at("2026-10-12T10:20"), "onHold"))).toBe(
      "Paused 10:20: waiting for a third party. 20 min used of 1 h (1 h of business time, plan standard, severity A).",
    );
    expect(ending(cancelClock(clock, at("2026-10-12T10:20"), "spam"))).toBe(
      "no longer promised since 10:20 (1 h of business time, plan standard, severity A).",
    );
  });

  test("says so when a change broke the promise, and when a larger target came too late", () => {
    const broken = rebaseClock(calendars, pausedAndRebased(), business(2), at("2026-10-26T11:20"), "severityChanged");
    expect(tell(broken)).toMatch(/Used up since Fri 23 Oct 13:00, so overdue since the change at Mon 26 Oct 11:20/);
    const lowered = rebaseClock(calendars, broken, business(12), at("2026-10-26T11:30"), "severityChanged");
    expect(tell(lowered)).toMatch(/due 11:45, broken Mon 26 Oct 11:20 by what was promised then/);
    expect(tell(stopClock(calendars, lowered, at("2026-10-26T12:45"), "solved"))).toMatch(
      /solved 12:45, broken Mon 26 Oct 11:20/,
    );
  });

  test("tells a bounced answer where it happened", () => {
    const stopped = stopClock(calendars, start(business(2), "2026-10-12T10:00"), at("2026-10-12T10:30"), "answered");
    expect(tell(reopenClock(calendars, stopped, at("2026-10-12T11:00"), "answerBounced"))).toMatch(
      /1 h counted until 11:00\. 11:00: the answer could not be delivered, so time goes on as if it had never stopped\. 1 h more → due 12:00/,
    );
  });

  test("of a change while closed comes after the closing, several in their order", () => {
    const once = rebaseClock(
      calendars,
      start(business(4), "2026-10-16T16:30"),
      business(1),
      at("2026-10-17T12:00"),
      "severityChanged",
    );
    const twice = rebaseClock(calendars, once, business(2), at("2026-10-17T13:00"), "planChanged");
    expect(tell(twice)).toMatch(
      /Closed over the weekend\. Sat 17 Oct 12:00: the severity changed, now 1 h of business time instead of 4 h\. 13:00: the plan changed, now 2 h .* instead of 1 h\. Mon 19 Oct from 09:00/,
    );
  });

  test.each([
    ["three working days", start(business(24), "2025-06-06T12:00"), 24],
    ["a pause and a change", pausedAndRebased(), 4],
    ["an answer too late", stopClock(calendars, pausedAndRebased(), at("2026-10-27T11:30"), "solved"), 11.75],
  ])("has lines that add up: %s", (_, clock, hours) => {
    const { lines } = explain(calendars("office"), clock, "en", "Europe/Warsaw");
    const sum = lines.reduce((total, line) => total + line.countedMs, 0) / 3_600_000;
    expect([sum, consumedMs(calendars, clock, lines.at(-1)?.to ?? 0) / 3_600_000]).toEqual([hours, hours]);
  });
});

describe("why a letter's promise is due", () => {
  test.each([
    ["2026-10-12T10:00", 1, "1 h of business time, plan standard, severity A"],
    ["2026-10-16T16:30", 1, "1 h of business time, plan standard, severity A; closed over the weekend"],
    ["2026-10-12T18:00", 1, "1 h of business time, plan standard, severity A; counted from Tue 13 Oct 09:00"],
    ["2026-11-10T16:00", 2, "2 h of business time, plan standard, severity A; closed on Wed 11 Nov (Independence Day)"],
    [
      "2026-10-23T18:00",
      2,
      "2 h of business time, plan standard, severity A; counted from Mon 26 Oct 09:00, closed over the weekend (clocks go back 1 h)",
    ],
    [
      "2025-06-06T12:00",
      90,
      "90 h of business time, plan standard, severity A; closed over the weekend, closed on Thu 19 Jun (Corpus Christi)",
    ],
  ])("%s, %d h: %s", (from, hours, words) => {
    expect(why(start(business(hours), from))).toBe(words);
  });

  test("is told in Polish too", () => {
    expect(why(start(business(1), "2026-10-16T16:30"), "pl")).toBe(
      "1 h czasu pracy, plan standard, ważność A; weekend się nie liczy",
    );
  });
});
