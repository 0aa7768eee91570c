import { expect, test } from "vitest";
import { comparable } from "../../src/ticket/alike.ts";
import { decide } from "../../src/ticket/decide.ts";
import { ada, context, grace, mail, newMatter } from "./scenes.ts";

test.each([
  ["[A] Re: Checkout is down", "checkout is down"],
  ["Fwd: RE: [EXT] [severity: B] Koszyk nie działa!", "koszyk nie dziala"],
  ["Żółć w eksporcie zamówień", "zolc w eksporcie zamowien"],
  ["Help", null],
  ["[A] Question", null],
  ["Pytanie", null],
  ["a b c d e f g h", null],
  ["", null],
])("of the subject %j is compared: %j", (subject, text) => {
  expect(comparable(subject)).toBe(text);
});

const known = {
  ticketId: 1041,
  subject: "Checkout down",
  status: "open" as const,
  requester: { name: "Grace", address: grace.address },
  likeness: "subject" as const,
};

function opened(isProven: boolean) {
  const facts = mail({ trust: { isProven, words: "" } });
  const input = { kind: "newMatter" as const, mail: facts, sender: ada, copied: [], mentions: null, alike: [known] };
  return decide(null, input, context()).dispatches.map(({ letter }) => letter);
}

test("both sides are told of a likely duplicate, and nobody is merged", () => {
  const letters = opened(true);
  expect(letters.find(({ name }) => name === "confirmation")?.data).toMatchObject({ alike: [{ ticketId: 1041 }] });
  expect(letters.find(({ name }) => name === "newTicket")?.data).toMatchObject({ alike: [known] });
  expect(newMatter().dispatches.map(({ letter }) => letter.data)).toContainEqual(
    expect.objectContaining({ alike: [] }),
  );
});

test("who is not proven hears nothing of what others of the account wrote", () => {
  const letters = opened(false);
  expect(letters.find(({ name }) => name === "confirmation")?.data).toMatchObject({ alike: [] });
  expect(letters.find(({ name }) => name === "newTicket")?.data).toMatchObject({ alike: [known] });
});
