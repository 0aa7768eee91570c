/** Given / when / then for what an agent's commands do to a ticket, what they say of it, and how it is taken back. */
import { describe, expect, test } from "vitest";
import { decide } from "../../src/ticket/decide.ts";
import type { Asked, Context, Decision, Input, Undoable } from "../../src/ticket/input.ts";
import type { Ticket, TicketEvent } from "../../src/ticket/ticket.ts";
import {
  ada,
  answers,
  clocks,
  context,
  given,
  grace,
  jan,
  letters,
  mail,
  minute,
  monday,
  must,
  replies,
} from "./scenes.ts";

const nothing: Asked = { undoable: null, shown: null, queue: null, lastWords: null };

function commands(
  visible: string,
  at = monday + 10 * minute,
  changes: Partial<Extract<Input, { kind: "agentMail" }>> = {},
): Input {
  return {
    kind: "agentMail",
    mail: mail({ receivedAt: at, visible, text: visible, rawMailId: 9 }),
    agent: jan,
    purpose: "answer",
    standing: "trusted",
    asked: nothing,
    ...changes,
  };
}

const held: Context = context({ desk: { ...context().desk, answers: { holdSeconds: 30 } } });

function transcript(decision: Decision) {
  const letter = decision.dispatches.map((dispatch) => dispatch.letter).find(({ name }) => name === "transcript");
  if (letter?.name !== "transcript") throw new Error("the decision holds no transcript");
  return letter.data;
}

function undoableOf(decision: Decision, answer: Undoable["answer"]): Undoable {
  const acted = decision.events.find(
    (event): event is Extract<TicketEvent, { type: "acted" }> => event.type === "acted",
  );
  const { rawMailId, lines, text, before, after } = must(acted);
  return { rawMailId, lines, text, before, after, answer };
}

describe("commands", () => {
  test("without text change the ticket, send nothing to the customer, and are told by a transcript", () => {
    const decision = decide(given(), commands("#severity B\n#stage locate\n#cause platform"), context());
    expect(decision).toMatchObject({ disposition: "command", reason: "commandsDone", message: null });
    expect(decision.ticket).toMatchObject({ severity: "B", stage: "locate", cause: "platform" });
    expect(letters(decision)).toEqual(["transcript → jan@acme.example"]);
    expect(transcript(decision)).toMatchObject({
      understood: ["#severity B", "#stage locate", "#cause platform"],
      refused: null,
      canUndo: true,
    });
  });

  test("with text answer the customer too, without the command lines", () => {
    const decision = decide(given(), commands("#wait\nWhich browser?"), context());
    expect(decision).toMatchObject({ disposition: "answer", message: { direction: "out", visible: "Which browser?" } });
    expect(letters(decision)).toEqual(["answer → ada@shop.example", "transcript → jan@acme.example"]);
    expect(decision.ticket?.status).toBe("pending");
  });

  test("with #note keep the text inside", () => {
    const decision = decide(given(), commands("#assign ewa\n#note\nPlease look."), context());
    expect(decision).toMatchObject({ disposition: "note", message: { direction: "note", visible: "Please look." } });
    expect(letters(decision)).toEqual(["handedOver → ewa@acme.example", "transcript → jan@acme.example"]);
    expect(decision.dispatches[0]?.letter.data).toMatchObject({ by: "Jan Kowalski", note: "Please look." });
  });

  test.each([
    ["#wait", "pending", "paused"],
    ["#hold", "onHold", "paused"],
  ])("%s makes the ticket %s and its resolution clock %s; #open lets it go on", (line, status, state) => {
    const waiting = decide(given(answers()), commands(line, monday + 60 * minute), context());
    expect(waiting.ticket?.status).toBe(status);
    expect(clocks(waiting.ticket)[1]).toBe(`resolution ${state} -`);
    const open = decide(waiting.ticket, commands("#open", monday + 90 * minute), context());
    expect(open.ticket?.status).toBe("open");
    expect(clocks(open.ticket)[1]).toBe("resolution running 2026-10-12T12:30");
  });

  test("another severity measures the time used anew, both ways", () => {
    const later = decide(given(), commands("#severity B", monday + 30 * minute), context());
    expect(clocks(later.ticket)).toEqual([
      "firstResponse running 2026-10-12T10:00",
      "resolution running 2026-10-13T12:00",
    ]);
    const sooner = decide(later.ticket, commands("#severity A", monday + 40 * minute), context());
    expect(clocks(sooner.ticket)).toEqual([
      "firstResponse running 2026-10-12T09:00",
      "resolution running 2026-10-12T12:00",
    ]);
  });

  test("#team hands over: who is not of the team gives it up, and the new team hears of it", () => {
    const decision = decide(given(answers()), commands("#team success"), context());
    expect(decision.ticket).toMatchObject({ team: "success", assignee: null });
    expect(letters(decision)).toEqual(["handedOver → ola@acme.example", "transcript → jan@acme.example"]);
  });

  test("#cc adds and removes people; who is new gets what is said from then on", () => {
    const added = decide(given(), commands("#cc add grace@shop.example\nHello both."), context());
    expect(letters(added)).toEqual([
      "answer → ada@shop.example",
      "answer → grace@shop.example",
      "transcript → jan@acme.example",
    ]);
    const removed = decide(added.ticket, commands("#cc remove grace@shop.example"), context());
    expect(removed.ticket?.participants).toEqual([]);
    expect(removed.events.map(({ type }) => type)).toContain("left");
  });

  test.each([
    ["#cc remove grace@shop.example", "This person does not take part."],
    ["#cc add ada@shop.example", "This person takes part already."],
    ["#cc add ewa@acme.example", "This is an agent; agents hear of a ticket by #assign or #team."],
    ["#undo", "There is nothing of yours on this ticket that could be taken back."],
    ["#note", "This command needs a word after it."],
  ])("%s is refused where it makes no sense", (line, why) => {
    const decision = decide(given(), commands(line), context());
    expect(decision).toMatchObject({ reason: "commandRefused", events: [], message: null });
    expect(transcript(decision).refused).toMatchObject({ why });
  });

  test("one wrong line: nothing is done, nothing leaves", () => {
    const ticket = given();
    const decision = decide(ticket, commands("#severity B\n#asign ewa\nHello Ada"), context());
    expect(decision).toMatchObject({ reason: "commandRefused", ticket, events: [], message: null });
    expect(letters(decision)).toEqual(["transcript → jan@acme.example"]);
    expect(transcript(decision).refused).toMatchObject({ line: "#asign ewa", suggestion: "#assign ewa" });
  });

  test("a closed ticket cannot wait", () => {
    const ticket = { ...given(answers()), status: "closed" as const, closedAt: monday };
    expect(decide(ticket, commands("#wait"), context()).reason).toBe("commandRefused");
  });
});

describe("an agent's mail of nothing new", () => {
  test("that only quotes carries out no command of the quote and sends nothing", () => {
    const quoted = "On Monday Ada wrote:\n#wait\n> Nobody can pay.";
    const input = commands(quoted, monday, { mail: mail({ visible: quoted, text: quoted, isAllQuoted: true }) });
    const decision = decide(given(), input, context());
    expect(decision).toMatchObject({ reason: "commandRefused", events: [], message: null });
    expect(letters(decision)).toEqual(["transcript → jan@acme.example"]);
  });

  test("but with a file sends the file alone, without the quote", () => {
    const file = { index: 1, name: "fix.zip", type: "application/zip", bytes: 9, inline: false };
    const facts = mail({ visible: "> our notice", text: "> our notice", isAllQuoted: true, attachments: [file] });
    const decision = decide(given(), commands("", monday, { mail: facts }), context());
    expect(decision.dispatches[0]?.letter.data).toMatchObject({ text: "" });
    expect(decision.dispatches[0]?.attachments).toEqual([file]);
  });

  test("a signature's picture beside a command is no answer", () => {
    const logo = { index: 1, name: "logo.png", type: "image/png", bytes: 9, inline: true };
    const facts = mail({ visible: "#wait", text: "#wait", attachments: [logo] });
    expect(letters(decide(given(), commands("", monday, { mail: facts }), context()))).toEqual([
      "transcript → jan@acme.example",
    ]);
  });
});

describe("what only asks", () => {
  test("answers by mail, changes nothing, and a text below it goes to nobody", () => {
    const ticket = given();
    const decision = decide(
      ticket,
      commands("#help\n#queue all\nJan Kowalski, Acme", monday, { asked: { ...nothing, queue: [ticket] } }),
      context(),
    );
    expect(decision).toMatchObject({ events: [], message: null, ticket });
    expect(letters(decision)).toEqual(["transcript → jan@acme.example"]);
    expect(transcript(decision)).toMatchObject({
      page: expect.stringMatching(/#severity A/),
      queue: { tickets: [{ ticketId: 1042, severity: "A", status: "new", holder: null }], unnamed: 0 },
    });
    expect(transcript(decision).done).toEqual(["The text below the commands was sent to nobody."]);
  });

  test("works without a ticket, and what needs a ticket is refused there", () => {
    const ask = (visible: string, asked: Partial<Asked> = {}) =>
      decide(
        null,
        { kind: "agentAsks", mail: mail({ visible }), agent: jan, asked: { ...nothing, ...asked } },
        context(),
      );
    expect(ask("#queue", { queue: [] })).toMatchObject({
      disposition: "command",
      reason: "commandsDone",
      ticket: null,
    });
    expect(ask("#wait")).toMatchObject({ reason: "commandRefused", ticket: null });
    expect(ask("#undo").reason).toBe("commandRefused");
    expect(ask("#show 7", { shown: "missing" }).reason).toBe("commandRefused");
  });

  test("#show tells the ticket with its notes, to the agent alone", () => {
    const ticket = given(answers());
    const messages = [{ direction: "note" as const, author: jan, at: monday, visible: "Difficult." }];
    const decision = decide(
      ticket,
      commands("#show", monday, { asked: { ...nothing, shown: { ticket, messages } } }),
      context(),
    );
    expect(letters(decision)).toEqual(["transcript → jan@acme.example"]);
    expect(transcript(decision).page).toMatch(/#1042[\s\S]*internal[\s\S]*Difficult\./);
  });
});

describe("#undo", () => {
  const undo = (ticket: Ticket | null, undoable: Undoable, at = monday + 11 * minute) =>
    decide(ticket, commands("#undo", at, { asked: { ...nothing, undoable } }), context({ now: at }));

  test("puts everything back as if the mail had never come", () => {
    const before = given(answers(), replies(monday + 40 * minute));
    const mailed = decide(before, commands("#severity B\n#wait\n#assign ewa\n#cc add grace@shop.example"), context());
    const decision = undo(mailed.ticket, undoableOf(mailed, "none"));
    const { clocks: now, ...rest } = must(decision.ticket);
    const { clocks: then, ...former } = before;
    expect(rest).toEqual(former);
    expect(now.map(({ id, dueAt, state }) => ({ id, dueAt, state }))).toEqual(
      then.map(({ id, dueAt, state }) => ({ id, dueAt, state })),
    );
    expect(decision.events.at(-1)).toMatchObject({ type: "undone", answer: "none" });
  });

  test("stops a held answer, and the clock it had stopped runs on", () => {
    const before = given();
    const mailed = decide(before, commands("#severity B\nIt works again."), held);
    expect(mailed.dispatches[0]).toMatchObject({ letter: { name: "answer" }, holdMs: 30_000 });
    expect(transcript(mailed)).toMatchObject({ cancelUrl: "", leavesAt: held.now + 30_000 });
    const decision = undo(mailed.ticket, undoableOf(mailed, "held"));
    expect(decision).toMatchObject({ reason: "answerStopped", stops: [9] });
    expect(decision.ticket).toMatchObject({ status: "new", assignee: null, severity: "A" });
    expect(clocks(decision.ticket)).toEqual(clocks(before));
  });

  test("works on a plain answer that is held", () => {
    const mailed = decide(given(), commands("It works again."), held);
    expect(letters(mailed)).toEqual(["answer → ada@shop.example"]);
    expect(undo(mailed.ticket, undoableOf(mailed, "held")).stops).toEqual([9]);
  });

  test("of an answer that has left takes back the rest and says so; answered stays answered", () => {
    const mailed = decide(given(), commands("#severity B\nIt works again."), context());
    const decision = undo(mailed.ticket, undoableOf(mailed, "left"));
    expect(decision).toMatchObject({ stops: [], ticket: { status: "open", severity: "A" } });
    expect(clocks(decision.ticket)[0]).toMatch(/^firstResponse met/);
    expect(transcript(decision).done.join(" ")).toMatch(/left already/);
  });

  test("of nothing but an answer that has left is refused", () => {
    const mailed = decide(given(), commands("It works again."), held);
    expect(undo(mailed.ticket, undoableOf(mailed, "left")).reason).toBe("commandRefused");
  });

  test("leaves what somebody else has changed since", () => {
    const mailed = decide(given(answers()), commands("#wait\n#severity B"), context());
    const replied = decide(mailed.ticket, replies(monday + 12 * minute)(), context());
    const decision = undo(replied.ticket, undoableOf(mailed, "none"), monday + 13 * minute);
    expect(decision.ticket).toMatchObject({ status: "open", severity: "A" });
    expect(transcript(decision).done.join(" ")).toMatch(/status/);
  });

  test("does not take a breach back that came meanwhile", () => {
    const mailed = decide(given(), commands("#severity B", monday + 50 * minute), context());
    const late = undo(mailed.ticket, undoableOf(mailed, "none"), monday + 3 * 60 * minute);
    const first = must(late.ticket?.clocks[0]);
    expect(first.dueAt).toBe(monday + 60 * minute);
  });

  test("by the cancel link does the same, and is told by a transcript", () => {
    const mailed = decide(given(), commands("#wait\nWhich browser?"), held);
    const decision = decide(
      mailed.ticket,
      { kind: "cancelled", agent: jan, undoable: undoableOf(mailed, "held") },
      context(),
    );
    expect(decision).toMatchObject({ stops: [9], ticket: { status: "new" } });
    expect(letters(decision)).toEqual(["transcript → jan@acme.example"]);
  });
});

describe("a mail that could be meant in two ways is held and asked about", () => {
  test.each([
    [
      "a note that a customer has in Cc",
      "#note\nHe is difficult.",
      { isToBothAddresses: false, customers: [ada.address] },
    ],
    ["a mail to both addresses", "Hello", { isToBothAddresses: true, customers: [] }],
  ])("%s", (_, visible, mixed) => {
    const ticket = given();
    const decision = decide(ticket, commands(visible, monday, { mixed }), context());
    expect(decision).toMatchObject({ disposition: "quarantined", reason: "heldForApproval", ticket, events: [] });
    expect(letters(decision)).toEqual(["held → jan@acme.example"]);
  });

  test("an answer with the customer in Cc is meant as one", () => {
    const mixed = { isToBothAddresses: false, customers: [grace.address] };
    expect(decide(given(), commands("Hello", monday, { mixed }), context()).disposition).toBe("answer");
  });
});
