/** Whose mail was passed on: the first author in a chain who is none of ours. */
import { expect, test } from "vitest";
import { originalOf } from "../../src/mail/forward/passedOn.ts";
import { understand } from "../../src/mail/understand.ts";

const isOurs = (address: string) => address.endsWith("@acme.example");
const announced = (from: string, subject: string, text: string) =>
  `---------- Forwarded message ---------\nFrom: ${from}\nDate: Thu, 8 Oct 2026 at 09:12\nSubject: ${subject}\nTo: Jan <jan@acme.example>\n\n\n${text}\n`;

async function original(text: string, headers: string[] = []) {
  const head = ["From: Jan <jan@acme.example>", "To: support@acme.example", "Subject: Fwd: it", ...headers];
  const raw = [...head, "Content-Type: text/plain; charset=utf-8", "", text].join("\n").replaceAll("\n", "\r\n");
  const { message, forwarded } = await understand(Buffer.from(raw), { loopId: null, keys: null });
  if (forwarded === null) throw new Error("no forward was found");
  const found = originalOf(message, forwarded, isOurs);
  return found.kind === "found" ? `${found.address} ${found.messageId ?? "-"}: ${found.mail.text}` : found.kind;
}

const ada = "Ada <ada@shop.example>";
const chain = (depth: number): string =>
  depth === 0
    ? announced(ada, "it", "Help.")
    : announced(`Ola <ola${depth}@acme.example>`, "Fwd: it", chain(depth - 1));

test("the author of the mail, and the id that the forward answers", async () => {
  expect(await original(announced(ada, "it", "Help."))).toBe("ada@shop.example -: Help.");
  expect(await original(announced(ada, "it", "Help."), ["In-Reply-To: <a@shop.example>"])).toBe(
    "ada@shop.example <a@shop.example>: Help.",
  );
});

test("colleagues in between are passed over, and the id of the outermost is not taken for the innermost", async () => {
  expect(await original(chain(1), ["In-Reply-To: <ola@acme.example>"])).toBe("ada@shop.example -: Help.");
  expect(await original(chain(3))).toBe("ada@shop.example -: Help.");
  expect(await original(chain(40))).toBe("ours");
});

test("a customer who passed something on is its author, whoever wrote it first", async () => {
  const within = announced("Bob <bob@elsewhere.example>", "offer", "Buy this.");
  expect(await original(announced(ada, "Fwd: offer", `Is this from you?\n\n${within}`))).toMatch(/^ada@shop\.example/);
});

test("our own mail, and one that names no address, are nobody's", async () => {
  expect(await original(announced("Support <support@acme.example>", "Re: it", "Hello Ada."))).toBe("ours");
  expect(await original(announced("Ada Nowak", "it", "Help."))).toBe("unnamed");
});
