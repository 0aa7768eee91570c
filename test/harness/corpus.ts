/** Mixed mail as a support inbox gets it: made by a seed, so that every run of a seed is the same. */
import { mailOf, support } from "./desk.ts";

/** What a made mail must become. */
export type Expected = "ticket" | "autoReply" | "bounce" | "list";
export type Made = { raw: Buffer; expected: Expected; from: string; token: string };

export type CorpusOptions = {
  count: number;
  seed: number /** Every how manieth mail carries 200 KB; 0: none. */;
  largeEvery?: number;
};

/** `count` mails: nine in ten of people, the rest of machines. Every mail has words that no other has (`token`). */
export function makeCorpus({ count, seed, largeEvery = 0 }: CorpusOptions): Made[] {
  const random = generator(seed);
  return Array.from({ length: count }, (_, index): Made => {
    const token = `word${seed}x${index}y`;
    const kind = index % 20;
    if (kind === 7) return made(autoReply(index, token), "autoReply", token);
    if (kind === 13) return made(bounce(index, token), "bounce", token);
    if (kind === 17) return made(list(index, token), "list", token);
    const large = largeEvery > 0 && index % largeEvery === 0;
    return made(person(index, token, random, large), "ticket", token);
  });
}

function made({ raw, from }: { raw: Buffer; from: string }, expected: Expected, token: string): Made {
  return { raw, from, expected, token };
}

const tags = ["[A] ", "[B] ", "[C] ", "[ b ] ", "[Severity: A] ", "", "", "[krytyczny] "];

/** Every mail has a sender of its own: the cap on confirmations is per address. */
function person(index: number, token: string, random: () => number, large: boolean) {
  const from = `user${index}@shop.example`;
  const tag = tags[Math.floor(random() * tags.length)] ?? "";
  const text = `Something is wrong, ${token}.\n\n${"Zażółć gęślą jaźń. ".repeat(1 + Math.floor(random() * 40))}`;
  const subject = `${tag}Problem ${index}`;
  if (large) return { from, raw: withAttachment(from, subject, text, 200 * 1024, random) };
  if (random() < 0.4) return { from, raw: withHtml(from, subject, text) };
  return { from, raw: mailOf({ from: `User ${index} <${from}>`, to: support, subject, text }) };
}

function withHtml(from: string, subject: string, text: string): Buffer {
  const plain = mailOf({ from, to: support, subject, text }).toString("utf8");
  const [head = ""] = plain.split("\r\n\r\n");
  const kept = head.split("\r\n").filter((line) => !/^(content-|mime-)/i.test(line));
  const paragraphs = text.split("\n\n").map((paragraph) => `<p>${paragraph}</p>`);
  const part = (type: string, body: string) =>
    `--b1\r\nContent-Type: ${type}; charset=utf-8\r\nContent-Transfer-Encoding: base64\r\n\r\n${lines(Buffer.from(body))}\r\n`;
  return Buffer.from(
    `${kept.join("\r\n")}\r\nMIME-Version: 1.0\r\nContent-Type: multipart/alternative; boundary=b1\r\n\r\n${part("text/plain", text)}${part("text/html", `<html><body>${paragraphs.join("")}</body></html>`)}--b1--\r\n`,
  );
}

function withAttachment(from: string, subject: string, text: string, bytes: number, random: () => number): Buffer {
  const plain = mailOf({ from, to: support, subject, text }).toString("utf8");
  const [head = ""] = plain.split("\r\n\r\n");
  const kept = head.split("\r\n").filter((line) => !/^(content-|mime-)/i.test(line));
  const content = Buffer.alloc(bytes, Math.floor(random() * 256));
  return Buffer.from(
    `${kept.join("\r\n")}\r\nMIME-Version: 1.0\r\nContent-Type: multipart/mixed; boundary=b2\r\n\r\n--b2\r\nContent-Type: text/plain; charset=utf-8\r\n\r\n${text}\r\n--b2\r\nContent-Type: application/octet-stream; name=dump.bin\r\nContent-Disposition: attachment; filename=dump.bin\r\nContent-Transfer-Encoding: base64\r\n\r\n${lines(content)}\r\n--b2--\r\n`,
  );
}

function lines(bytes: Buffer): string {
  return bytes.toString("base64").replace(/(.{76})/g, "$1\r\n");
}

function autoReply(index: number, token: string) {
  const from = `away${index}@shop.example`;
  const headers = ["Auto-Submitted: auto-replied"];
  return {
    from,
    raw: mailOf({ from, to: support, subject: "Automatic reply: your mail", text: `I am away, ${token}.`, headers }),
  };
}

function list(index: number, token: string) {
  const from = `news${index}@letters.example`;
  const headers = [`List-Id: <news${index}.letters.example>`, "Precedence: bulk"];
  return { from, raw: mailOf({ from, to: support, subject: `News ${index}`, text: `Buy this, ${token}.`, headers }) };
}

function bounce(index: number, token: string) {
  const from = "mailer-daemon@mx.shop.example";
  const raw = Buffer.from(
    [
      "Return-Path: <>",
      `From: Mail Delivery System <${from}>`,
      `To: ${support}`,
      "Subject: Undelivered Mail Returned to Sender",
      `Message-ID: <bounce${index}.${token}@mx.shop.example>`,
      "Auto-Submitted: auto-replied",
      "MIME-Version: 1.0",
      'Content-Type: multipart/report; report-type=delivery-status; boundary="b3"',
      "",
      "--b3",
      "Content-Type: text/plain",
      "",
      `Your mail could not be delivered, ${token}.`,
      "--b3",
      "Content-Type: message/delivery-status",
      "",
      "Reporting-MTA: dns; mx.shop.example",
      "",
      `Final-Recipient: rfc822; gone${index}@shop.example`,
      "Action: failed",
      "Status: 5.1.1",
      "Diagnostic-Code: smtp; 550 5.1.1 no such user",
      "--b3",
      "Content-Type: text/rfc822-headers",
      "",
      "Message-ID: <somebody.elses@other.example>",
      "Subject: Hello",
      "--b3--",
      "",
    ].join("\r\n"),
  );
  return { from, raw };
}

/** A small generator of numbers in [0, 1) (mulberry32), because Math.random cannot be seeded. */
export function generator(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296;
  };
}
