import { describe, expect, test } from "vitest";
import { parseDesk } from "../../../src/ticket/desk.ts";
import { calendarNameFor, targetsFor } from "../../../src/ticket/sla/policy.ts";
import { HOUR_MS } from "./calendars.ts";

const desk = parseDesk(`
name: Test
calendars:
  office: { timezone: Europe/Warsaw, hours: { mon-fri: "09:00-17:00" } }
  always: { timezone: Europe/Warsaw, hours: { mon-sun: "00:00-24:00" } }
severities: { A: { means: a }, B: { means: b, default: true } }
plans:
  basic: { calendar: office, targets: { A: { firstResponse: 9h } } }
  standard: { calendar: office, targets: { A: { firstResponse: 1h, resolution: 4h }, B: { firstResponse: { within: 24h, clock: wall } } } }
  gold: { extends: standard, calendar: always, targets: { A: { nextResponse: 3h } } }
requestTypes: { issue: { team: team }, idea: { team: team, targets: none } }
teams: { team: [jan@acme.example] }
agents: { jan@acme.example: { name: Jan } }
accountOverrides:
  Shop: { calendar: always, targets: { A: { firstResponse: 15m }, B: none } }
  Bank: { targets: { A: { firstResponse: 20m, resolution: 2h } } }
`);

const ask = (about: { plan?: string | null; account?: string; severity?: string; requestType?: string }) => {
  const targets = targetsFor(desk, { plan: "standard", account: null, severity: "A", requestType: null, ...about });
  return Object.values(targets).map((target) =>
    target === null ? null : `${target.ms / HOUR_MS} ${target.clock} ${target.calendar}`,
  );
};

describe("the targets of a ticket", () => {
  test.each([
    ["its plan and severity", {}, ["1 business office", "1 business office", "4 business office"]],
    ["what is not given is not promised", { severity: "B" }, ["24 wall office", "24 wall office", null]],
    ["a plan that extends another", { plan: "gold" }, ["1 business always", "3 business always", "4 business always"]],
    ["nobody's plan is standard", { plan: null }, ["1 business office", "1 business office", "4 business office"]],
    [
      "a plan that is gone counts as standard",
      { plan: "silver" },
      ["1 business office", "1 business office", "4 business office"],
    ],
    ["a severity that is gone counts as the default", { severity: "Z" }, ["24 wall office", "24 wall office", null]],
    ["a request type without targets", { requestType: "idea" }, [null, null, null]],
    [
      "a request type with targets",
      { requestType: "issue" },
      ["1 business office", "1 business office", "4 business office"],
    ],
    [
      "an account's own targets and calendar",
      { account: "Shop" },
      ["0.25 business always", "0.25 business always", "4 business always"],
    ],
    ["an account may be promised nothing", { account: "Shop", severity: "B" }, [null, null, null]],
    [
      "an account's first response leaves an agreed next one",
      { account: "Bank", plan: "gold" },
      ["0.3333333333333333 business always", "3 business always", "2 business always"],
    ],
    [
      "an account nobody wrote about",
      { account: "toString" },
      ["1 business office", "1 business office", "4 business office"],
    ],
  ])("%s", (_, about, expected) => {
    expect(ask(about)).toEqual(expected);
  });

  test("the calendar of an account is its own or its plan's", () => {
    expect(calendarNameFor(desk, { plan: "standard", account: "Shop" })).toBe("always");
    expect(calendarNameFor(desk, { plan: "standard", account: "Bank" })).toBe("office");
    expect(calendarNameFor(desk, { plan: null, account: null })).toBe("office");
  });
});
