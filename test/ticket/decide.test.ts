import { describe, expect, test } from "vitest";
import { decide } from "../../src/ticket/decide.ts";
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
  newMatter,
  replies,
} from "./scenes.ts";

describe("a new matter", () => {
  test("opens a ticket with its clocks, confirms it, and tells each of the team", () => {
    const decision = newMatter();
    expect(decision).toMatchObject({ disposition: "ticket", reason: "newMatter" });
    expect(decision.ticket).toMatchObject({ id: 1042, status: "new", severity: "A", plan: "standard", assignee: null });
    expect(clocks(decision.ticket)).toEqual([
      "firstResponse running 2026-10-12T09:00",
      "resolution running 2026-10-12T12:00",
    ]);
    expect(letters(decision)).toEqual([
      "confirmation → ada@shop.example",
      "newTicket → jan@acme.example",
      "newTicket → ewa@acme.example",
    ]);
  });

  test("goes to the team of its request type", () => {
    expect(letters(newMatter({ subject: "[question] Where is it?" }))).toContain("newTicket → ola@acme.example");
  });

  test("promises nothing that the plan does not promise", () => {
    expect(clocks(newMatter({ subject: "[C] A small thing" }).ticket)).toEqual([
      "firstResponse running 2026-10-15T08:00",
    ]);
  });

  test("of an unknown sender becomes a ticket too, by the standard plan, and asks who they are", () => {
    const decision = newMatter({}, { account: null });
    expect(decision.ticket).toMatchObject({ account: null, plan: "standard" });
    expect(letters(decision)[0]).toBe("unknownSender → ada@shop.example");
  });

  test.each([
    ["a list", { isList: true }, {}, "list"],
    ["a mail that none of our addresses stands in", { isAddressedToUs: false }, {}, "notAddressedToUs"],
    ["a sender who had their letter today", {}, { mayConfirm: false }, "capReached"],
  ])("of %s is not confirmed, and the ticket says why", (_who, facts, in_, why) => {
    const decision = newMatter(facts, in_);
    expect(decision.disposition).toBe("ticket");
    expect(letters(decision).every((letter) => letter.startsWith("newTicket"))).toBe(true);
    expect(decision.events.at(-1)).toMatchObject({ type: "confirmationWithheld", reason: why });
  });

  test("of a sender nobody proved is confirmed without their name or words", () => {
    const [first] = newMatter({ trust: { isProven: false, words: "" } }).dispatches;
    expect(first?.letter.to.name).toBe("");
    expect(first?.letter.data).toMatchObject({ proven: false });
  });

  test("is written in the contact's language, else the account's, else the one they wrote in", () => {
    const languageOf = (in_: Parameters<typeof newMatter>[1], language: string | null) =>
      newMatter({ language }, in_).ticket?.language;
    const account = { id: 1, name: "Shop", plan: "standard", language: "en" as const };
    expect(languageOf({ contactLanguage: "pl", account }, "en")).toBe("pl");
    expect(languageOf({ account }, "pl")).toBe("en");
    expect(languageOf({}, "pl")).toBe("pl");
    expect(languageOf({}, "fr")).toBe("en");
  });

  test("takes in colleagues of the account from Cc, and only notes others", () => {
    const input = {
      kind: "newMatter" as const,
      mail: mail(),
      sender: ada,
      mentions: null,
      copied: [
        { person: grace, isSameAccount: true },
        { person: { name: "", address: "x@evil.example" }, isSameAccount: false },
      ],
    };
    const decision = decide(null, input, context());
    expect(decision.ticket?.participants.map((person) => person.address)).toEqual(["grace@shop.example"]);
    expect(decision.events.map((event) => event.type)).toContain("copied");
  });
});

describe("an agent's answer", () => {
  test("reaches the customer and all participants, stops the response clock as of its arrival, and makes its agent the assignee", () => {
    const ticket = given();
    const decision = decide(ticket, answers()(), context());
    expect(decision).toMatchObject({ disposition: "answer", message: { direction: "out", author: jan } });
    expect(letters(decision)).toEqual(["answer → ada@shop.example"]);
    expect(decision.ticket).toMatchObject({ status: "open", assignee: "jan@acme.example" });
    expect(clocks(decision.ticket)).toEqual([
      "firstResponse met 2026-10-12T09:00",
      "resolution running 2026-10-12T12:00",
    ]);
  });

  test("that comes too late is a promise missed", () => {
    expect(clocks(decide(given(), answers(monday + 61 * minute)(), context()).ticket)[0]).toMatch(
      /^firstResponse missed/,
    );
  });

  test("does not take a ticket from its assignee", () => {
    const ticket = { ...given(), assignee: "ewa@acme.example" };
    expect(decide(ticket, answers()(), context()).ticket?.assignee).toBe("ewa@acme.example");
  });

  test("waits as long as the desk says", () => {
    const held = { ...context().desk, answers: { holdSeconds: 30 } };
    expect(decide(given(), answers()(), context({ desk: held })).dispatches[0]?.holdMs).toBe(30_000);
  });

  test.each(["notProven", "noToken"])("that falls short (%s) changes nothing and asks its agent", (short) => {
    const ticket = given();
    const input = {
      kind: "agentMail" as const,
      mail: mail(),
      agent: jan,
      purpose: "answer" as const,
      standing: { short },
    };
    const decision = decide(ticket, input, context());
    expect(decision).toMatchObject({
      disposition: "quarantined",
      reason: "heldForApproval",
      events: [],
      message: null,
    });
    expect(decision.ticket).toEqual(ticket);
    expect(letters(decision)).toEqual(["held → jan@acme.example"]);
  });

  test.each([
    ["#note\nHe is difficult.", "He is difficult."],
    ["\n  #NOTE He is difficult.", "He is difficult."],
  ])("that begins with #note stays inside: %j", (visible, kept) => {
    const decision = decide(given(), answers(monday + minute, visible)(), context());
    expect(decision).toMatchObject({
      disposition: "note",
      message: { direction: "note", visible: kept },
    });
    expect(letters(decision)).toEqual(["transcript → jan@acme.example"]);
    expect(clocks(decision.ticket)[0]).toMatch(/running/);
  });

  test("to the note address stays inside", () => {
    const input = {
      kind: "agentMail" as const,
      mail: mail(),
      agent: jan,
      purpose: "note" as const,
      standing: "trusted" as const,
    };
    expect(decide(given(), input, context())).toMatchObject({ disposition: "note", dispatches: [] });
  });

  test.each(["#nte\nInner words", "#note\n#solv\nx", "#internal: do not send"])(
    "with an unknown command sends nothing: %j",
    (visible) => {
      const decision = decide(given(), answers(monday + minute, visible)(), context());
      expect(decision).toMatchObject({ disposition: "command", reason: "commandRefused", events: [], message: null });
      expect(letters(decision)).toEqual(["transcript → jan@acme.example"]);
    },
  );

  test.each(["# Heading\ntext", "#1042 is the number", "See #note below"])(
    "that merely holds a hash is an answer: %j",
    (visible) => {
      expect(decide(given(), answers(monday + minute, visible)(), context()).disposition).toBe("answer");
    },
  );
});

describe("a customer's reply", () => {
  test("before any answer starts no second promise", () => {
    const decision = decide(given(), replies(monday + minute)(), context());
    expect(clocks(decision.ticket).filter((clock) => clock.startsWith("next"))).toEqual([]);
    expect(letters(decision)).toEqual(["customerReply → jan@acme.example", "customerReply → ewa@acme.example"]);
  });

  test("after an answer starts the next response once, and tells the assignee", () => {
    const ticket = given(answers(), replies(monday + 40 * minute), replies(monday + 50 * minute));
    expect(clocks(ticket).filter((clock) => clock.startsWith("next"))).toEqual([
      "nextResponse running 2026-10-12T09:40",
    ]);
    expect(letters(decide(ticket, replies(monday + 55 * minute)(), context()))).toEqual([
      "customerReply → jan@acme.example",
    ]);
  });

  test("is answered, and the following one starts another promise", () => {
    const ticket = given(
      answers(),
      replies(monday + 40 * minute),
      answers(monday + 45 * minute),
      replies(monday + 50 * minute),
    );
    expect(clocks(ticket).filter((clock) => clock.startsWith("next"))).toEqual([
      "nextResponse met 2026-10-12T09:40",
      "nextResponse running 2026-10-12T09:50",
    ]);
  });

  test.each(["pending", "solved", "closed"] as const)("brings a ticket that is %s back to open", (status) => {
    const ticket = { ...given(answers()), status, closedAt: status === "closed" ? monday : null };
    const decision = decide(ticket, replies(monday + 60 * minute)(), context());
    expect(decision.ticket?.status).toBe("open");
    expect(decision.ticket?.id).toBe(1042);
  });

  test("a month after closing opens a new ticket that follows up", () => {
    const ticket = { ...given(answers()), id: 1001, status: "closed" as const, closedAt: monday };
    const decision = decide(ticket, replies(monday + 31 * 24 * 60 * minute)(), context({ newTicketId: 1050 }));
    expect(decision).toMatchObject({ disposition: "ticket", reason: "followUp" });
    expect(decision.ticket?.id).toBe(1050);
    expect(decision.events).toContainEqual(expect.objectContaining({ type: "followsUp", ticketId: 1001 }));
  });

  test("of a colleague joins them and never changes the requester", () => {
    const decision = decide(given(), replies(monday + minute, grace, "sameAccount")(), context());
    expect(decision.reason).toBe("colleagueJoined");
    expect(decision.ticket?.participants).toEqual([grace]);
    expect(decision.ticket?.requester).toEqual(ada);
  });

  test("of a stranger is filed as unverified and changes nothing", () => {
    const before = { ...given(answers()), status: "pending" as const };
    const eve = { contactId: null, name: "", address: "eve@evil.example" };
    const decision = decide(before, replies(monday + 60 * minute, eve, "stranger")(), context());
    expect(decision).toMatchObject({ reason: "strangerWithToken", message: { isUnverified: true } });
    expect(decision.ticket).toEqual(before);
  });
});

describe("machines", () => {
  test("an automatic reply is filed, never answered, never reopens, never stops a clock", () => {
    const before = { ...given(answers()), status: "pending" as const };
    const decision = decide(
      before,
      { kind: "autoReply", mail: mail(), from: ada.address, awayUntil: "2026-10-20" },
      context(),
    );
    expect(decision).toMatchObject({ disposition: "autoReply", dispatches: [], message: null });
    expect(decision.ticket).toEqual(before);
    expect(decision.events).toEqual([expect.objectContaining({ type: "autoReplied", awayUntil: "2026-10-20" })]);
  });

  const bounced = (kind: "hard" | "soft" | "delayed", recipient = ada.address) => ({
    kind: "undelivered" as const,
    letter: { letter: "answer" as const, recipient, kind, cause: "userUnknown", excerpt: "We are on it." },
  });

  test("a bounced answer re-opens its clock as if it had never stopped, and tells the agent", () => {
    const ticket = given(answers());
    const decision = decide(ticket, bounced("hard"), context({ now: monday + 50 * minute }));
    expect(clocks(decision.ticket)[0]).toBe("firstResponse running 2026-10-12T09:00");
    expect(letters(decision)).toEqual(["undelivered → jan@acme.example"]);
  });

  test("a delay is noted and nothing else", () => {
    const decision = decide(given(answers()), bounced("delayed"), context());
    expect(decision).toMatchObject({ reason: "letterDelayed", dispatches: [] });
    expect(clocks(decision.ticket)[0]).toMatch(/met/);
  });

  test("a letter to an agent that bounces is not reported to that agent", () => {
    expect(decide(given(), bounced("hard", jan.address), context()).dispatches).toEqual([]);
  });
});

test("an input about a ticket without a ticket is a bug and says so", () => {
  expect(() => decide(null, answers()(), context())).toThrow(/none was given/);
  expect(must(newMatter().ticket).id).toBe(1042);
});
