/** Commands that stand below other words: they are text, and the mail waits until its agent says that it is meant so. */
import { describe, expect, test } from "vitest";
import { misplacedCommand } from "../../src/ticket/command/misplaced.ts";
import { decide } from "../../src/ticket/decide.ts";
import type { Decision, Input } from "../../src/ticket/input.ts";
import { context, desk, given, jan, letters, mail, monday } from "./scenes.ts";

const found = (text: string) => misplacedCommand(text, { desk, agent: jan.address });

function writes(visible: string, changes: Partial<Extract<Input, { kind: "agentMail" }>> = {}): Decision {
  const facts = mail({ receivedAt: monday, visible, text: visible, rawMailId: 9 });
  const mixed = { isToBothAddresses: false, customers: [] };
  const input: Input = { kind: "agentMail", mail: facts, agent: jan, purpose: "answer", standing: "trusted", mixed };
  return decide(given(), { ...input, ...changes }, context());
}

describe("is seen", () => {
  test.each([
    ["Hi Ada,\n#note he is difficult", "#note he is difficult"],
    ["Hi Ada,\n\n#note: call him first", "#note: call him first"],
    ["Cześć,\n#solve", "#solve"],
    ["Done.\n#severity A\nBye", "#severity A"],
    ["It works again now. #solve", "It works again now. #solve"],
    ["It works again now.\n\nAll the best #Solve.", "All the best #Solve."],
    ["Hello\n#merge 1041", "#merge 1041"],
  ])("%j", (text, line) => {
    expect(found(text)).toBe(line);
  });
});

describe("is text like any other", () => {
  test.each([
    "Hello Ada,\n#solve is no command here",
    "Run this:\n\n    #solve\n    #wait",
    "Write it so:\n```\n#note words\n```\nand send it.",
    "See #note below, and #1042.",
    "Use the #help channel.",
    "#include <stdio.h>",
    "Hello\n# Notes\n#wait for it",
    "Colour #a1b2c3",
    "",
  ])("%j", (text) => {
    expect(found(text)).toBeNull();
  });
});

test("an answer with one leaves only when its agent says that it is meant so", () => {
  const held = writes("Hi Ada,\n#note he is difficult");
  expect(held).toMatchObject({ disposition: "quarantined", reason: "heldForApproval", events: [], message: null });
  expect(letters(held)).toEqual(["held → jan@acme.example"]);
  expect(held.dispatches[0]?.letter.data).toMatchObject({
    what: "answer",
    why: expect.stringContaining("begin with it"),
  });
  const { mixed: _, ...approved } = { mixed: undefined };
  const input: Input = {
    kind: "agentMail",
    mail: mail({ receivedAt: monday, visible: "Hi Ada,\n#note is what you write", rawMailId: 9 }),
    agent: jan,
    purpose: "answer",
    standing: "trusted",
    ...approved,
  };
  expect(letters(decide(given(), input, context()))).toEqual(["answer → ada@shop.example"]);
});

test("a note may hold whatever it likes", () => {
  expect(letters(writes("#note\nHe wrote\n#solve"))).toEqual(["transcript → jan@acme.example"]);
  expect(writes("He wrote\n#solve", { purpose: "note" })).toMatchObject({ disposition: "note" });
});
