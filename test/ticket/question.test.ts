/** Given / when / then for agreement: a ticket is closed as solved only when both sides say so, and never by silence. */
import { describe, expect, test } from "vitest";
import { decide } from "../../src/ticket/decide.ts";
import type { Context, Decision, Input } from "../../src/ticket/input.ts";
import type { Ticket } from "../../src/ticket/ticket.ts";
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

const asked = { undoable: null, shown: null, queue: null, lastWords: null };
const jans = (visible: string, at: number): Input => ({
  kind: "agentMail",
  mail: mail({ receivedAt: at, visible, text: visible, rawMailId: 9 }),
  agent: jan,
  purpose: "answer",
  standing: "trusted",
  asked,
});
const writes = (visible: string, at: number, changes: Partial<Extract<Input, { kind: "reply" }>> = {}): Input => ({
  kind: "reply",
  mail: mail({ receivedAt: at, visible, text: visible }),
  sender: ada,
  standing: "participant",
  copied: [],
  ...changes,
});

const solvedAt = monday + 60 * minute;
const proposed = (): Decision => decide(given(answers()), jans("#solve\nIt works again.", solvedAt), context());
const solved = (): Ticket => must(proposed().ticket);
const lastQuestion = (ticket: Ticket | null) => ticket?.questions.at(-1);
const verdictTold = (decision: Decision) => {
  const letter = decision.dispatches[0]?.letter;
  return letter?.name === "customerReply" ? letter.data.verdict : undefined;
};

describe("#solve", () => {
  test("asks the requester in one letter with the agent's words, and the time for the solution stands still", () => {
    const decision = proposed();
    expect(letters(decision)).toEqual(["solved → ada@shop.example", "transcript → jan@acme.example"]);
    expect(decision.dispatches[0]?.letter.data).toMatchObject({ text: "It works again.", agentName: "Jan Kowalski" });
    expect(decision.ticket?.status).toBe("solved");
    expect(clocks(decision.ticket)[1]).toBe("resolution paused -");
    expect(lastQuestion(decision.ticket)).toMatchObject({ state: "asked", askedAt: solvedAt, askedBy: jan.address });
  });

  test("without words asks all the same, and is an answer", () => {
    const decision = decide(given(), jans("#solve", monday + 30 * minute), context());
    expect(letters(decision)).toEqual(["solved → ada@shop.example", "transcript → jan@acme.example"]);
    expect(decision.message).toBeNull();
    expect(clocks(decision.ticket)[0]).toMatch(/^firstResponse met/);
  });

  test("with a note asks without the note", () => {
    const decision = decide(given(), jans("#solve\n#note\nHe was difficult.", monday), context());
    expect(decision.message).toMatchObject({ direction: "note" });
    expect(decision.dispatches[0]?.letter.data).toMatchObject({ text: "" });
  });

  test("brings other participants the words alone", () => {
    const ticket = { ...given(answers()), participants: [grace] };
    expect(letters(decide(ticket, jans("#solve\nDone.", solvedAt), context()))).toEqual([
      "solved → ada@shop.example",
      "answer → grace@shop.example",
      "transcript → jan@acme.example",
    ]);
  });

  test("again asks again, and the first question is withdrawn", () => {
    const again = decide(solved(), jans("#solve", solvedAt + minute), context());
    expect(again.ticket?.questions.map(({ state }) => state)).toEqual(["withdrawn", "asked"]);
  });

  test("on a closed ticket is refused", () => {
    const closed = must(decide(solved(), writes("yes", solvedAt + minute), context()).ticket);
    expect(decide(closed, jans("#solve", solvedAt + 2 * minute), context()).reason).toBe("commandRefused");
  });

  test.each(["#open", "#wait", "#hold"])("taken back by %s asks no more", (line) => {
    const decision = decide(solved(), jans(line, solvedAt + minute), context());
    expect(lastQuestion(decision.ticket)?.state).toBe("withdrawn");
  });
});

describe("yes", () => {
  test("by a reply closes as agreed, the promise kept as of the proposal, and tells the agent", () => {
    const late = solvedAt + 10 * 24 * 60 * minute;
    const decision = decide(solved(), writes("Yes, it works now. Thanks!", late), context({ now: late }));
    expect(decision).toMatchObject({
      reason: "agreed",
      ticket: { status: "closed", closedHow: "agreed", closedAt: late },
    });
    expect(must(decision.ticket?.clocks[1])).toMatchObject({ state: "met", stoppedAt: solvedAt });
    expect(lastQuestion(decision.ticket)).toMatchObject({ state: "answered", answer: "yes", answeredBy: ada.address });
    expect(letters(decision)).toEqual(["customerReply → jan@acme.example"]);
    expect(verdictTold(decision)).toBe("agreed");
    expect(clocks(decision.ticket).filter((clock) => clock.startsWith("next"))).toEqual([]);
  });

  test("by the link closes, with words that are filed", () => {
    const input = {
      kind: "questionAnswered" as const,
      person: ada,
      ordinal: 1,
      answer: "yes" as const,
      words: "Great work.",
    };
    const decision = decide(solved(), input, context({ now: solvedAt + minute }));
    expect(decision).toMatchObject({ reason: "agreed", ticket: { status: "closed", closedHow: "agreed" } });
    expect(decision.message).toMatchObject({ direction: "in", visible: "Great work.", author: ada });
  });

  test.each([
    ["of a stranger", { standing: "stranger" as const }, "solved"],
    ["of a colleague who took no part", { standing: "sameAccount" as const, sender: grace }, "open"],
    ["of a mail that nobody proved", { mail: mail({ visible: "yes", trust: { isProven: false, words: "" } }) }, "open"],
    ["that only stands in a quote", { mail: mail({ visible: "yes", isAllQuoted: true }) }, "open"],
  ])("%s closes nothing", (_, changes, status) => {
    expect(decide(solved(), writes("yes", solvedAt + minute, changes), context()).ticket?.status).toBe(status);
  });

  test("of a mail that came to the address made for its writer closes, proven or not", () => {
    const unproven = mail({ visible: "tak", trust: { isProven: false, words: "" }, receivedAt: solvedAt + minute });
    const decision = decide(solved(), writes("tak", 0, { mail: unproven, hasOwnToken: true }), context());
    expect(decision.ticket?.closedHow).toBe("agreed");
  });

  test("to a question that nobody asked is an ordinary reply", () => {
    const decision = decide(given(answers()), writes("Yes.", solvedAt), context());
    expect(decision).toMatchObject({ reason: "participantReplied", ticket: { status: "open", questions: [] } });
  });
});

describe("no", () => {
  test("by a reply opens the ticket again, the time goes on from what was used, and the team is told", () => {
    const at = solvedAt + 120 * minute;
    const decision = decide(solved(), writes("Niestety nadal nie działa", at), context({ now: at }));
    expect(decision).toMatchObject({ reason: "disagreed", ticket: { status: "open", closedAt: null } });
    expect(clocks(decision.ticket)[1]).toBe("resolution running 2026-10-12T14:00");
    expect(clocks(decision.ticket)[2]).toMatch(/^nextResponse running/);
    expect(verdictTold(decision)).toBe("disagreed");
  });

  test("by the link does the same, and a second press does nothing", () => {
    const input = { kind: "questionAnswered" as const, person: ada, ordinal: 1, answer: "no" as const, words: "" };
    const first = decide(solved(), input, context({ now: solvedAt + minute }));
    expect(first).toMatchObject({ reason: "disagreed", message: null, ticket: { status: "open" } });
    const second = decide(first.ticket, { ...input, answer: "yes" }, context({ now: solvedAt + 2 * minute }));
    expect(second).toMatchObject({ events: [], dispatches: [], ticket: { status: "open" } });
  });
});

test("a reply in doubt opens the ticket again and is shown as an ordinary one", () => {
  const decision = decide(solved(), writes("It works, but the invoice is wrong.", solvedAt + minute), context());
  expect(decision).toMatchObject({ reason: "participantReplied", ticket: { status: "open" } });
  expect(verdictTold(decision)).toBeNull();
  expect(lastQuestion(decision.ticket)?.state).toBe("withdrawn");
});

test.each(["solved", "closed"])("thanks on a ticket that is %s are filed, shown, and reopen nothing", (status) => {
  const before =
    status === "solved" ? solved() : must(decide(solved(), writes("yes", solvedAt + minute), context()).ticket);
  const decision = decide(before, writes("Dziękuję!", solvedAt + 2 * minute), context());
  expect(decision).toMatchObject({ reason: "thanks", ticket: { status }, message: { visible: "Dziękuję!" } });
  expect(verdictTold(decision)).toBe("thanks");
  expect(decision.events).toContainEqual(expect.objectContaining({ type: "received" }));
  const reopened = decide(decision.ticket, jans("#open", solvedAt + 3 * minute), context());
  expect(reopened.ticket?.status).toBe("open");
});

describe("the customer says first that it is solved", () => {
  const saidAt = monday + 40 * minute;
  const said = () => decide(given(answers()), writes("It works now, thank you!", saidAt), context());

  test("which closes nothing yet, and tells the agent that #solve will", () => {
    expect(said()).toMatchObject({ reason: "saysSolved", ticket: { status: "open" } });
    expect(verdictTold(said())).toBe("saysSolved");
  });

  test("the agent's #solve then closes, as of when the customer said so, and nobody is asked", () => {
    const decision = decide(said().ticket, jans("#solve", saidAt + 30 * minute), context());
    expect(decision.ticket).toMatchObject({ status: "closed", closedHow: "agreed" });
    expect(must(decision.ticket?.clocks[1])).toMatchObject({ state: "met", stoppedAt: saidAt });
    expect(letters(decision)).toEqual(["transcript → jan@acme.example"]);
    expect(decision.ticket?.clocks.every(({ state }) => state !== "running" && state !== "paused")).toBe(true);
  });

  test("and takes it back by writing on", () => {
    const on = decide(said().ticket, writes("Wait, there is another error.", saidAt + minute), context());
    const decision = decide(on.ticket, jans("#solve", saidAt + 2 * minute), context());
    expect(decision.ticket?.status).toBe("solved");
  });
});

describe("silence", () => {
  const days = (n: number) => solvedAt + n * 24 * 60 * minute;
  const look = (ticket: Ticket, now: number, in_: Partial<Context> = {}) =>
    decide(ticket, { kind: "askAgain" }, context({ now, ...in_ }));

  test("is asked again after two and five working days, at the opening, and then left alone for ever", () => {
    const first = must(lastQuestion(solved())?.askAgainAt);
    expect(new Date(first).toISOString()).toBe("2026-10-14T07:00:00.000Z");
    expect(look(solved(), first - 1)).toMatchObject({ events: [], dispatches: [] });
    const once = look(solved(), first);
    expect(letters(once)).toEqual(["solved → ada@shop.example"]);
    expect(once.dispatches[0]?.letter.data).toMatchObject({ text: "", proposedAt: solvedAt });
    const second = must(lastQuestion(once.ticket)?.askAgainAt);
    expect(new Date(second).toISOString()).toBe("2026-10-19T07:00:00.000Z");
    const twice = look(must(once.ticket), second);
    expect(lastQuestion(twice.ticket)?.askAgainAt).toBeNull();
    expect(look(must(twice.ticket), days(400))).toMatchObject({ events: [], ticket: { status: "solved" } });
  });

  test("after a pause of ours is asked once, not twice at the same time", () => {
    const late = look(solved(), days(30));
    expect(letters(late)).toHaveLength(1);
    expect(look(must(late.ticket), days(30) + minute).dispatches).toEqual([]);
  });

  test("counts only where the desk says so, and the ticket says that it lapsed", () => {
    const { desk } = context();
    const strict = { ...desk, resolution: { remindAfterWorkingDays: [], lapseAfterWorkingDays: 3 } };
    const ticket = must(decide(given(answers()), jans("#solve", solvedAt), context({ desk: strict })).ticket);
    const at = must(lastQuestion(ticket)?.askAgainAt);
    const lapsed = look(ticket, at, { desk: strict });
    expect(lapsed).toMatchObject({ reason: "lapsed", ticket: { status: "closed", closedHow: "lapsed" } });
    expect(look(ticket, at).ticket?.status).toBe("solved");
  });
});

test("#undo of a proposal withdraws the question, and its link closes nothing any more", () => {
  const decision = proposed();
  const acted = must(decision.events.find((event) => event.type === "acted"));
  if (acted.type !== "acted") throw new Error("no mail acted");
  const { rawMailId, lines, text, before, after } = acted;
  const undoable = { rawMailId, lines, text, before, after, answer: "held" as const };
  const undo = { ...jans("#undo", solvedAt + 1), asked: { ...asked, undoable } } as Input;
  const undone = decide(decision.ticket, undo, context());
  expect(undone).toMatchObject({ stops: [9], ticket: { status: "open" } });
  expect(clocks(undone.ticket)).toEqual(clocks(given(answers())));
  const pressed = { kind: "questionAnswered" as const, person: ada, ordinal: 1, answer: "yes" as const, words: "" };
  expect(decide(undone.ticket, pressed, context())).toMatchObject({ events: [], ticket: { status: "open" } });
});

test("a ticket that was closed by agreement opens again with its time going on", () => {
  const closed = must(decide(solved(), writes("yes", solvedAt + minute), context()).ticket);
  const at = solvedAt + 60 * minute;
  const reopened = decide(closed, replies(at)(), context({ now: at }));
  expect(reopened.ticket).toMatchObject({ status: "open", closedHow: null });
  expect(clocks(reopened.ticket)[1]).toBe("resolution running 2026-10-12T13:00");
});

describe("while the question is held and nobody can have read it", () => {
  const patient = context();
  const held = { ...patient, desk: { ...patient.desk, answers: { ...patient.desk.answers, holdSeconds: 30 } } };
  test.each([
    ["Yes", 10, "participantReplied"],
    ["No, not yet.", 10, "participantReplied"],
    ["It works now, thanks!", 10, "agreed"],
    ["Yes", 30, "agreed"],
    ["No, not yet.", 30, "disagreed"],
  ])("%j after %d s is taken as %s", (words, seconds, reason) => {
    expect(decide(solved(), writes(words, solvedAt + seconds * 1000), held).reason).toBe(reason);
  });
});
