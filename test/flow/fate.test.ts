import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { type Attempt, fateOf, serverPauseMs } from "../../src/flow/fate.ts";
import type { OutgoingRow } from "../../src/store/outbox.ts";

const minute = 60_000;
const day = 24 * 60 * minute;

function row(change: Partial<OutgoingRow> = {}): OutgoingRow {
  return {
    id: 1,
    recipient: "ada@shop.example",
    letter: "answer",
    class: "reply",
    ticketId: null,
    messageRowId: null,
    messageId: "<1@acme.example>",
    envelopeFrom: "b@acme.example",
    content: null,
    attempts: 0,
    unknownCount: 0,
    ageMs: 0,
    ...change,
  };
}
const refused = (permanent: boolean): Attempt => ({ kind: "refused", permanent, about: "mail", response: "said" });
const simple = (
  kind: "accepted" | "interrupted" | "unreachable" | "loginRefused" | "unknown" | "notComposed",
): Attempt => ({ kind, response: "said" });

describe("what follows from an attempt", () => {
  test.each<[string, Partial<OutgoingRow>, Attempt, object]>([
    ["accepted: sent, and the words are emptied", {}, simple("accepted"), { state: "sent", keepsContent: false }],
    ["refused for good: failed", {}, refused(true), { state: "failed", keepsContent: false }],
    [
      "refused for now: again after a minute",
      {},
      refused(false),
      { state: "deferred", delayMs: minute, attempts: 1, keepsContent: true },
    ],
    ["refused the fourth time: after eight minutes", { attempts: 3 }, refused(false), { delayMs: 8 * minute }],
    ["refused the fortieth time: after four hours", { attempts: 39 }, refused(false), { delayMs: 240 * minute }],
    ["refused after five days: failed", { ageMs: 5 * day + 1 }, refused(false), { state: "failed" }],
    ["unreachable after five days: failed", { ageMs: 5 * day + 1 }, simple("unreachable"), { state: "failed" }],
    [
      "a broken connection: again within seconds",
      {},
      simple("interrupted"),
      { state: "deferred", delayMs: 5_000, attempts: 1 },
    ],
    [
      "unreachable: no attempt of this letter",
      { attempts: 2 },
      simple("unreachable"),
      { state: "deferred", attempts: 2, delayMs: 0 },
    ],
    [
      "login refused: no attempt of this letter",
      { attempts: 2 },
      simple("loginRefused"),
      { state: "deferred", attempts: 2 },
    ],
    [
      "a reply of unknown fate: once more after a quarter of an hour",
      {},
      simple("unknown"),
      { state: "unknown", delayMs: 15 * minute, unknownCount: 1, keepsContent: true },
    ],
    [
      "a reply of twice unknown fate: stays, with its words",
      { unknownCount: 1 },
      simple("unknown"),
      { state: "unknown", unknownCount: 2, keepsContent: true },
    ],
    [
      "a courtesy of unknown fate: stays, without its words",
      { class: "courtesy" },
      simple("unknown"),
      { state: "unknown", unknownCount: 1, delayMs: 0, keepsContent: false },
    ],
    ["not composed: again, in case the raw mail was away", {}, simple("notComposed"), { state: "deferred" }],
    ["not composed five times: failed", { attempts: 4 }, simple("notComposed"), { state: "failed" }],
  ])("%s", (_what, change, attempt, fate) => {
    expect(fateOf(row(change), attempt, 0.5)).toMatchObject(fate);
  });

  test("every pause lies between its first and its last, whatever the attempts and the jitter", () => {
    fc.assert(
      fc.property(fc.nat(10_000), fc.double({ min: 0, max: 1, noNaN: true }), (attempts, jitter) => {
        const { delayMs } = fateOf(row({ attempts }), refused(false), jitter);
        expect(delayMs).toBeGreaterThan(0.79 * minute);
        expect(delayMs).toBeLessThan(1.21 * 240 * minute);
        expect(serverPauseMs("unreachable", attempts + 1, jitter)).toBeLessThan(1.21 * minute);
        expect(serverPauseMs("loginRefused", attempts + 1, jitter)).toBeGreaterThan(0.79 * minute);
      }),
    );
  });
});
