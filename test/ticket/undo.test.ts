/** Taking back that a mail opened a closed ticket, and the transcript of a plain answer that is held. */
import { expect, test } from "vitest";
import { decide } from "../../src/ticket/decide.ts";
import type { Context, Decision, Input, Undoable } from "../../src/ticket/input.ts";
import type { Ticket } from "../../src/ticket/ticket.ts";
import { ada, clocks, context, given, jan, letters, mail, minute, monday, must } from "./scenes.ts";

const none = { undoable: null, shown: null, queue: null, lastWords: null };

function agent(visible: string, at: number, undoable: Undoable | null = null): Input {
  const facts = mail({ visible, text: visible, receivedAt: at });
  return {
    kind: "agentMail",
    mail: facts,
    agent: jan,
    purpose: "answer",
    standing: "trusted",
    asked: { ...none, undoable },
  };
}

const says = (visible: string, at: number): Input => ({
  kind: "reply",
  mail: mail({ visible, text: visible, receivedAt: at }),
  sender: ada,
  standing: "participant",
  copied: [],
});

const does = (ticket: Ticket, input: Input, in_: Partial<Context> = {}): Decision =>
  decide(ticket, input, context(in_));
const having = (ticket: Ticket, ...inputs: Input[]) =>
  inputs.reduce((before, input) => must(does(before, input).ticket), ticket);

const closed = () =>
  having(given(), agent("#solve\nDone.", monday + minute), says("Yes, solved.", monday + 30 * minute));

function opened(line = "#open"): { ticket: Ticket; undoable: Undoable } {
  const decision = does(closed(), agent(line, monday + 60 * minute));
  const acted = must(decision.events.find(({ type }) => type === "acted"));
  if (acted.type !== "acted") throw new Error("nothing was done");
  const { rawMailId, lines, text, before, after } = acted;
  return { ticket: must(decision.ticket), undoable: { rawMailId, lines, text, before, after, answer: "none" } };
}

test("a ticket that a mail had opened is closed again as it was, with its clocks, when the mail is undone", () => {
  const { ticket, undoable } = opened();
  expect(ticket).toMatchObject({ status: "open", closedAt: null });
  const undone = must(does(ticket, agent("#undo", monday + 90 * minute, undoable)).ticket);
  expect(undone).toMatchObject({ status: "closed", closedHow: "agreed", closedAt: monday + 30 * minute });
  expect(clocks(undone)).toEqual(clocks(closed()));
});

test("it stays open where the customer has written since, or was told that it is open", () => {
  const { ticket, undoable } = opened();
  const heard = does(ticket, agent("#undo", monday + 90 * minute, { ...undoable, hasHeard: true }));
  expect(heard.ticket?.status).toBe("open");
  const told = opened("#open\nWe look again.");
  const left = does(told.ticket, agent("#undo", monday + 90 * minute, { ...told.undoable, answer: "left" }));
  expect(left.ticket?.status).toBe("open");
});

test("it stays as it is where somebody has changed its status since", () => {
  const { ticket, undoable } = opened();
  const later = having(ticket, agent("#wait", monday + 70 * minute));
  expect(does(later, agent("#undo", monday + 90 * minute, undoable)).ticket?.status).toBe("pending");
});

test("the day a ticket was on hold until comes back with the status", () => {
  const friday = Date.parse("2026-10-16T07:00:00Z");
  const held = having(given(), agent("#hold until friday", monday + minute));
  expect(held.holdUntil).toBe(friday);
  for (const line of ["#open", "#wait", "#hold", "#hold until 2026-10-20"]) {
    const decision = does(held, agent(line, monday + 2 * minute));
    const acted = must(decision.events.find(({ type }) => type === "acted"));
    if (acted.type !== "acted") throw new Error("nothing was done");
    const { rawMailId, lines, text, before, after } = acted;
    const undoable: Undoable = { rawMailId, lines, text, before, after, answer: "none" };
    const undone = does(must(decision.ticket), agent("#undo", monday + 3 * minute, undoable));
    expect([line, undone.ticket?.status, undone.ticket?.holdUntil]).toEqual([line, "onHold", friday]);
  }
});

test("a plain answer that is held is told of by a transcript only where the desk wants it", () => {
  const desk = (answers: Context["desk"]["answers"]) => ({ desk: { ...context().desk, answers } });
  const plain = agent("We are on it.", monday + minute);
  expect(letters(does(given(), plain, desk({ holdSeconds: 30 })))).toEqual(["answer → ada@shop.example"]);
  const told = does(given(), plain, desk({ holdSeconds: 30, transcripts: "always" }));
  expect(letters(told)).toEqual(["answer → ada@shop.example", "transcript → jan@acme.example"]);
  const { letter } = must(told.dispatches[1]);
  expect(letter.name === "transcript" && letter.data).toMatchObject({ canUndo: true, cancelUrl: "", refused: null });
  expect(letters(does(given(), plain, desk({ holdSeconds: 0, transcripts: "always" })))).toEqual([
    "answer → ada@shop.example",
  ]);
});
