/** Which words a reader is shown where a mail holds them twice, or wrapped: alternatives and signed texts. */
import { expect, test } from "vitest";
import { understand } from "../../src/mail/understand.ts";

const head = "From: ada@shop.example\nTo: support@acme.example\nSubject: x\nMIME-Version: 1.0\n";

async function shown(mail: string): Promise<string> {
  return (await understand(Buffer.from(head + mail), { loopId: null, keys: null })).visible.trim();
}

const alternative = (plain: string, html: string): string =>
  `Content-Type: multipart/alternative; boundary=b\n\n--b\nContent-Type: text/plain; charset=utf-8\n\n${plain}\n--b\nContent-Type: text/html; charset=utf-8\n\n${html}\n--b--\n`;

test.each([
  ["This message is in HTML format. Please use another client.", "<p>Refunds fail.</p>", "Refunds fail."],
  ["Ta wiadomość jest w formacie HTML.", "<p>Zwroty nie działają.</p>", "Zwroty nie działają."],
  ["The HTML preview is empty.", "<p>The <b>HTML</b> preview is empty.</p>", "The HTML preview is empty."],
  ["The HTML preview is empty.", "<img src='x.png'>", "The HTML preview is empty."],
])("of the plain text %j beside %j a reader sees %j", async (plain, html, text) => {
  expect(await shown(alternative(plain, html))).toBe(text);
});

const signed = "-----BEGIN PGP SIGNED MESSAGE-----\nHash: SHA256\n\nThe checkout is down.\n";
const signature = "-----BEGIN PGP SIGNATURE-----\n\niQEzBAEB\n=abcd\n-----END PGP SIGNATURE-----\n";

test.each([
  ["a signed text", signed + signature, "The checkout is down."],
  ["words around it", `Hello,\n\n${signed}${signature}\nAda`, "Hello,\n\nThe checkout is down.\n\nAda"],
  ["half a frame", signed, signed.trim()],
  ["a signature alone", signature, signature.trim()],
])("of %s signed by PGP the words are shown without their frame", async (_what, text, words) => {
  expect(await shown(`Content-Type: text/plain; charset=utf-8\n\n${text}`)).toBe(words);
});
