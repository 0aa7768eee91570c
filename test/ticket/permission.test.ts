/** Given / when / then for questions that need the customer's word, and for a ticket on hold until a day. */
import { describe, expect, test } from "vitest";
import { decide } from "../../src/ticket/decide.ts";
import { parseDesk } from "../../src/ticket/desk.ts";
import type { Context, Decision, Input } from "../../src/ticket/input.ts";
import type { Person, Ticket } from "../../src/ticket/ticket.ts";
import { deskYaml } from "../harness/deskFile.ts";
import { ada, context, given, grace, jan, letters, mail, minute, monday, must } from "./scenes.ts";

const yaml = deskYaml.replace(
  "issue: { tags: [issue, bug], team: technical }",
  "issue: { tags: [issue, bug], team: technical }\n  request: { tags: [request], team: success, needsAuthorisation: true }",
);
const desk = parseDesk(yaml);
const day = 24 * 60 * minute;
const boss: Person = { contactId: 3, name: "Bogna Szef", address: "boss@shop.example" };

const at = (now: number): Context => context({ now, desk });

function agent(visible: string, changes: Partial<Extract<Input, { kind: "agentMail" }>> = {}): Input {
  const facts = mail({ visible, text: visible, receivedAt: monday + minute });
  return { kind: "agentMail", mail: facts, agent: jan, purpose: "answer", standing: "trusted", ...changes };
}

function reply(visible: string, changes: Partial<Extract<Input, { kind: "reply" }>> = {}): Input {
  const facts = mail({ visible, text: visible, receivedAt: monday + 60 * minute, ...changes.mail });
  const rest = { sender: ada, standing: "participant" as const, copied: [], hasOwnToken: true, answersQuestion: 1 };
  return { kind: "reply", ...rest, ...changes, mail: facts };
}

const does = (ticket: Ticket, input: Input, now = monday + 60 * minute): Decision => decide(ticket, input, at(now));
const having = (ticket: Ticket, ...inputs: Input[]): Ticket =>
  inputs.reduce((before, input) => must(does(before, input).ticket), ticket);

const asked = (line = "#ask access proj_12345678 until friday") => having(given(), agent(`${line}\nMay we look?`));
const withBoss = (): Ticket => ({ ...given(), authorisers: [boss] });
const refusal = (decision: Decision) => {
  expect(decision.events).toEqual([]);
  expect(decision.dispatches.map(({ to }) => to)).toEqual(["agent"]);
  const { letter } = must(decision.dispatches[0]);
  return letter.name === "transcript" ? must(letter.data.refused).why : letter.name;
};

describe("asking", () => {
  test("puts the question to the requester in one letter with the agent's words, and is an answer", () => {
    const decision = does(given(), agent("#ask access proj_12345678 until friday\nMay we look?"));
    expect(letters(decision)).toEqual(["question → ada@shop.example", "transcript → jan@acme.example"]);
    const { letter } = must(decision.dispatches[0]);
    expect(letter.name === "question" && letter.data).toMatchObject({
      asked: { kind: "access", about: "proj_12345678", until: Date.parse("2026-10-16T21:59:00Z") },
      text: "May we look?",
      mayAnswer: true,
    });
    expect(decision.ticket).toMatchObject({
      status: "open",
      assignee: jan.address,
      questions: [{ ordinal: 1, kind: "access", state: "asked", askedBy: jan.address }],
    });
  });

  test("without a time of its own lasts two weeks, to the end of the day", () => {
    expect(asked("#ask access proj_12345678").questions[0]?.until).toBe(Date.parse("2026-10-26T22:59:00Z"));
  });

  test("reads Polish, and keeps 'do' and 'until' that are no time as words", () => {
    expect(asked("#ask access projekt proj_12345678 do piątku").questions[0]).toMatchObject({
      about: "projekt proj_12345678",
      until: Date.parse("2026-10-16T21:59:00Z"),
    });
    expect(asked("#ask access dostęp do projektu").questions[0]?.about).toBe("dostęp do projektu");
    expect(asked("#ask authorisation to close the shop until we say so").questions[0]?.about).toBe(
      "to close the shop until we say so",
    );
  });

  test.each([
    ["#ask access", /needs a word/],
    ["#ask access until friday", /needs a word/],
    ["#ask access proj_12345678 until fryday", /Until when is not understood/],
    ["#ask access proj_12345678 until 2026-10-01", /over already/],
    ["#ask access proj_12345678 until 2028-01-01", /more than a year/],
    [`#ask authorisation ${"x".repeat(400)}`, /too long/],
    ["#ask money", /not known/],
    ["#ask access proj_1\n#solve", /something else already/],
  ])("%s is refused", (line, why) => expect(refusal(does(given(), agent(`${line}\nHello.`)))).toMatch(why));

  test("on a solved or closed ticket is refused, unless the same mail opens it", () => {
    const solved = having(given(), agent("#solve"));
    expect(refusal(does(solved, agent("#ask access proj_1")))).toMatch(/proposed as solved/);
    expect(having(solved, agent("#open\n#ask access proj_1")).questions.map(({ state }) => state)).toEqual([
      "withdrawn",
      "asked",
    ]);
    const closed = having(solved, reply("Yes, solved.", { answersQuestion: null }));
    expect(closed.status).toBe("closed");
    expect(refusal(does(closed, agent("#ask access proj_1")))).toMatch(/closed/);
  });

  test("anew withdraws the open question of the same kind, and leaves the other kind open", () => {
    const ticket = having(asked(), agent("#ask authorisation to reset it"), agent("#ask access proj_2"));
    expect(ticket.questions.map(({ kind, state }) => `${kind} ${state}`)).toEqual([
      "access withdrawn",
      "authorisation asked",
      "access asked",
    ]);
  });

  test("undone withdraws the question", () => {
    const decision = does(given(), agent("#ask access proj_12345678"));
    const acted = must(decision.events.find(({ type }) => type === "acted"));
    if (acted.type !== "acted") throw new Error("not acted");
    const undoable = { ...acted, answer: "held" as const };
    const none = { shown: null, queue: null, lastWords: null };
    const undone = does(must(decision.ticket), agent("#undo", { asked: { ...none, undoable } }));
    expect(undone.ticket?.questions.map(({ state }) => state)).toEqual(["withdrawn"]);
    expect(undone.stops).toEqual([acted.rawMailId]);
  });
});

describe("an answer by reply", () => {
  test.each([
    ["Yes, go ahead.", "yes", "allowed"],
    ["Nie wyrażam zgody.", "no", "declined"],
  ])("%s", (said, answer, reason) => {
    const decision = does(asked(), reply(said));
    expect(decision.reason).toBe(reason);
    expect(decision.ticket?.questions[0]).toMatchObject({ state: "answered", answer, answeredBy: ada.address });
    expect(letters(decision)).toEqual(["customerReply → jan@acme.example"]);
    const { letter } = must(decision.dispatches[0]);
    expect(letter.name === "customerReply" && letter.data).toMatchObject({
      verdict: reason,
      asked: { kind: "access", about: "proj_12345678" },
    });
  });

  test("opens a ticket that waited for the customer", () => {
    const waiting = having(given(), agent("#ask access proj_1\n#wait"));
    expect(waiting.status).toBe("pending");
    expect(having(waiting, reply("tak")).status).toBe("open");
  });

  test.each([
    ["says something else", reply("Which people?")],
    ["answers another letter", reply("Yes", { answersQuestion: null })],
    ["answers an older question", reply("Yes", { answersQuestion: 7 })],
    ["is a stranger's", reply("Yes", { standing: "stranger", sender: { ...ada, address: "eve@evil.example" } })],
    ["is a colleague's who takes no part", reply("Yes", { standing: "sameAccount", sender: grace })],
    [
      "comes unproven to nobody's own address",
      reply("Yes", { hasOwnToken: false, mail: mail({ visible: "Yes", trust: { isProven: false, words: "" } }) }),
    ],
    ["has a file", reply("Yes", { mail: mail({ visible: "Yes", attachments: [file("contract.pdf")] }) })],
    ["is nothing but a quote", reply("Yes", { mail: mail({ visible: "Yes", isAllQuoted: true }) })],
  ])("is none where it %s", (_, input) => {
    expect(does(asked(), input).ticket?.questions[0]).toMatchObject({ state: "asked", answer: null });
  });

  test("counts once; but who gave it may take it back, while it lasts", () => {
    const [yes, no] = [reply("Yes"), reply("No, please stop.")];
    expect(having(asked(), no, yes).questions[0]).toMatchObject({ answer: "no" });
    const given = having(asked(), yes);
    expect(does(given, yes)).toMatchObject({ reason: "participantReplied" });
    expect(having(given, reply("No, the invoice is wrong.")).questions[0]).toMatchObject({ answer: "yes" });
    const back = does(given, no);
    expect(back).toMatchObject({ reason: "declined", ticket: { questions: [{ state: "answered", answer: "no" }] } });
    expect(letters(back)).toEqual(["customerReply → jan@acme.example"]);
    const late = reply("No", { mail: mail({ visible: "No", receivedAt: monday + 6 * day }) });
    expect(does(given, late, monday + 6 * day).reason).toBe("participantReplied");
  });

  test("after its time is an ordinary reply", () => {
    const late = reply("Yes", { mail: mail({ visible: "Yes", receivedAt: monday + 6 * day }) });
    expect(does(asked(), late, monday + 6 * day).ticket?.questions[0]?.answer).toBeNull();
  });
});

describe("an authorisation", () => {
  const ask = agent("#ask authorisation to delete proj_1\nPlease confirm.");

  test("is asked of the account's authorisers, and the requester is told without a link", () => {
    const decision = does(withBoss(), ask);
    const told = decision.dispatches.flatMap(({ letter }) =>
      letter.name === "question" ? [`${letter.to.address} ${letter.data.mayAnswer}`] : [],
    );
    expect(told).toEqual(["ada@shop.example false", "boss@shop.example true"]);
  });

  test("is given by an authoriser only, who does not come to take part by it", () => {
    const ticket = having(withBoss(), ask);
    expect(having(ticket, reply("Yes")).questions[0]?.answer).toBeNull();
    const given = does(ticket, reply("Yes, approved.", { sender: boss, standing: "sameAccount" }));
    expect(given.ticket).toMatchObject({ questions: [{ answer: "yes", answeredBy: boss.address }], participants: [] });
    expect(given.message).toMatchObject({ direction: "in", author: boss });
  });

  test("is given by a participant where the account names nobody", () => {
    expect(having(given(), ask, reply("Yes")).questions[0]).toMatchObject({ answer: "yes" });
  });

  test("is not given by an unproven mail, even to the address made for its writer", () => {
    const unproven = mail({ visible: "Yes", trust: { isProven: false, words: "" } });
    expect(having(given(), ask, reply("Yes", { mail: unproven })).questions[0]?.answer).toBeNull();
  });

  test("given by the button is told with its words", () => {
    const ticket = having(withBoss(), ask);
    const press = {
      kind: "questionAnswered" as const,
      ordinal: 1,
      answer: "yes" as const,
      words: "By Monday, please.",
    };
    expect(does(ticket, { ...press, person: ada }).reason).toBe("nothingOpen");
    const decision = does(ticket, { ...press, person: boss });
    expect(decision.ticket?.questions[0]).toMatchObject({ answer: "yes", answeredBy: boss.address });
    expect(decision.message?.visible).toBe("By Monday, please.");
    expect(does(must(decision.ticket), { ...press, person: boss, answer: "no" }).reason).toBe("nothingOpen");
  });
});

describe("a request type that needs an authorisation", () => {
  const request = () => having(given(), agent("#type request"));
  const ask = agent("#ask authorisation to delete proj_1");

  test("cannot be solved before", () => {
    expect(refusal(does(request(), agent("#solve\nDone.")))).toMatch(/must be authorised/);
    expect(refusal(does(having(request(), ask), agent("#solve\nDone.")))).toMatch(/must be authorised/);
    expect(refusal(does(having(request(), ask, reply("No")), agent("#solve")))).toMatch(/must be authorised/);
    expect(refusal(does(given(), agent("#type request\n#solve")))).toMatch(/must be authorised/);
  });

  test("can be solved once it is authorised, or has another type", () => {
    expect(having(request(), ask, reply("Yes"), agent("#solve")).status).toBe("solved");
    expect(having(request(), agent("#type question\n#solve")).status).toBe("solved");
  });

  test("is asked anew for another change: then the latest word counts", () => {
    const twice = having(request(), ask, reply("Yes"), agent("#ask authorisation to delete proj_2"));
    expect(refusal(does(twice, agent("#solve")))).toMatch(/must be authorised/);
    expect(having(twice, reply("Yes", { answersQuestion: 2 }), agent("#solve")).status).toBe("solved");
  });

  test("is not closed by the customer's own word either", () => {
    const first = having(request(), reply("It is solved.", { answersQuestion: null }));
    expect(refusal(does(first, agent("#solve")))).toMatch(/must be authorised/);
  });
});

describe("time", () => {
  const due = (ticket: Ticket) => must(ticket.questions.find(({ askAgainAt }) => askAgainAt !== null)?.askAgainAt);
  const looks = (ticket: Ticket, now: number) => does(ticket, { kind: "askAgain" }, now);

  test("asks the silent again as often as the desk says, and then the question is over and agents are told", () => {
    let ticket = having(withBoss(), agent("#ask authorisation to delete proj_1"));
    expect(looks(ticket, due(ticket) - 1).events).toEqual([]);
    for (const days of [2, 7]) {
      expect(due(ticket)).toBeLessThanOrEqual(monday + (days + 1) * day);
      const again = looks(ticket, due(ticket));
      expect(letters(again)).toEqual(["question → boss@shop.example"]);
      ticket = must(again.ticket);
    }
    expect(due(ticket)).toBe(ticket.questions[0]?.until);
    const over = looks(ticket, due(ticket));
    expect(over.events.map(({ type }) => type)).toEqual(["questionExpired"]);
    expect(letters(over)).toEqual(["timeUp → jan@acme.example"]);
    expect(over.ticket?.questions[0]).toMatchObject({ state: "expired", answer: null, askAgainAt: null });
    expect(does(must(over.ticket), reply("Yes", { sender: boss, standing: "sameAccount" })).reason).not.toBe("allowed");
  });

  test("ends access that was granted, and agents are told", () => {
    const granted = having(asked(), reply("Yes"));
    expect(due(granted)).toBe(Date.parse("2026-10-16T21:59:00Z"));
    const over = looks(granted, due(granted));
    expect(over.ticket?.questions[0]).toMatchObject({ state: "expired", answer: "yes" });
    const { letter } = must(over.dispatches[0]);
    expect(letter.name === "timeUp" && letter.data.what).toBe("accessOver");
  });

  test("withdraws what is open when the ticket is solved, and ends access when it is closed", () => {
    const solved = having(given(), agent("#ask authorisation to x"), agent("#ask access proj_1"), agent("#solve"));
    expect(solved.questions.map(({ kind, state }) => `${kind} ${state}`)).toEqual([
      "authorisation withdrawn",
      "access withdrawn",
      "resolution asked",
    ]);
    const closed = having(asked(), reply("Yes"), agent("#solve"), reply("Yes", { answersQuestion: null }));
    expect(closed).toMatchObject({
      status: "closed",
      questions: [{ state: "expired", answer: "yes" }, { answer: "yes" }],
    });
  });
});

describe("on hold until a day", () => {
  const held = (line = "#hold until friday") => having(given(), agent(line));
  const friday = Date.parse("2026-10-16T07:00:00Z");
  const look = { kind: "clockLook" as const, told: [], lastWords: null };

  test("the ticket opens again when people are at work on that day, and its agent is told", () => {
    const ticket = held("#hold until friday\nWe wait for the parts.");
    expect(ticket).toMatchObject({ status: "onHold", holdUntil: friday });
    expect(does(given(), agent("#hold until friday")).nextLookAt).toBeLessThanOrEqual(friday);
    const early = does(ticket, look, friday - minute);
    expect(early.ticket?.status).toBe("onHold");
    expect(early.nextLookAt).toBeLessThanOrEqual(friday);
    const over = does(ticket, look, friday);
    expect(over.ticket).toMatchObject({ status: "open", holdUntil: null });
    expect(letters(over).filter((letter) => letter.startsWith("timeUp"))).toEqual(["timeUp → jan@acme.example"]);
    expect(letters(does(must(over.ticket), look, friday + minute)).filter((one) => one.startsWith("timeUp"))).toEqual(
      [],
    );
  });

  test("a look that comes late opens it as of that instant: the time for handling has run since", () => {
    const over = does(held(), look, friday + 30 * minute);
    const resumed = over.events.find(({ type }) => type === "clockResumed");
    expect(resumed?.type === "clockResumed" && resumed.clock.spans.at(-1)?.from).toBe(friday);
  });

  test.each([
    ["#hold until fryday", /not understood/],
    ["#hold until yesterday", /not understood/],
    ["#hold until today", /over already/],
    ["#hold until 2026-10-01", /over already/],
    ["#hold until 2028-01-01", /more than a year/],
  ])("%s is refused", (line, why) => expect(refusal(does(given(), agent(line)))).toMatch(why));

  test("said again moves the day or takes it away, and another status ends it", () => {
    expect(having(held(), agent("#hold until 2026-10-19 14:00")).holdUntil).toBe(Date.parse("2026-10-19T12:00:00Z"));
    expect(having(held(), agent("#hold"))).toMatchObject({ status: "onHold", holdUntil: null });
    expect(having(held(), agent("#open"))).toMatchObject({ status: "open", holdUntil: null });
  });

  test("undone, the ticket is what it was", () => {
    const decision = does(given(), agent("#hold until friday"));
    const acted = must(decision.events.find(({ type }) => type === "acted"));
    if (acted.type !== "acted") throw new Error("not acted");
    const none = { shown: null, queue: null, lastWords: null };
    const undone = does(
      must(decision.ticket),
      agent("#undo", { asked: { ...none, undoable: { ...acted, answer: "none" } } }),
    );
    expect(undone.ticket).toMatchObject({ status: "new", holdUntil: null });
  });
});

function file(name: string) {
  return { index: 0, name, type: "application/pdf", bytes: 10, inline: false };
}
