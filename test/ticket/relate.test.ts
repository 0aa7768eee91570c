/** Given / when / then for commands about other tickets and people: what is done to both, what is refused, and the way back. */
import { describe, expect, test } from "vitest";
import type { OtherTicket, Splitting } from "../../src/ticket/command/related.ts";
import { decide } from "../../src/ticket/decide.ts";
import type { Asked, Decision, Input, Undoable } from "../../src/ticket/input.ts";
import type { Ticket, TicketEvent } from "../../src/ticket/ticket.ts";
import { ada, answers, context, given, grace, jan, letters, mail, minute, monday, must, replies } from "./scenes.ts";

const nothing: Asked = { undoable: null, shown: null, queue: null, lastWords: null };
const eve = { contactId: null, name: "Eve", address: "eve@elsewhere.example" };

function says(visible: string, asked: Partial<Asked> = {}, at = monday + 40 * minute): Input {
  const facts = mail({ receivedAt: at, visible, text: visible, rawMailId: 9 });
  return {
    kind: "agentMail",
    mail: facts,
    agent: jan,
    purpose: "answer",
    standing: "trusted",
    asked: { ...nothing, ...asked },
  };
}

const beside = (changes: Partial<Ticket> = {}): OtherTicket => ({
  ticket: { ...given(), id: 1041, requester: grace, ...changes },
  context: context(),
  messageCount: 1,
});

const splitting: Splitting = {
  messageId: 77,
  wasUnverified: false,
  mail: mail({
    receivedAt: monday + 20 * minute,
    visible: "The invoice too.",
    subject: "Re: [A] Checkout is down [#1042]",
  }),
  author: ada,
  context: context({ newTicketId: 1043 }),
  isLast: true,
};

const why = (decision: Decision) => {
  const letter = decision.dispatches.map((each) => each.letter).find(({ name }) => name === "transcript");
  return letter?.name === "transcript" ? letter.data.refused?.why : undefined;
};

function undoableOf(decision: Decision, answer: Undoable["answer"], other: OtherTicket): Undoable {
  const acted = decision.events.find(
    (event): event is Extract<TicketEvent, { type: "acted" }> => event.type === "acted",
  );
  const { rawMailId, lines, text, before, after } = must(acted);
  return { rawMailId, lines, text, before, after, answer, other };
}

const closedClocks = (ticket: Ticket | null | undefined) => must(ticket).clocks.map(({ state }) => state);

describe("#merge", () => {
  test("closes this as a duplicate with no clock left, and tells the other what it took over", () => {
    const decision = decide(given(), says("#merge 1041", { other: beside() }), context());
    expect(decision.ticket).toMatchObject({ status: "closed", closedHow: "duplicate", mergedInto: 1041 });
    expect(closedClocks(decision.ticket)).toEqual(["cancelled", "cancelled"]);
    const into = must(decision.also?.[0]).decision;
    expect(into.ticket).toMatchObject({ related: [1042], participants: [{ address: ada.address }], status: "new" });
    expect(into.events.map(({ type }) => type)).toEqual(["joined", "tookOver"]);
    expect(letters(decision)).toEqual(["merged → ada@shop.example", "transcript → jan@acme.example"]);
    expect(letters(into)).toEqual(["tookOver → ewa@acme.example"]);
  });

  test("withdraws what the customer was asked, and a mail of notes keeps its words inside", () => {
    const solved = given(answers(), () => says("#solve", {}, monday + 35 * minute));
    const decision = decide(solved, says("#merge 1041\n#note\nAs Grace said.", { other: beside() }), context());
    expect(decision.ticket?.questions.map(({ state }) => state)).toEqual(["withdrawn"]);
    expect(decision.message).toMatchObject({ direction: "note", visible: "As Grace said." });
    expect(JSON.stringify(decision.dispatches.filter(({ to }) => to === "customer"))).not.toContain("As Grace");
  });

  test("brings nobody over who is not of one account with the other; they are told no number of it", () => {
    const unknown = { ...given(), account: null };
    const decision = decide(unknown, says("#merge 1041", { other: beside() }), context());
    const into = must(decision.also?.[0]).decision;
    expect(into.ticket?.participants).toEqual([]);
    expect(into.events.map(({ type }) => type)).toEqual(["copied", "tookOver"]);
    expect(decision.dispatches[0]?.letter.data).toMatchObject({ into: null });
  });

  test.each([
    ["a number that is none", "missing" as const, "There is no ticket of that number."],
    ["itself", beside({ id: 1042 }), "Both numbers lead to this very ticket."],
    ["a closed one", beside({ status: "closed" }), "That ticket is closed, so nobody would see to this one."],
    ["another account's", beside({ account: { id: 2, name: "Bank" } }), "That ticket belongs to another account"],
  ])("into %s is refused, and nothing is done", (_, other, words) => {
    const decision = decide(given(), says("#merge 1041", { other }), context());
    expect(decision).toMatchObject({ reason: "commandRefused", events: [], message: null });
    expect(decision.also).toBeUndefined();
    expect(why(decision)).toContain(words);
  });

  test("stands with a note or an answer and no other command", () => {
    for (const line of ["#solve", "#wait", "#split", "#spam", "#severity B", "#link 7"]) {
      const decision = decide(given(), says(`#merge 1041\n${line}`, { other: beside() }), context());
      expect([line, decision.reason]).toEqual([line, "commandRefused"]);
    }
  });

  test("undone, both are what they were; whoever it brought leaves again, and clocks run on as if nothing had been", () => {
    const before = given();
    const done = decide(before, says("#merge 1041", { other: beside() }), context());
    const into = { ...beside(), ticket: must(done.also?.[0]?.decision.ticket) };
    const undoable = undoableOf(done, "left", into);
    const back = decide(done.ticket, says("#undo", { undoable }, monday + 50 * minute), context());
    expect(back.ticket).toMatchObject({ status: "new", closedHow: null, closedAt: null, mergedInto: null });
    expect(back.ticket?.clocks.map(({ state, dueAt }) => [state, dueAt])).toEqual(
      before.clocks.map(({ state, dueAt }) => [state, dueAt]),
    );
    const other = must(back.also?.[0]).decision.ticket;
    expect(other).toMatchObject({ related: [], participants: [] });
    // Without the other ticket at hand, neither is touched.
    const alone = decide(done.ticket, says("#undo", { undoable: { ...undoable, other: null } }), context());
    expect(alone).toMatchObject({ reason: "commandRefused", events: [] });
  });

  test("that is not proven is held, and does nothing", () => {
    const input = { ...says("#merge 1041", { other: beside() }), standing: { short: "notProven" } } as Input;
    expect(decide(given(), input, context())).toMatchObject({ reason: "heldForApproval", events: [], message: null });
  });
});

describe("#split", () => {
  test("opens a ticket whose clocks count from when the mail came, and moves the mail there", () => {
    const decision = decide(
      given(answers(), replies(monday + 20 * minute)),
      says("#split", { split: splitting }),
      context(),
    );
    expect(decision.moves).toEqual({ messageId: 77, to: 1043, from: 1042, isUnverified: false });
    const own = must(decision.also?.[0]).decision;
    expect(own.ticket).toMatchObject({ id: 1043, subject: "[A] Checkout is down", severity: "A", requester: ada });
    expect(own.ticket?.clocks.map(({ startedAt }) => startedAt)).toEqual([monday + 20 * minute, monday + 20 * minute]);
    expect(letters(own)).toContain("split → ada@shop.example");
    expect([decision.ticket?.related, own.ticket?.related]).toEqual([[1043], [1042]]);
  });

  test("an answer beside it is refused, and so is splitting the mail the ticket began with", () => {
    expect(why(decide(given(), says("#split\nHello Ada", { split: splitting }), context()))).toContain("#note");
    expect(why(decide(given(), says("#split", { split: null }), context()))).toContain("began with this one");
  });

  test("undone while nobody worked on it, its ticket is closed and leads back; otherwise it stays, and the agent reads so", () => {
    const done = decide(given(answers()), says("#split", { split: splitting }), context());
    const own = { ticket: must(done.also?.[0]?.decision.ticket), context: context(), messageCount: 1 };
    const back = decide(done.ticket, says("#undo", { undoable: undoableOf(done, "left", own) }), context());
    expect(back.moves).toEqual({ messageId: 77, to: 1042, from: null, isUnverified: false });
    expect(back.also?.[0]?.decision.ticket).toMatchObject({ status: "closed", mergedInto: 1042 });
    expect(closedClocks(back.also?.[0]?.decision.ticket)).toEqual(["cancelled", "cancelled"]);
    const worked = { ...own, messageCount: 2 };
    const stays = decide(done.ticket, says("#undo", { undoable: undoableOf(done, "left", worked) }), context());
    expect(stays.moves).toBeUndefined();
    expect(JSON.stringify(stays.dispatches)).toContain("was worked on since, so it stays");
  });
});

describe("#link", () => {
  test("is shown on both, across accounts too, and undone on both", () => {
    const other = beside({ account: { id: 2, name: "Bank" } });
    const done = decide(given(), says("#link 1041", { other }), context());
    expect(done.ticket?.related).toEqual([1041]);
    const linked = must(done.also?.[0]?.decision.ticket);
    expect(linked.related).toEqual([1042]);
    const undoable = undoableOf(done, "none", { ...other, ticket: linked });
    const back = decide(done.ticket, says("#undo", { undoable }), context());
    expect([back.ticket?.related, back.also?.[0]?.decision.ticket?.related]).toEqual([[], []]);
  });
});

describe("#spam", () => {
  const spam = () => must(decide(given(answers()), says("#spam"), context()).ticket);

  test("closes without a letter, and stops those to the sender that still wait", () => {
    const decision = decide(given(answers()), says("#spam"), context());
    expect(decision.ticket).toMatchObject({ status: "closed", closedHow: "spam" });
    expect(closedClocks(decision.ticket)).toEqual(["met", "cancelled"]);
    expect(letters(decision)).toEqual(["transcript → jan@acme.example"]);
    expect(decision.silences).toEqual([ada.address]);
    expect(why(decide(given(), says("#spam\nDear Ada"), context()))).toContain("#note");
  });

  test.each([
    ["from its sender", replies(monday + 60 * minute)],
    ["months later", replies(monday + 90 * 24 * 60 * minute)],
    ["from a colleague", replies(monday + 60 * minute, grace, "sameAccount")],
    ["from a stranger", replies(monday + 60 * minute, eve, "stranger")],
  ])("further mail %s is kept, reopens nothing and is told to nobody", (_, input) => {
    const ticket = spam();
    const decision = decide(ticket, input(), context());
    expect(decision).toMatchObject({ reason: "filedAsSpam", dispatches: [] });
    expect(decision.ticket).toMatchObject({ id: ticket.id, status: "closed", closedHow: "spam", participants: [] });
  });

  test("no answer goes to whoever sent it before #open, and #undo brings all of it back", () => {
    expect(why(decide(spam(), says("Hello Ada"), context()))).toContain("closed");
    expect(decide(spam(), says("#open\nHello Ada"), context())).toMatchObject({ reason: "agentAnswered" });
    const done = decide(given(answers()), says("#spam"), context());
    const undoable = { ...undoableOf(done, "none", beside()), other: null };
    expect(decide(done.ticket, says("#undo", { undoable }), context()).ticket).toMatchObject({
      status: "open",
      closedHow: null,
    });
  });
});

describe("#requester", () => {
  const shop = { id: 1, name: "Shop", plan: "standard", language: null };

  test("gives it to a colleague; the former one of the account takes part on, one from outside leaves", () => {
    const named = { name: "Grace", account: shop, formerAccountId: 1 };
    const inside = decide(given(), says("#requester grace@shop.example", { named }), context());
    expect(inside.ticket).toMatchObject({
      requester: { address: grace.address },
      participants: [{ address: ada.address }],
    });
    const outside = { ...named, formerAccountId: null };
    const left = decide(given(), says("#requester grace@shop.example", { named: outside }), context());
    expect(left.ticket?.participants).toEqual([]);
    expect(left.events.map(({ type }) => type)).toContain("left");
  });

  test("of a ticket without an account takes the account and plan of the new one", () => {
    const bank = { id: 2, name: "Bank", plan: "enterprise", language: null };
    const named = { name: "Bo", account: bank, formerAccountId: null };
    const decision = decide({ ...given(), account: null }, says("#requester bo@bank.example", { named }), context());
    expect(decision.ticket).toMatchObject({ account: { id: 2, name: "Bank" }, plan: "enterprise" });
  });

  test.each([
    ["eve@elsewhere.example", "neither takes part nor belongs"],
    ["ada@shop.example", "belongs to this person already"],
    ["ewa@acme.example", "This is an agent"],
  ])("%s is refused", (address, words) => {
    const named = { name: "", account: null, formerAccountId: 1 };
    expect(why(decide(given(), says(`#requester ${address}`, { named }), context()))).toContain(words);
  });

  test("undone, the ticket is the former one's again, and the other is out of it", () => {
    const named = { name: "Grace", account: shop, formerAccountId: 1 };
    const done = decide(given(), says("#requester grace@shop.example", { named }), context());
    const undoable = { ...undoableOf(done, "none", beside()), other: null };
    const back = decide(done.ticket, says("#undo", { undoable }), context());
    expect(back.ticket).toMatchObject({ requester: { address: ada.address }, participants: [] });
  });
});

describe("a person from outside", () => {
  const admits = (choice: "approve" | "refuse", words: { messageId: number; receivedAt: number } | null): Input => ({
    kind: "admitted",
    by: jan,
    person: eve,
    words,
    choice,
  });
  const words = { messageId: 5, receivedAt: monday };

  test("approved, takes part and their words count: the ticket opens and an answer is owed from then on", () => {
    const waiting = given(answers(), () => says("#wait", {}, monday + 35 * minute));
    const now = monday + 90 * minute;
    const decision = decide(waiting, admits("approve", words), context({ now }));
    expect(decision).toMatchObject({ verifies: 5, reason: "strangerApproved" });
    expect(decision.ticket).toMatchObject({ status: "open", participants: [eve] });
    expect(decision.ticket?.clocks.find(({ metric }) => metric === "nextResponse")?.startedAt).toBe(now);
  });

  test("refused, is told nothing and changes nothing", () => {
    const before = given(answers());
    const decision = decide(before, admits("refuse", words), context());
    expect(decision).toMatchObject({ ticket: before, dispatches: [] });
    expect(decision.verifies).toBeUndefined();
  });

  test("only copied in, takes part without any effect on the ticket", () => {
    const before = given(answers());
    const decision = decide(before, admits("approve", null), context());
    expect(decision.ticket).toEqual({ ...before, participants: [eve] });
  });

  test("who waits is named in the notice of the mail that brought them, whoever is of the account is not", () => {
    const input = replies(monday + 60 * minute)();
    if (input.kind !== "reply") throw new Error("a reply was to be given");
    const copied = [
      { person: { name: "Eve", address: eve.address }, isSameAccount: false },
      { person: { name: "Grace", address: grace.address }, isSameAccount: true },
    ];
    const decision = decide(given(answers()), { ...input, copied }, context());
    expect(decision.dispatches.map(({ letter }) => "waiting" in letter.data && letter.data.waiting)).toEqual([
      [{ name: "Eve", address: eve.address, hasWords: false, url: "" }],
    ]);
    expect(decision.ticket?.participants.map(({ address }) => address)).toEqual([grace.address]);
  });
});
