/** Given / when / then for commands that meet each other in one mail, and for what a transcript says when little was done. */
import { describe, expect, test } from "vitest";
import { decide } from "../../src/ticket/decide.ts";
import type { Asked, Decision, Input, Undoable } from "../../src/ticket/input.ts";
import type { Ticket } from "../../src/ticket/ticket.ts";
import { answers, context, given, jan, letters, mail, minute, monday, must, replies } from "./scenes.ts";

const teamHears = ["newTicket → jan@acme.example", "newTicket → ewa@acme.example"];
const nothing: Asked = { undoable: null, shown: null, queue: null, lastWords: null };

function writes(ticket: Ticket, visible: string, asked: Partial<Asked> = {}): Decision {
  const facts = mail({ receivedAt: monday + 40 * minute, visible, text: visible, rawMailId: 9 });
  const mixed = { isToBothAddresses: false, customers: [] };
  const input: Input = {
    ...{ kind: "agentMail", mail: facts, agent: jan, purpose: "answer", standing: "trusted" },
    ...{ asked: { ...nothing, ...asked }, mixed },
  };
  return decide(ticket, input, context());
}

function transcript(decision: Decision) {
  const letter = decision.dispatches.map((dispatch) => dispatch.letter).find(({ name }) => name === "transcript");
  if (letter?.name !== "transcript") throw new Error("the decision holds no transcript");
  return letter.data;
}

function undoableOf(decision: Decision, answer: Undoable["answer"]): Undoable {
  const acted = must(decision.events.find((event) => event.type === "acted"));
  if (acted.type !== "acted") throw new Error("nothing was done");
  const { rawMailId, lines, text, before, after } = acted;
  return { rawMailId, lines, text, before, after, answer };
}

describe("in one mail", () => {
  test.each(["#assign me\n#team success", "#team success\n#assign me"])("%j: who is named has the ticket", (text) => {
    const decision = writes(given(), text);
    expect(decision.ticket).toMatchObject({ team: "success", assignee: jan.address });
    expect(transcript(decision).done).toContain("Jan Kowalski has the ticket now.");
  });

  test("the same line twice is done once", () => {
    const decision = writes(given(), "#cc add grace@shop.example\n#wait\n#cc add grace@shop.example\nHello both.");
    expect(transcript(decision)).toMatchObject({ understood: ["#cc add grace@shop.example", "#wait"], refused: null });
    expect(decision.ticket?.participants).toHaveLength(1);
    expect(letters(decision).filter((letter) => letter.endsWith("grace@shop.example"))).toHaveLength(1);
  });

  test("fifty commands are too many, whatever they say: nothing is done and nothing leaves", () => {
    const decision = writes(given(), `${"#wait\n".repeat(50)}Hello`);
    expect(decision).toMatchObject({ reason: "commandRefused", events: [] });
    expect(letters(decision)).toEqual(["transcript → jan@acme.example"]);
  });
});

describe("below a command, what a mail program puts there is no answer", () => {
  test.each([
    "Jan",
    "Pozdrawiam\nJan Kowalski",
    "Best regards,\nJan Kowalski\nSupport Specialist | Acme\n+48 22 123 45 67",
    "Jan Kowalski\nSpecjalista ds. wsparcia\nAcme sp. z o.o.\nul. Prosta 1, 00-001 Warszawa",
    "Pozdrawiam / Best regards\nJan Kowalski",
    "Thanks,\nJan",
    "***\nJan\n\nThis e-mail is confidential and intended only for the addressee.",
  ])("%j", (signature) => {
    const decision = writes(given(), `#severity B\n\n${signature}`);
    expect(decision).toMatchObject({ disposition: "command", message: null });
    expect(letters(decision)).toEqual(["transcript → jan@acme.example"]);
  });

  test.each([
    "Thanks",
    "Best regards are not enough, we look into it.\nJan",
    "Is it better now?\nJan",
    "We look.\n\nPozdrawiam\nJan",
    "Ada,\nplease try again.",
  ])("%j is one", (text) => {
    expect(writes(given(), `#severity B\n\n${text}`)).toMatchObject({ message: { direction: "out", visible: text } });
  });

  test("beside no command it is what was written", () => {
    expect(writes(given(), "Thanks,\nJan")).toMatchObject({ disposition: "answer" });
  });
});

describe("a transcript", () => {
  test("says that words below #undo went to nobody", () => {
    const done = writes(given(), "#severity B");
    const undone = writes(must(done.ticket), "#undo\nHello Ada", { undoable: undoableOf(done, "none") });
    expect(transcript(undone).done).toEqual([
      "Taken back: #severity B",
      "The text below the commands was sent to nobody.",
    ]);
    expect(letters(undone)).toEqual(["transcript → jan@acme.example"]);
  });

  test("does not say taken back where all of it stays, and names what stays in words", () => {
    const asked = writes(given(answers()), "#ask access proj_12345678");
    const yes: Input = {
      ...(replies(monday + 50 * minute)() as Extract<Input, { kind: "reply" }>),
      mail: mail({ receivedAt: monday + 50 * minute, visible: "Yes" }),
      answersQuestion: 1,
    };
    const answered = must(decide(must(asked.ticket), yes, context()).ticket);
    const undone = writes(answered, "#undo", { undoable: undoableOf(asked, "left") });
    const said = transcript(undone).done.join("\n");
    expect(said).toContain("what the customer was asked");
    expect(said).not.toContain("Taken back");
    expect(undone.ticket?.questions[0]).toMatchObject({ answer: "yes" });
  });

  test("says that whoever got the ticket is away, and until when", () => {
    const away = { "ewa@acme.example": { until: monday + 24 * 60 * minute, source: "command" as const } };
    const facts = mail({ receivedAt: monday, visible: "#assign ewa", rawMailId: 9 });
    const how = { purpose: "answer", standing: "trusted", asked: nothing } as const;
    const decision = decide(given(), { kind: "agentMail", mail: facts, agent: jan, ...how }, context({ away }));
    expect(transcript(decision).done).toEqual([
      "Ewa Nowak has the ticket now, but is away until 2026-10-13 10:00: until then its team hears of it.",
    ]);
  });

  test("tells states and promises in words", () => {
    const ticket = given(answers());
    const page = transcript(writes(ticket, "#show", { shown: { ticket, messages: [] } })).page;
    expect(page).toMatch(/status: open[\s\S]*first answer: kept[\s\S]*solution: running/);
    const waiting = must(writes(ticket, "#wait").ticket);
    expect(transcript(writes(waiting, "#wait")).done).toEqual(["The ticket was waiting for the customer already."]);
    expect(transcript(writes(ticket, "#type issue")).done[0]).toContain("(it was none)");
  });
});

test("an agent who writes about no ticket hears that it stands in their own name, and is not called unknown", () => {
  const facts = mail({ visible: "Hello, what is up?" });
  const sender = { contactId: null, ...jan };
  const input: Input = { kind: "newMatter", mail: facts, sender, copied: [], mentions: null };
  const opened = decide(null, input, context({ account: null }));
  expect(letters(opened)).toEqual(["transcript → jan@acme.example", ...teamHears]);
  expect(transcript(opened).done.join()).toContain("#requester");
  const claimed = { ...input, mail: { ...facts, trust: { isProven: false, words: "" } } };
  expect(letters(decide(null, claimed, context({ account: null })))[0]).toBe("unknownSender → jan@acme.example");
});

describe("#docs", () => {
  const guides = [{ id: 1, title: "How to refund", url: "https://docs.example/refund", language: "en" }];
  const solved = { ...(replies(monday + 35 * minute)() as Extract<Input, { kind: "reply" }>) };
  const saidFirst = () => {
    const says: Input = {
      ...solved,
      mail: mail({ receivedAt: monday + 35 * minute, visible: "It works now, thanks!" }),
    };
    return must(decide(given(answers()), says, context()).ticket);
  };

  test("beside a #solve that closes brings no letter, so it is refused; with words below it goes with them", () => {
    expect(transcript(writes(saidFirst(), "#docs refund\n#solve", { guides })).refused).toMatchObject({
      line: "#docs refund",
    });
    const sent = writes(saidFirst(), "#docs refund\n#solve\nFor next time.", { guides });
    expect(sent.ticket?.status).toBe("closed");
    expect(sent.dispatches[0]).toMatchObject({ letter: { name: "answer" }, guides: [{ id: 1 }] });
  });

  test("beside a #solve that asks goes with the question", () => {
    const sent = writes(given(answers()), "#docs refund\n#solve", { guides });
    expect(sent.dispatches[0]).toMatchObject({ letter: { name: "solved" }, guides: [{ id: 1 }] });
  });
});
