/** A mail that nobody here can read is told of to both sides, and one without a word is not shown as a hole. */
import { beforeAll, expect, test } from "vitest";
import { sampleExtras, sampleLetter } from "../../src/cli/samples.ts";
import { loadTemplates, type Templates } from "../../src/io/letters/templates.ts";
import { isClosed } from "../../src/mail/read/seal.ts";
import { understand } from "../../src/mail/understand.ts";
import { decide } from "../../src/ticket/decide.ts";
import type { Letter } from "../../src/ticket/letter.ts";
import { ada, context, mail } from "../ticket/scenes.ts";

let templates: Templates;
beforeAll(async () => {
  templates = await loadTemplates();
});

async function isSealed(type: string, body = "x"): Promise<boolean> {
  const raw = `From: ada@shop.example\nMIME-Version: 1.0\nContent-Type: ${type}\n\n${body}\n`;
  return isClosed((await understand(Buffer.from(raw), { loopId: null, keys: null })).message.warnings);
}

test.each([
  ["application/pkcs7-mime; smime-type=enveloped-data; name=smime.p7m", "x", true],
  ["application/pkcs7-mime; smime-type=signed-data; name=smime.p7m", "x", true],
  ["multipart/encrypted; boundary=b", "--b\nContent-Type: application/pgp-encrypted\n\nVersion: 1\n--b--", true],
  ["text/plain", "-----BEGIN PGP MESSAGE-----\n\nabc\n-----END PGP MESSAGE-----", true],
  ["multipart/signed; boundary=b", "--b\n\nHello\n--b\nContent-Type: application/pgp-signature\n\nx\n--b--", false],
  ["text/plain", "Hello", false],
])("%s is closed to us: %s", async (type, body, closed) => {
  expect(await isSealed(type, body)).toBe(closed);
});

function told(words: string, sealed: boolean): Record<string, string> {
  const facts = mail({ text: words, visible: words, isSealed: sealed, trust: { isProven: true, words: "" } });
  const input = { kind: "newMatter" as const, mail: facts, sender: ada, copied: [], mentions: null };
  const letters = decide(null, input, context()).dispatches.map(({ letter }) => letter);
  return Object.fromEntries(
    letters.map((letter) => [letter.name, templates.render(letter, sampleExtras).text.replace(/\s+/g, " ")]),
  );
}

test("the customer and the team read that nobody can read the mail", () => {
  const { confirmation, newTicket } = told("", true);
  expect(confirmation).toContain("we cannot read it");
  expect(newTicket).toContain("nobody here can read it");
});

test("of a mail without text the team reads just that, and the customer nothing", () => {
  const { confirmation, newTicket } = told("", false);
  expect(newTicket).toContain("The mail has no text.");
  expect(confirmation).not.toContain("read it");
  expect(told("Hello", false).newTicket).not.toContain("no text");
});

test("nothing is said of what a stranger's mail was like", () => {
  const letter = sampleLetter("confirmation", "en");
  const data = { ...letter.data, proven: false, sealed: true };
  expect(templates.render({ ...letter, data } as Letter, sampleExtras).text).not.toContain("cannot read it");
});
