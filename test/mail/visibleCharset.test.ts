/** The same words in another charset or transfer encoding are the same words: nothing of what is new depends on it. */
import { globSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { readMail } from "../../src/mail/read/read.ts";
import { visible } from "../../src/mail/visible/visible.ts";

const folder = join(import.meta.dirname, "../mails/visible");
const names = globSync("*.eml", { cwd: folder }).sort();
const words = (text: string): string => text.replace(/\s+/g, " ").trim();

/** Bytes in a single-byte charset, or null where it lacks a letter. */
function inCharset(text: string, charset: string): Buffer | null {
  const table = new TextDecoder(charset).decode(Uint8Array.from({ length: 256 }, (_, byte) => byte));
  const codes = Array.from(text, (character) => table.indexOf(character));
  return codes.includes(-1) ? null : Buffer.from(codes);
}

function quotedPrintable(bytes: Buffer): string {
  const lines = bytes.toString("latin1").split("\n");
  const encoded = lines.map((line) =>
    line
      .replace(/[^ -<>-~]/g, (byte) => `=${byte.charCodeAt(0).toString(16).toUpperCase().padStart(2, "0")}`)
      .replace(/ $/, "=20")
      .replace(/(?:=[0-9A-F]{2}|[^=]){70}(?=.)/g, "$&=\r\n"),
  );
  return encoded.join("\r\n");
}

const ways: [string, (text: string) => { charset: string; encoding: string; body: Buffer } | null][] = [
  ...["windows-1250", "iso-8859-2", "windows-1252", "iso-8859-15", "koi8-r", "windows-1251", "windows-1254"].map(
    (charset): (typeof ways)[number] => [
      charset,
      (text) => {
        const body = inCharset(text, charset);
        return body === null ? null : { charset, encoding: "8bit", body };
      },
    ],
  ),
  [
    "UTF-8 in base64",
    (text) => {
      const lines = Buffer.from(text).toString("base64").replace(/.{76}/g, "$&\r\n");
      return { charset: "utf-8", encoding: "base64", body: Buffer.from(lines) };
    },
  ],
  [
    "UTF-8 in quoted-printable",
    (text) => ({
      charset: "utf-8",
      encoding: "quoted-printable",
      body: Buffer.from(quotedPrintable(Buffer.from(text)), "latin1"),
    }),
  ],
  ["UTF-16", (text) => ({ charset: "utf-16le", encoding: "base64", body: base64Of(text) })],
];

function base64Of(text: string): Buffer {
  return Buffer.from(Buffer.from(text, "utf16le").toString("base64").replace(/.{76}/g, "$&\r\n"));
}

describe("what is visible of a mail does not change with its charset", () => {
  test.each(ways)("%s: at least 99 of 100 mails show the same", async (_, write) => {
    const missed: string[] = [];
    let count = 0;
    for (const name of names) {
      const { text, html } = await readMail(readFileSync(join(folder, name)));
      const written = write(text);
      if (written === null) continue;
      count += 1;
      const { charset, encoding, body } = written;
      const head = `From: a@shop.example\r\nContent-Type: text/plain; charset=${charset}\r\nContent-Transfer-Encoding: ${encoding}\r\n\r\n`;
      const again = await readMail(Buffer.concat([Buffer.from(head), body]));
      if (words(visible(again.text, html).visible) !== words(visible(text, html).visible)) missed.push(name);
    }
    expect(count).toBeGreaterThan(5);
    expect(missed.length, `${missed.join(", ")} of ${count}`).toBeLessThanOrEqual(count * 0.01);
  });
});
