import { describe, expect, test } from "vitest";
import { decide } from "../../src/ticket/decide.ts";
import { digestFor, houseCalendar, morningOf } from "../../src/ticket/digest.ts";
import type { Decision, Input } from "../../src/ticket/input.ts";
import { teamFor } from "../../src/ticket/intake.ts";
import { answers, context, desk, given, jan, mail, minute, monday, newMatter } from "./scenes.ts";

const ewa = "ewa@acme.example";
const untilEvening = monday + 8 * 60 * minute;
const janAway = { [jan.address]: { until: untilEvening, source: "command" as const } };
const everyoneAway = { ...janAway, [ewa]: { until: untilEvening, source: "autoReply" as const } };
const nothing = { undoable: null, shown: null, queue: null, lastWords: null };

const readers = (decision: Decision, name: string) =>
  decision.dispatches.filter(({ letter }) => letter.name === name).map(({ letter }) => letter.to.address);

function asks(visible: string, now = monday): Decision {
  const input: Input = { kind: "agentAsks", mail: mail({ visible }), agent: jan, asked: nothing };
  return decide(null, input, context({ now }));
}

describe("who is away", () => {
  test("hears of no new matter while others of the team are there", () => {
    expect(readers(newMatter({ subject: "[issue] down" }), "newTicket")).toEqual([jan.address, ewa]);
    expect(readers(newMatter({ subject: "[issue] down" }, { away: janAway }), "newTicket")).toEqual([ewa]);
  });

  test("hears all the same where the whole team is away", () => {
    const all = newMatter({ subject: "[issue] down" }, { away: everyoneAway });
    expect(readers(all, "newTicket")).toEqual([jan.address, ewa]);
  });

  test("is there again once the time is over", () => {
    const later = newMatter({ subject: "[issue] down" }, { away: janAway, now: untilEvening });
    expect(readers(later, "newTicket")).toEqual([jan.address, ewa]);
  });

  test("has a customer's reply go to the others of the team", () => {
    const ticket = { ...given(answers()), team: "technical" };
    const reply: Input = {
      kind: "reply",
      mail: mail({ visible: "More of it." }),
      sender: ticket.requester,
      standing: "participant",
      copied: [],
    };
    expect(readers(decide(ticket, reply, context()), "customerReply")).toEqual([jan.address]);
    expect(readers(decide(ticket, reply, context({ away: janAway })), "customerReply")).toEqual([ewa]);
  });

  test("gets no digest, and the others of the team get their tickets in it", () => {
    const ticket = { ...given(answers()), team: "technical" };
    const digest = (agent: string, away = {}) => {
      const about = context({ away });
      const morning = morningOf(houseCalendar(about), monday);
      if (!morning) throw new Error("Monday has a morning");
      return digestFor(agent, [ticket], morning, about, () => about.calendar);
    };
    expect([digest(jan.address), digest(ewa)].map((each) => each === null)).toEqual([false, true]);
    expect([digest(jan.address, janAway), digest(ewa, janAway)].map((each) => each === null)).toEqual([true, false]);
  });
});

describe("an agent goes away", () => {
  test.each([
    ["#away until 2026-10-16", "2026-10-16T22:00:00Z"],
    ["#away tomorrow 12:00", "2026-10-13T10:00:00Z"],
    ["#away do piątku", "2026-10-16T22:00:00Z"],
  ])("by %j, until %s", (line, until) => {
    expect(asks(line)).toMatchObject({
      disposition: "command",
      away: { agent: jan.address, away: { until: Date.parse(until), source: "command" } },
    });
  });

  test("comes back by #away off", () => {
    expect(asks("#away off")).toMatchObject({ away: { agent: jan.address, away: null } });
  });

  test.each([
    ["#away", "needsWord"],
    ["#away until whenever", "notADate"],
    ["#away until 2026-10-01", "datePast"],
    ["#away until 2029-01-01", "dateTooFar"],
  ])("not by %j: %s", (line) => {
    const decision = asks(line);
    expect(decision).toMatchObject({ reason: "commandRefused" });
    expect(decision.away).toBeUndefined();
  });

  test("not in one mail with a command that changes the ticket", () => {
    const input: Input = {
      kind: "agentMail",
      mail: mail({ visible: "#away until Friday\n#wait" }),
      agent: jan,
      purpose: "answer",
      standing: "trusted",
      asked: nothing,
    };
    const decision = decide(given(), input, context());
    expect(decision).toMatchObject({ reason: "commandRefused", events: [] });
    expect(decision.away).toBeUndefined();
  });
});

describe("an agent's automatic reply", () => {
  const replied = (from: string, awayUntil: string | null, isProven: boolean, changes = {}) => {
    const facts = mail({ trust: { isProven, words: "" } });
    return decide(given(), { kind: "autoReply", mail: facts, from, awayUntil }, context(changes)).away;
  };

  test("says until when they are away; without a date for a day", () => {
    expect(replied(jan.address, "2026-10-16", true)).toEqual({
      agent: jan.address,
      away: { until: Date.parse("2026-10-16T22:00:00Z"), source: "autoReply" },
    });
    expect(replied(jan.address, null, true)?.away?.until).toBe(monday + 24 * 60 * minute);
  });

  test("counts only where it is proven, from an agent, about the future, and beside no word of their own", () => {
    expect(replied(jan.address, "2026-10-16", false)).toBeUndefined();
    expect(replied("ada@shop.example", "2026-10-16", true)).toBeUndefined();
    expect(replied(jan.address, "2026-10-01", true)).toBeUndefined();
    expect(replied(jan.address, "2026-10-16", true, { away: janAway })).toBeUndefined();
  });

  test("is over when they write again; their own word stands until its time", () => {
    const answer = answers()();
    const auto = { [jan.address]: { until: untilEvening, source: "autoReply" as const } };
    expect(decide(given(), answer, context({ away: auto })).away).toEqual({ agent: jan.address, away: null });
    expect(decide(given(), answer, context({ away: janAway })).away).toBeUndefined();
  });
});

test("an account's own team wins over its request type's, which wins over the desk's first", () => {
  const routed = { ...desk, accountOverrides: { Shop: { team: "success" } } };
  expect(teamFor("Shop", "technical", routed)).toBe("success");
  expect(teamFor("Other", "technical", routed)).toBe("technical");
  expect(teamFor("constructor", null, routed)).toBe(Object.keys(desk.teams)[0]);
});
