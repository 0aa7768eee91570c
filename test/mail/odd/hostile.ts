/**
 * Mails meant to harm: bombs for parsers, pumps for regular expressions, bytes that are no mail. Each is made here, so
 * that the large ones need no place on disk (`file: false`).
 */
import { bytes, plainHead } from "./shape.ts";

export type Hostile = { name: string; make: () => Buffer; ends: "read" | "unreadable"; cause?: string; file?: false };

const mixed = (boundary: string, body: string) =>
  bytes(`${plainHead}Content-Type: multipart/mixed; boundary="${boundary}"\n\n${body}`);
const html = (body: string) => bytes(`${plainHead}Content-Type: text/html; charset=utf-8\n\n${body}\n`);
const plain = (body: string) => bytes(`${plainHead}\n${body}\n`);
const head = (line: string) => bytes(`${plainHead}${line}\n\nHello\n`);

/** Multiparts within multiparts, none of them closed. */
function nest(depth: number): Buffer {
  let body = "";
  for (let level = 1; level < depth; level += 1) {
    body += `--b${level - 1}\nContent-Type: multipart/mixed; boundary=b${level}\n\n`;
  }
  return mixed("b0", `${body}--b${depth - 1}\n\ndeep\n`);
}

function mailsInMails(depth: number): Buffer {
  return bytes(`${plainHead}Content-Type: message/rfc822\n\n`.repeat(depth) + plainHead);
}

function parts(count: number): Buffer {
  return mixed("b", `${"--b\n\nx\n".repeat(count)}--b--\n`);
}

/** Bytes without meaning, always the same (a linear congruential generator). */
function noise(count: number, seed: number): Buffer {
  const out = Buffer.alloc(count);
  let state = seed;
  for (let at = 0; at < count; at += 1) {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    out[at] = state >>> 24;
  }
  return out;
}

const mega = 1024 * 1024;

const bombs: Hostile[] = [
  {
    name: "mail-of-60-mb",
    make: () => Buffer.concat([plain("x"), Buffer.alloc(60 * mega, "a line of text\r\n")]),
    ends: "unreadable",
    cause: "tooLarge",
    file: false,
  },
  {
    name: "mail-of-45-mb-of-text",
    make: () => Buffer.concat([plain("x"), Buffer.alloc(45 * mega, "a line of text\r\n")]),
    ends: "read",
    file: false,
  },
  { name: "parts-5000", make: () => parts(5_000), ends: "unreadable", cause: "tooManyParts", file: false },
  { name: "parts-900", make: () => parts(900), ends: "read" },
  { name: "parts-a-million", make: () => parts(1_000_000), ends: "unreadable", cause: "tooManyParts", file: false },
  {
    name: "headers-10000",
    make: () => bytes(`${"X-A: b\n".repeat(10_000)}${plainHead}\nx\n`),
    ends: "unreadable",
    cause: "tooManyHeaders",
    file: false,
  },
  {
    name: "headers-of-300-kb",
    make: () => bytes(`${`X-A: ${"b".repeat(900)}\n`.repeat(340)}${plainHead}\nx\n`),
    ends: "unreadable",
    cause: "tooManyHeaders",
    file: false,
  },
  {
    name: "header-line-of-300-kb",
    make: () => head(`X-A: ${"b".repeat(300_000)}`),
    ends: "unreadable",
    cause: "lineTooLong",
    file: false,
  },
  {
    name: "headers-10000-in-a-part",
    make: () => mixed("b", `--b\n${"X-A: b\n".repeat(10_000)}\nx\n--b--\n`),
    ends: "unreadable",
    cause: "tooManyHeaders",
    file: false,
  },
  { name: "header-folded-900-times", make: () => head(`X-A: b\n${" c\n".repeat(900)}X-B: c`), ends: "read" },
  { name: "depth-1000", make: () => nest(1_000), ends: "unreadable", cause: "tooDeep" },
  { name: "depth-18", make: () => nest(18), ends: "read" },
  { name: "mails-in-mails-500", make: () => mailsInMails(500), ends: "unreadable", cause: "tooDeep" },
  { name: "mails-in-mails-10", make: () => mailsInMails(10), ends: "read" },
  { name: "line-of-20-mb", make: () => plain("word ".repeat(4 * mega)), ends: "read", file: false },
  { name: "line-of-20-mb-without-space", make: () => plain("x".repeat(20 * mega)), ends: "read", file: false },
  { name: "empty-lines-a-million", make: () => plain("\n".repeat(1_000_000)), ends: "read", file: false },
  { name: "quotes-a-million-deep", make: () => plain(">".repeat(1_000_000)), ends: "read", file: false },
  { name: "quotes-200000-lines", make: () => plain("> > > x\n".repeat(200_000)), ends: "read", file: false },
  { name: "to-20000-addresses", make: () => head(`To: ${"a@b.example,\n ".repeat(900)}c@d.example`), ends: "read" },
  {
    name: "references-900",
    make: () => head(`References: ${Array.from({ length: 900 }, (_, at) => `<${at}@x.example>`).join("\n ")}`),
    ends: "read",
  },
  {
    name: "base64-20-mb-on-one-line",
    make: () =>
      mixed(
        "b",
        `--b\nContent-Type: application/zip\nContent-Transfer-Encoding: base64\n\n${"QUJD".repeat(5 * mega)}\n--b--\n`,
      ),
    ends: "read",
    file: false,
  },
  {
    name: "flowed-2-mb",
    make: () =>
      bytes(
        `${plainHead}Content-Type: text/plain; format=flowed; delsp=yes\n\n${`${"x".repeat(60)} \n`.repeat(32_000)}`,
      ),
    ends: "read",
    file: false,
  },
];

const htmlBombs: Hostile[] = [
  {
    name: "html-5000-divs-deep",
    make: () => html(`${"<div>".repeat(5_000)}deep${"</div>".repeat(5_000)}`),
    ends: "read",
  },
  { name: "html-200000-divs-deep", make: () => html(`${"<div>".repeat(200_000)}deep`), ends: "read", file: false },
  { name: "html-100000-paragraphs", make: () => html("<p>x</p>".repeat(100_000)), ends: "read", file: false },
  { name: "html-100000-cells", make: () => html(`<table>${"<tr><td>x".repeat(50_000)}`), ends: "read", file: false },
  { name: "html-unclosed-tags", make: () => html("<a ".repeat(50_000)), ends: "read", file: false },
  { name: "html-only-angle-brackets", make: () => html("<".repeat(300_000)), ends: "read", file: false },
  { name: "html-unclosed-comments", make: () => html("<!--".repeat(60_000)), ends: "read", file: false },
  {
    name: "html-entities",
    make: () => html("&amp;&#x1;&#0;&#xD800;&#1114112;&nosuch;".repeat(5_000)),
    ends: "read",
    file: false,
  },
  {
    name: "html-one-attribute-of-400-kb",
    make: () => html(`<p title="${"x ".repeat(200_000)}">words</p>`),
    ends: "read",
    file: false,
  },
  { name: "html-blockquotes-3000-deep", make: () => html(`${"<blockquote>".repeat(3_000)}x`), ends: "read" },
  { name: "html-lists-2000-deep", make: () => html(`${"<ul><li>".repeat(2_000)}x`), ends: "read" },
  {
    name: "html-of-5-mb",
    make: () => html("<p>some words in a paragraph</p>\n".repeat(160_000)),
    ends: "read",
    file: false,
  },
];

const pumps: Hostile[] = [
  { name: "pump-on-wrote", make: () => plain(`On ${"a ".repeat(50_000)}`), ends: "read", file: false },
  {
    name: "pump-encoded-words",
    make: () => head(`Subject: ${"=?utf-8?Q?".repeat(20_000)}`),
    ends: "read",
    file: false,
  },
  {
    name: "pump-encoded-words-empty",
    make: () => head(`X-A: ${"=?a?b??=".repeat(20_000)}`),
    ends: "read",
    file: false,
  },
  { name: "pump-subject-brackets", make: () => head(`Subject: ${"[".repeat(60_000)}`), ends: "read", file: false },
  { name: "pump-subject-re", make: () => head(`Subject: ${"Re: ".repeat(40_000)}x`), ends: "read", file: false },
  { name: "pump-address-comments", make: () => head(`Cc: ${"(".repeat(60_000)}`), ends: "read", file: false },
  { name: "pump-address-quotes", make: () => head(`Cc: ${'"\\'.repeat(40_000)}`), ends: "read", file: false },
  { name: "pump-address-angles", make: () => head(`Cc: ${"<".repeat(60_000)}`), ends: "read", file: false },
  { name: "pump-address-groups", make: () => head(`Cc: ${"a:".repeat(50_000)}`), ends: "read", file: false },
  { name: "pump-references", make: () => head(`References: ${"<".repeat(100_000)}`), ends: "read", file: false },
  { name: "pump-date", make: () => head(`Date: ${"1 ".repeat(50_000)}`), ends: "read", file: false },
  {
    name: "pump-content-type",
    make: () => head(`Content-Type: text/plain${";a=b".repeat(30_000)}`),
    ends: "read",
    file: false,
  },
  {
    name: "pump-content-type-spaces",
    make: () => head(`Content-Type: text/plain;${" ".repeat(100_000)}boundary`),
    ends: "read",
    file: false,
  },
  {
    name: "pump-parameter-continuations",
    make: () =>
      head(`Content-Type: text/plain; ${Array.from({ length: 3_000 }, (_, at) => `name*${at}=x`).join("; ")}`),
    ends: "read",
    file: false,
  },
  { name: "pump-message-id", make: () => head(`In-Reply-To: ${"<a".repeat(60_000)}>`), ends: "read", file: false },
  {
    name: "pump-header-names",
    make: () => bytes(`${"a".repeat(100_000)}\n${plainHead}\nx\n`),
    ends: "read",
    file: false,
  },
  { name: "pump-signature-dashes", make: () => plain("-".repeat(300_000)), ends: "read", file: false },
  { name: "pump-signature-lines", make: () => plain("-- \n".repeat(60_000)), ends: "read", file: false },
  { name: "pump-from-lines", make: () => plain("From: a\nSent: b\n".repeat(30_000)), ends: "read", file: false },
  { name: "pump-white-space", make: () => plain(`x${" ".repeat(500_000)}y`), ends: "read", file: false },
  { name: "pump-links", make: () => plain("http://".repeat(60_000)), ends: "read", file: false },
  { name: "pump-at-signs", make: () => plain("a@".repeat(200_000)), ends: "read", file: false },
];

const nonsense: Hostile[] = [
  { name: "nothing", make: () => Buffer.alloc(0), ends: "unreadable", cause: "parserFailed" },
  { name: "one-byte", make: () => Buffer.from("x"), ends: "unreadable", cause: "parserFailed" },
  { name: "only-line-ends", make: () => Buffer.from("\r\n\r\n\n\n"), ends: "unreadable", cause: "parserFailed" },
  { name: "only-a-from-line", make: () => bytes("From x\n"), ends: "unreadable", cause: "parserFailed" },
  {
    name: "words-without-headers",
    make: () => bytes("hello there\nno headers here\n"),
    ends: "unreadable",
    cause: "parserFailed",
  },
  { name: "nul-bytes", make: () => Buffer.alloc(5_000), ends: "unreadable", cause: "parserFailed" },
  { name: "noise-1", make: () => noise(5_000, 1), ends: "unreadable", cause: "parserFailed" },
  {
    name: "noise-as-text",
    make: () => Buffer.concat([bytes(`${plainHead}\n`), noise(50_000, 2)]),
    ends: "read",
    file: false,
  },
  {
    name: "noise-as-html",
    make: () => Buffer.concat([bytes(`${plainHead}Content-Type: text/html\n\n`), noise(50_000, 3)]),
    ends: "read",
    file: false,
  },
  {
    name: "noise-as-base64",
    make: () => Buffer.concat([bytes(`${plainHead}Content-Transfer-Encoding: base64\n\n`), noise(50_000, 4)]),
    ends: "read",
    file: false,
  },
  {
    name: "noise-as-quoted-printable",
    make: () => Buffer.concat([bytes(`${plainHead}Content-Transfer-Encoding: quoted-printable\n\n`), noise(50_000, 5)]),
    ends: "read",
    file: false,
  },
  {
    name: "noise-as-winmail-dat",
    make: () =>
      Buffer.concat([
        bytes(`${plainHead}Content-Type: application/ms-tnef; name=winmail.dat\n\n`),
        Buffer.from([0x78, 0x9f, 0x3e, 0x22]),
        noise(3_000, 6),
      ]),
    ends: "read",
  },
  { name: "boundary-empty", make: () => mixed("", "--\n\nx\n----\n"), ends: "read" },
  { name: "boundary-of-a-space", make: () => mixed(" ", "-- \n\nx\n-- --\n"), ends: "read" },
  {
    name: "boundary-of-10000-characters",
    make: () => mixed("x".repeat(10_000), `--${"x".repeat(10_000)}\n\nx\n`),
    ends: "read",
  },
  {
    name: "boundary-of-its-own-parent",
    make: () => mixed("b", "--b\nContent-Type: multipart/mixed; boundary=b\n\n--b\n\nx\n--b--\n--b--\n"),
    ends: "read",
  },
  { name: "boundary-closed-at-once", make: () => mixed("b", "--b--\n--b\n\nx\n--b--\n"), ends: "read" },
  { name: "boundary-prefix-of-another", make: () => mixed("b", "--bb\n\nx\n--b\n\ny\n--b--\n"), ends: "read" },
  {
    name: "content-type-twice",
    make: () => head("Content-Type: text/plain\nContent-Type: multipart/mixed; boundary=b"),
    ends: "read",
  },
  {
    name: "encoding-twice",
    make: () => head("Content-Transfer-Encoding: base64\nContent-Transfer-Encoding: 7bit"),
    ends: "read",
  },
  {
    name: "charset-of-a-prototype",
    make: () => head("Content-Type: text/plain; charset=__proto__; __proto__=x; constructor=y"),
    ends: "read",
  },
  {
    name: "header-named-proto",
    make: () => head("__proto__: x\nconstructor: y\ntoString: z\nList-__proto__: q"),
    ends: "read",
  },
  {
    name: "charset-utf-7",
    make: () =>
      bytes(`${plainHead}Content-Type: text/html; charset=utf-7\n\n+ADw-script+AD4-alert(1)+ADw-/script+AD4-\n`),
    ends: "read",
  },
  {
    name: "charset-utf-16",
    make: () =>
      Buffer.concat([
        bytes(`${plainHead}Content-Type: text/plain; charset=utf-16le\n\n`),
        Buffer.from("zażółć \ud800 x", "utf16le"),
      ]),
    ends: "read",
  },
  {
    name: "surrogates-in-a-name",
    make: () =>
      bytes(
        `From: =?utf-16le?B?${Buffer.from([0x00, 0xd8, 0x41, 0x00]).toString("base64")}?= <a@b.example>\nSubject: =?utf-8?B?7aCA?=\n\nx\n`,
      ),
    ends: "read",
  },
  {
    name: "payload-mark-forged",
    make: () =>
      mixed(
        "b",
        `--b\nContent-Type: application/pdf\nContent-Transfer-Encoding: base64\n\n${Buffer.from("\u0001payload left out\u0001:0").toString("base64")}\n--b--\n`,
      ),
    ends: "read",
  },
  { name: "headers-only", make: () => bytes(plainHead), ends: "read" },
  { name: "headers-only-without-line-end", make: () => bytes(`${plainHead}X-A: b`.trimEnd()), ends: "read" },
  { name: "carriage-returns-only", make: () => Buffer.from(`${plainHead}\nx`.replaceAll("\n", "\r")), ends: "read" },
  {
    name: "report-without-parts",
    make: () => head("Content-Type: multipart/report; report-type=delivery-status; boundary=b"),
    ends: "read",
  },
  {
    name: "report-with-noise",
    make: () => Buffer.concat([mixed("b", "--b\nContent-Type: message/delivery-status\n\n"), noise(5_000, 7)]),
    ends: "read",
  },
  {
    name: "calendar-with-noise",
    make: () => Buffer.concat([bytes(`${plainHead}Content-Type: text/calendar\n\nMETHOD:`), noise(5_000, 8)]),
    ends: "read",
  },
  { name: "date-endless-years", make: () => head(`Date: 1 Jan ${"9".repeat(50)} 00:00:00 +9999`), ends: "read" },
  { name: "from-5000-headers-apart", make: () => bytes(`${"From: a@b.example\n".repeat(900)}\nx\n`), ends: "read" },
];

export const hostile: Hostile[] = [...bombs, ...htmlBombs, ...pumps, ...nonsense];
