import fc from "fast-check";
import { simpleParser } from "mailparser";
import { describe, expect, test } from "vitest";
import { limits } from "../../src/mail/limits.ts";
import { compose, headersFor, type Mail } from "../../src/mail/write/compose.ts";
import { loopHeader } from "../../src/mail/write/reference.ts";

const mail: Mail = {
  messageId: "<7.unique@desk.example>",
  date: "2026-10-16T14:30:00Z",
  from: { name: "Jan Kowalski (Acme Support)", address: "support@acme.example" },
  to: { name: "Ada Nowak", address: "ada@shop.example" },
  replyTo: { name: "Acme Support", address: "support+a7k2m9q4xw3c5v8b@acme.example" },
  subject: "Re: nie działa płatność [#1042]",
  text: "Dzień dobry,\n\njuż działa.\n",
  html: "<p>Dzień dobry,</p><p>już działa.</p>",
  inReplyTo: "<first@shop.example>",
  references: ["<zero@shop.example>", "<first@shop.example>"],
  headers: headersFor("answer", { loopId: "loop-1", ticketId: 1042 }),
  attachments: [],
};

/** Header lines unfolded, by lower-case name, all values of a name. */
function headersOf(bytes: Buffer): Map<string, string[]> {
  const block = bytes.toString("utf8").split("\r\n\r\n", 1)[0] ?? "";
  const found = new Map<string, string[]>();
  for (const line of block.replace(/\r\n[ \t]/g, " ").split("\r\n")) {
    const at = line.indexOf(": ");
    const name = line.slice(0, at).toLowerCase();
    found.set(name, [...(found.get(name) ?? []), line.slice(at + 2)]);
  }
  return found;
}

function broken(bytes: Buffer): string[] {
  const text = bytes.toString("latin1");
  const lines = text.split("\r\n");
  return [
    /(?<!\r)\n|\r(?!\n)/.test(text) ? "a bare CR or LF" : "",
    /[\u0080-\u00ff]/.test(text) ? "a byte above 127" : "",
    text.includes("\0") ? "a NUL" : "",
    lines.some((line) => line.length > 998) ? "a line over 998 octets" : "",
    text.endsWith("\r\n") ? "" : "no line end at the end",
  ].filter((fault) => fault !== "");
}

const allBytes = String.fromCharCode(...Array.from({ length: 256 }, (_, code) => code));
const injection = 'x\r\nBcc: all@victim.example\r\n\r\n<script>\u202e"';

describe("what is composed", () => {
  test("a mail reads back as it was given", async () => {
    const image = Buffer.from([137, 80, 78, 71, 0, 255]);
    const bytes = await compose({
      ...mail,
      html: '<p>Dzień dobry <img src="cid:chart-1" alt=""></p>',
      attachments: [
        { name: "raport październik.csv", type: "text/csv", content: Buffer.from("a;b\n1;2\n") },
        { name: "chart.png", type: "image/png", content: image, contentId: "chart-1" },
      ],
    });
    expect(broken(bytes)).toEqual([]);
    const read = await simpleParser(bytes);
    expect(read.subject).toBe(mail.subject);
    expect(read.from?.value).toEqual([mail.from]);
    expect(read.replyTo?.value).toEqual([mail.replyTo]);
    expect(read.messageId).toBe(mail.messageId);
    expect(read.inReplyTo).toBe(mail.inReplyTo);
    expect(read.references).toEqual(mail.references);
    expect(read.date?.toISOString()).toBe("2026-10-16T14:30:00.000Z");
    expect(read.text).toBe(mail.text);
    expect(
      read.attachments.map(({ filename, contentType, related }) => [filename, contentType, related === true]),
    ).toEqual([
      ["chart.png", "image/png", true],
      ["raport październik.csv", "text/csv", false],
    ]);
    expect(read.attachments[0]?.content.equals(image)).toBe(true);
  });

  test("the same mail gives the same bytes, another Message-ID other boundaries", async () => {
    const first = await compose(mail);
    expect((await compose({ ...mail, date: new Date(mail.date) })).equals(first)).toBe(true);
    const other = await compose({ ...mail, messageId: "<8.unique@desk.example>" });
    expect(headersOf(other).get("content-type")).not.toEqual(headersOf(first).get("content-type"));
  });

  test("a text that holds the boundary gets another one", async () => {
    const boundary = /boundary="a_([0-9a-f]+)"/.exec((await compose(mail)).toString())?.[1] ?? "";
    const bytes = await compose({ ...mail, text: `--a_${boundary}--\n` });
    expect((await simpleParser(bytes)).text).toBe(`--a_${boundary}--\n`);
  });

  test.each([
    ["ASCII on short lines", "7bit", "Hello\nworld\n"],
    ["a long line", "quoted-printable", `${"word ".repeat(40)}end\n`],
    ["blanks at a line's end", "quoted-printable", "Hello  \nworld\n"],
    ["a line that mbox files would change", "quoted-printable", "From here on\n"],
    ["mostly Latin text", "quoted-printable", "Zażółć gęślą jaźń, powiedział\n"],
    ["another script", "base64", "Не работает оплата\n"],
  ])("%s travels as %s", async (_, encoding, text) => {
    const bytes = await compose({ ...mail, text, html: null });
    expect(headersOf(bytes).get("content-transfer-encoding")).toEqual([encoding]);
    expect((await simpleParser(bytes)).text).toBe(text);
  });

  test("every text comes back whole, whatever it holds", async () => {
    await fc.assert(
      fc.asyncProperty(fc.string({ unit: "binary", maxLength: 400 }), async (text) => {
        const bytes = await compose({ ...mail, text, html: null });
        expect(broken(bytes)).toEqual([]);
        const wanted = text.toWellFormed().replaceAll("\0", "").replace(/\r\n?/g, "\n");
        const body = bytes.subarray(bytes.indexOf("\r\n\r\n") + 4);
        const encoding = headersOf(bytes).get("content-transfer-encoding")?.[0];
        const decoded =
          encoding === "base64" ? Buffer.from(body.toString(), "base64") : unquoted(body, encoding === "7bit");
        expect(decoded.toString("utf8").replaceAll("\r\n", "\n").replace(/\n$/, "")).toBe(wanted.replace(/\n$/, ""));
      }),
      { numRuns: 300 },
    );
  });

  test("attached mails travel as plain bytes under their own name", async () => {
    const content = Buffer.from("Subject: ż\n\nlone line feeds\n");
    const bytes = await compose({ ...mail, attachments: [{ name: "mail.eml", type: "message/rfc822", content }] });
    const read = await simpleParser(bytes);
    expect(read.attachments[0]).toMatchObject({ filename: "mail.eml" });
    expect(bytes.toString()).toContain("Content-Type: application/octet-stream");
    expect(read.attachments[0]?.content.equals(content)).toBe(true);
  });

  test("a date that is none is an error, not now", async () => {
    await expect(compose({ ...mail, date: "yesterday" })).rejects.toThrow("yesterday");
  });
});

describe("what strangers put into headers", () => {
  const fields: [string, (value: string) => Mail][] = [
    ["the subject", (value) => ({ ...mail, subject: value })],
    ["a name", (value) => ({ ...mail, to: { ...mail.to, name: value } })],
    ["our own name", (value) => ({ ...mail, from: { ...mail.from, name: value } })],
    ["the Reply-To's name", (value) => ({ ...mail, replyTo: { name: value, address: "r@acme.example" } })],
    ["In-Reply-To", (value) => ({ ...mail, inReplyTo: value })],
    ["References", (value) => ({ ...mail, references: [value, `<${value}>`] })],
    ["Message-ID", (value) => ({ ...mail, messageId: value })],
    ["a header of ours", (value) => ({ ...mail, headers: { "X-Note": value, [value]: "x" } })],
    [
      "a file's name",
      (value) => ({ ...mail, attachments: [{ name: value, type: "text/plain", content: Buffer.from("a") }] }),
    ],
    ["a file's type", (value) => ({ ...mail, attachments: [{ name: "a", type: value, content: Buffer.from("a") }] })],
    [
      "a Content-ID",
      (value) => ({
        ...mail,
        html: `<img src="cid:${value}">`,
        attachments: [{ name: "a", type: "image/png", content: Buffer.from("a"), contentId: value }],
      }),
    ],
    ["the texts", (value) => ({ ...mail, text: value, html: value })],
  ];

  test.each(fields)("all 256 bytes and an injected header in %s change no other header", async (_, withValue) => {
    const usual = [...headersOf(await compose(withValue("plain"))).keys()];
    for (const value of [allBytes, injection, `${"a".repeat(5000)}\r\nBcc: b@c.example`, "\ud800", "\r\n", ""]) {
      const bytes = await compose(withValue(value));
      expect(broken(bytes)).toEqual([]);
      const headers = headersOf(bytes);
      const strange = [...headers.keys()].filter((name) => !usual.includes(name) && !/^[a-z0-9-]{50,}$/.test(name));
      expect(strange.filter((name) => name !== "xbccallvictimexamplescript")).toEqual([]);
      for (const values of headers.values()) expect(values).toHaveLength(1);
    }
  });

  test("all 256 bytes in an address leave one address and no other header", async () => {
    const bytes = await compose({ ...mail, to: { name: "", address: `${allBytes}@shop.example` } });
    expect(headersOf(bytes).get("to")).toHaveLength(1);
    expect([...headersOf(bytes).keys()]).toEqual([...headersOf(await compose(mail)).keys()]);
    expect(bytes.toString("latin1")).not.toMatch(/(?<!\r)\n|\r(?!\n)/);
  });

  test.each([
    ["an address as a name", "ceo@bank.example", '"ceo at bank.example" <ada@shop.example>'],
    ["its own address as a name", "Ada@Shop.example", "ada@shop.example"],
    ["line breaks", "Ada\r\nBcc: x", '"Ada Bcc: x" <ada@shop.example>'],
    ["marks that turn the direction", "Ada \u202eKo\u2066wal\u2069ska\u200f", "Ada Kowalska <ada@shop.example>"],
    ["quotes and commas", 'Nowak, "Ada"', '"Nowak, \\"Ada\\"" <ada@shop.example>'],
  ])("%s is cleaned", async (_, name, written) => {
    expect(headersOf(await compose({ ...mail, to: { name, address: "ada@shop.example" } })).get("to")).toEqual([
      written,
    ]);
  });

  test("long threads keep their first and their newest references, folded", async () => {
    const references = Array.from({ length: 300 }, (_, index) => `<${index}.${"x".repeat(60)}@shop.example>`);
    const bytes = await compose({ ...mail, references });
    const written = headersOf(bytes).get("references")?.[0]?.split(" ") ?? [];
    expect(written).toEqual([references[0], ...references.slice(1 - limits.referenceCountMax)]);
    expect(
      bytes
        .toString()
        .split("\r\n")
        .every((line) => line.length <= 100),
    ).toBe(true);
  });

  test("references in one string, or given twice, are written apart and once", async () => {
    const references = ["<a@x.example> <b@x.example>", "<b@x.example>"];
    expect(headersOf(await compose({ ...mail, references })).get("references")).toEqual([
      "<a@x.example> <b@x.example>",
    ]);
  });

  test("ids that are not ids are left out", async () => {
    const references = [
      "no brackets at all",
      "<with space@x>",
      "<ż@x>",
      "<>",
      "<good@x.example>",
      `<${"a".repeat(2000)}@x>`,
    ];
    expect(headersOf(await compose({ ...mail, references })).get("references")).toEqual(["<good@x.example>"]);
  });
});

describe("the marks of a letter", () => {
  const marks = (name: string) => headersFor(name, { loopId: "loop-1", ticketId: 1042 });

  test.each([
    ["confirmation", "auto-replied"],
    ["unknownSender", "auto-replied"],
    ["newTicket", "auto-generated"],
    ["refused", "auto-generated"],
    ["customerReply", "auto-generated"],
    ["quarantine", "auto-generated"],
    ["a letter yet to come", "auto-generated"],
  ])("%s says %s and asks for no automatic answers", (name, submitted) => {
    expect(marks(name)["Auto-Submitted"]).toBe(submitted);
    expect(marks(name)["X-Auto-Response-Suppress"]).toBe("DR, RN, NRN, OOF, AutoReply");
    expect(marks(name)[loopHeader]).toBe("loop-1");
  });

  test("an agent's answer bears no mark of a machine", () => {
    expect(marks("answer")).toEqual({ [loopHeader]: "loop-1", "X-Intray-Ticket": "1042" });
  });
});

/** Reads quoted-printable strictly (RFC 2045, section 6.7): an encoder's mistake shows. */
function unquoted(body: Buffer, plain: boolean): Buffer {
  if (plain) return body;
  const text = body.toString("latin1").replace(/=\r\n/g, "");
  return Buffer.from(
    text.replace(/=([0-9A-F]{2})/g, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16))),
    "latin1",
  );
}
