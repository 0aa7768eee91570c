/** Given / when / then for the button of the ticket page: a participant says that it is solved, asked or unasked. */
import { describe, expect, test } from "vitest";
import { decide } from "../../src/ticket/decide.ts";
import type { Input } from "../../src/ticket/input.ts";
import { solvedOffer } from "../../src/ticket/question/saysSolved.ts";
import type { Ticket } from "../../src/ticket/ticket.ts";
import { ada, answers, clocks, context, given, jan, letters, mail, minute, monday, must, replies } from "./scenes.ts";

const presses: Input = { kind: "saysSolved", person: ada };
const asked = { undoable: null, shown: null, queue: null, lastWords: null };
const jans = (visible: string, at: number): Input => ({
  kind: "agentMail",
  mail: mail({ receivedAt: at, visible, text: visible, rawMailId: 9 }),
  agent: jan,
  purpose: "answer",
  standing: "trusted",
  asked,
});
const later = monday + 60 * minute;
const at = (now: number) => context({ now });
const then = (ticket: Ticket, input: Input, now: number): Ticket => must(decide(ticket, input, at(now)).ticket);

describe("pressed before anybody asked", () => {
  test("is said first: the ticket stays open, the agent is told, and a next answer is promised", () => {
    const decision = decide(given(answers()), presses, at(later));
    expect(decision).toMatchObject({ reason: "saysSolved", message: null, ticket: { status: "open" } });
    expect(letters(decision)).toEqual(["customerReply → jan@acme.example"]);
    expect(decision.dispatches[0]?.letter.data).toMatchObject({ verdict: "saysSolved", text: "" });
    expect(clocks(decision.ticket).at(-1)).toMatch(/^nextResponse running/);
    expect(solvedOffer(must(decision.ticket))).toEqual({ kind: "said" });
  });

  test("the agent's #solve then closes without asking", () => {
    const said = then(given(answers()), presses, later);
    const decision = decide(said, jans("#solve", later + minute), at(later + minute));
    expect(decision.ticket).toMatchObject({ status: "closed", closedHow: "agreed" });
    expect(letters(decision)).toEqual(["transcript → jan@acme.example"]);
  });

  test("pressed twice tells once", () => {
    const said = then(given(answers()), presses, later);
    expect(decide(said, presses, at(later + minute))).toMatchObject({ events: [], dispatches: [] });
  });

  test("on a ticket that waits for the customer, it waits no more", () => {
    const waiting = then(given(answers()), jans("#wait\nWhich browser?", later), later);
    expect(waiting.status).toBe("pending");
    expect(then(waiting, presses, later + minute).status).toBe("open");
  });

  test("on a ticket nobody has answered, its first answer stays promised", () => {
    const said = then(given(), presses, monday + minute);
    expect(clocks(said)[0]).toMatch(/^firstResponse running/);
    expect(said.status).toBe("new");
  });

  test("is taken back by what the customer writes after it", () => {
    const said = then(given(answers()), presses, later);
    expect(solvedOffer(then(said, replies(later + minute)(), later + minute))).toEqual({ kind: "mayBeSaid" });
  });
});

describe("pressed when it was asked", () => {
  const proposed = () => then(given(answers()), jans("#solve\nIt works again.", later), later);

  test("closes as agreed, and the agent hears of it", () => {
    const decision = decide(proposed(), presses, at(later + minute));
    expect(decision).toMatchObject({ reason: "agreed", ticket: { status: "closed", closedHow: "agreed" } });
    expect(letters(decision)).toEqual(["customerReply → jan@acme.example"]);
  });

  test("on a closed ticket changes nothing", () => {
    const closed = then(proposed(), presses, later + minute);
    expect(solvedOffer(closed)).toEqual({ kind: "closed" });
    expect(decide(closed, presses, at(later + 2 * minute))).toMatchObject({ events: [], dispatches: [] });
  });
});
