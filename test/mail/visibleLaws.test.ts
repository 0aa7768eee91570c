import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { language } from "../../src/mail/language.ts";
import { readMail } from "../../src/mail/read/read.ts";
import { visible } from "../../src/mail/visible/visible.ts";
import { ownCpuMs } from "../harness/ownCpu.ts";

const folder = join(import.meta.dirname, "../mails/visible");

const filled = (text: string): string[] =>
  text
    .split(/\r\n|\n|\r/)
    .filter((line) => line.trim() !== "")
    .map((line) => line.trimEnd());
const words = (text: string): string => text.replace(/\s+/g, " ").trim();

/** Lines that set off one rule or another, so that random texts meet all of them. */
const line = fc.oneof(
  { weight: 2, arbitrary: fc.string({ maxLength: 60 }) },
  {
    weight: 5,
    arbitrary: fc.constantFrom(
      "",
      "",
      " ",
      "Hello there,",
      "> quoted",
      ">> deeper",
      ">",
      "On 18/11/2026 10:14, Jan Kowalski wrote:",
      "On Wed, Nov 18, 2026 at 10:14 AM",
      "Jan <jan@shop.example> wrote:",
      "śr., 18 lis 2026 o 10:14 Jan <jan@shop.example> napisał(a):",
      "-----Original Message-----",
      "From: Jan <jan@shop.example>",
      "Sent: Wednesday, November 18, 2026 10:14 AM",
      "To: Ewa",
      "Subject: Export",
      "________________________________",
      "-- ",
      "--",
      "Ewa",
      "Best regards,",
      "tel. +48 600 100 200",
      "Sent from my iPhone",
      "[EXTERNAL]",
      "---------- Forwarded message ---------",
      "Begin forwarded message:",
      "##- Please type your reply above this line -##",
      "$ ls",
      "> ls -la",
      "The contents are confidential and intended solely for the addressee; disclosure is strictly prohibited and delete it.",
      "CAUTION: This email originated from outside.",
      "users mailing list",
      "Ref: k1abcdefghijklmnopqrstuvwxyz234567",
    ),
  },
);
const ending = fc.constantFrom("\n", "\r\n", "\r");
const text = fc.array(fc.tuple(line, ending), { maxLength: 40 }).map((parts) => parts.map(([l, e]) => l + e).join(""));
const html = fc.option(
  fc
    .array(
      fc.constantFrom(
        "<div>",
        "</div>",
        "<blockquote type=cite>",
        "</blockquote>",
        "<div class=gmail_attr>",
        "<div id=divRplyFwdMsg>",
        '<hr tabindex="-1" style="width:98%">',
        "<div class=gmail_signature>",
        "Hello there,",
        "quoted",
        "deeper",
        "Jan &lt;jan@shop.example&gt; wrote:",
        "Ewa",
        "<br>",
        "<!--",
        "-->",
        "<style>",
        "</style>",
        "<",
        "&#0;",
        "Best regards,",
      ),
      { maxLength: 40 },
    )
    .map((parts) => parts.join(" ")),
);

describe("nothing is lost", () => {
  test("every line with text is on exactly one side, in order, and the cuts name the elided ones", () => {
    fc.assert(
      fc.property(text, html, (whole, markup) => {
        const found = visible(whole, markup);
        const lines = whole.split(/\r\n|\n|\r/);
        const elided = new Set<number>();
        let last = 0;
        for (const { from, to } of found.cuts) {
          expect(from).toBeGreaterThan(last);
          expect(to).toBeGreaterThanOrEqual(from);
          for (let i = from; i <= to; i++) elided.add(i);
          last = to;
        }
        const side = (own: boolean): string[] =>
          lines.filter((l, i) => l.trim() !== "" && elided.has(i + 1) !== own).map((l) => l.trimEnd());
        expect(filled(found.visible)).toEqual(side(true));
        expect(filled(found.elided)).toEqual(side(false));
      }),
      { numRuns: 2_000 },
    );
  });

  test("a text without quotes, signatures and the like comes back as it is", () => {
    fc.assert(
      fc.property(
        fc.array(
          fc.constantFrom("The export is empty.", "Why?", "", "  indented", "a > b", "1. first", "* item", "| a | b |"),
        ),
        (lines) => {
          expect(visible(lines.join("\n"), null).elided).toBe("");
        },
      ),
    );
  });
});

type Given = { name: string; text: string; html: string | null; visible: string };

async function mails(): Promise<Given[]> {
  const names = readdirSync(folder).filter((file) => file.endsWith(".eml"));
  return Promise.all(
    names.map(async (file) => {
      const { text: whole, html: markup } = await readMail(readFileSync(join(folder, file)));
      return { name: file, text: whole, html: markup, visible: visible(whole, markup).visible };
    }),
  );
}

const eachLine = (whole: string, change: (l: string, i: number) => string): string =>
  whole
    .split("\n")
    .map((l, i) => change(l.trimEnd(), i))
    .join("\n");

/** Breaks long lines at a space as relays and clients do; a quote's mark is repeated by clients that know it. */
function rewrap(whole: string, width: number): string {
  return eachLine(whole, (l) => {
    // Clients know the delimiter of a signature and leave it alone (RFC 3676, section 4.3).
    if (l === "--") return "-- ";
    const mark = /^(?:> ?)+/.exec(l)?.[0] ?? "";
    const out: string[] = [];
    let row = "";
    for (const word of l.slice(mark.length).split(" ")) {
      if (row.trim() !== "" && row.length + word.length + 1 > width) {
        out.push(mark + row);
        row = word;
      } else row = row === "" ? word : `${row} ${word}`;
    }
    return [...out, mark + row].join("\n");
  });
}

function withSignature(given: Given, signature: string): string {
  const lines = given.text.split("\n");
  const cutLines = new Set<number>();
  for (const { from, to } of visible(given.text, given.html).cuts) for (let i = from; i <= to; i++) cutLines.add(i);
  let last = lines.length - 1;
  while (last >= 0 && ((lines[last] ?? "").trim() === "" || cutLines.has(last + 1))) last--;
  return last < 0
    ? given.text
    : [...lines.slice(0, last + 1), "", ...signature.split("\n"), "", ...lines.slice(last + 1)].join("\n");
}

function inQuotes(given: Given, change: (l: string) => string): string {
  const { cuts } = visible(given.text, given.html);
  const cut = (i: number): boolean => cuts.some(({ rule, from, to }) => rule === "quote" && from <= i && i <= to);
  return eachLine(given.text, (l, i) => (l.startsWith(">") && cut(i + 1) ? change(l) : l));
}

const mutations: [string, (given: Given) => string][] = [
  ["CRLF", ({ text: t }) => t.replaceAll("\n", "\r\n")],
  ["trailing spaces", ({ text: t }) => eachLine(t, (l, i) => (i % 3 === 0 ? `${l}  ` : l))],
  ["no trailing spaces", ({ text: t }) => eachLine(t, (l) => l)],
  ["tabs and NBSP at line ends", ({ text: t }) => eachLine(t, (l, i) => (i % 2 === 0 ? `${l}\t\u00a0` : l))],
  ["wrapped at 60", ({ text: t }) => rewrap(t, 60)],
  ["wrapped at 72", ({ text: t }) => rewrap(t, 72)],
  ["one quote deeper", (given) => inQuotes(given, (l) => `>${l}`)],
  ["quoted without a space", (given) => inQuotes(given, (l) => l.replace(/^> (?=\S)/, ">"))],
  ["blank lines doubled", ({ text: t }) => t.replaceAll("\n\n", "\n\n\n")],
  ["a signature added", (given) => withSignature(given, "-- \nEwa Nowak\nShop, Warsaw")],
  ["a phone's line added", (given) => withSignature(given, "Sent from my iPhone")],
];

describe("what changes on the way changes nothing", () => {
  test.each(mutations)("%s: at least 99 of 100 mails show the same", async (_, mutate) => {
    const all = (await mails()).filter((given) => !given.name.startsWith("forward-") && given.visible !== "");
    const missed = all.filter((given) => words(visible(mutate(given), given.html).visible) !== words(given.visible));
    const named = missed.map((given) => given.name).join(", ");
    expect(missed.length, `${named} of ${all.length}`).toBeLessThanOrEqual(all.length * 0.01);
  });
});

const nasty: [string, (size: number) => string][] = [
  ["On", (n) => "On ".repeat(n / 3)],
  ["On in lines", (n) => "On 18\n".repeat(n / 6)],
  ["marks", (n) => ">".repeat(n)],
  ["marks in lines", (n) => ">\n".repeat(n / 2)],
  ["marks and text", (n) => "> a\nb\n".repeat(n / 6)],
  ["From:", (n) => "From: ".repeat(n / 6)],
  ["From: in lines", (n) => "From: a\n".repeat(n / 8)],
  ["From: and To: in lines", (n) => "From: a@b.c\nTo: x\n".repeat(n / 18)],
  ["header blocks", (n) => "From: a@b.c\nSent: 18.11.2026 10:14\nTo: x\nSubject: y\n\n".repeat(n / 56)],
  ["wrote:", (n) => "wrote:".repeat(n / 6)],
  ["wrote: in lines", (n) => "Jan wrote:\n".repeat(n / 11)],
  ["attributions", (n) => "On 18/11/2026 10:14, Jan Kowalski wrote:\n> a\n".repeat(n / 45)],
  ["blank lines", (n) => "\n".repeat(n)],
  ["spaces", (n) => " ".repeat(n)],
  ["delimiters", (n) => "-- ".repeat(n / 3)],
  ["delimiters in lines", (n) => "-- \n".repeat(n / 4)],
  ["delimiters and text", (n) => "a\n-- \n".repeat(n / 6)],
  ["closings", (n) => "Best regards,\nEwa\n\n".repeat(n / 19)],
  ["notices", (n) => "confidential addressee prohibited delete\n\n".repeat(n / 42)],
  ["phone lines", (n) => "Sent from my iPhone\n".repeat(n / 20)],
  ["underscores", (n) => "_".repeat(n)],
  ["rules in lines", (n) => "_____\n".repeat(n / 6)],
  ["digits", (n) => "1".repeat(n)],
  ["digits and spaces", (n) => "1 ".repeat(n / 2)],
  ["at signs", (n) => "a@".repeat(n / 2)],
  ["banners", (n) => "CAUTION: external\n".repeat(n / 18)],
  ["brackets", (n) => "<([".repeat(n / 3)],
  ["one long word in lines", (n) => `${"x".repeat(390)}\n`.repeat(n / 391)],
];

const nastyHtml: [string, (size: number) => string][] = [
  ["open tags", (n) => "<div>".repeat(n / 5)],
  ["angle brackets", (n) => "<".repeat(n)],
  ["comments", (n) => "<!--".repeat(n / 4)],
  ["style sheets", (n) => "<style></style>".repeat(n / 15)],
  ["closing tags", (n) => "<b></i>".repeat(n / 7)],
  ["entities", (n) => "&amp".repeat(n / 4)],
  ["attributes", (n) => `<div class="${"a ".repeat(700)}">`.repeat(n / 1414)],
  ["words in order", (n) => "<blockquote type=cite>alpha beta </blockquote>gamma ".repeat(n / 52)],
  ["words that never meet", (n) => "delta epsilon ".repeat(n / 14)],
];

/**
 * Runs both by turns and keeps the shortest time of each, in milliseconds of this thread's own CPU: the machine is
 * shared, and only these tell of the code.
 */
function growth(half: () => void, full: () => void): { fullMs: number; ratio: number } {
  let [halfMs, fullMs] = [Number.POSITIVE_INFINITY, Number.POSITIVE_INFINITY];
  for (let i = 0; i < 15; i++) {
    halfMs = Math.min(halfMs, ownCpuMs(half));
    fullMs = Math.min(fullMs, ownCpuMs(full));
    if (i >= 1 && fullMs < 400 && fullMs / halfMs < 2.4) break;
  }
  // Under a few milliseconds the clock and the garbage collector decide.
  return { fullMs, ratio: fullMs < 30 ? 1 : fullMs / halfMs };
}

const size = 1024 * 1024;

describe("time grows with the text and not faster", () => {
  test.each(nasty)("%s", (_, make) => {
    const [half, full] = [make(size / 2), make(size)];
    const { fullMs, ratio } = growth(
      () => visible(half, null),
      () => visible(full, null),
    );
    expect(fullMs).toBeLessThan(500);
    expect(ratio).toBeLessThan(2.5);
  });

  test.each(nasty)("the language of %s", (_, make) => {
    const full = make(size);
    expect(
      growth(
        () => language(full),
        () => language(full),
      ).fullMs,
    ).toBeLessThan(50);
  });

  test.each(nastyHtml)("HTML: %s", (_, make) => {
    const whole = "alpha beta gamma\n".repeat(size / 17);
    const [half, full] = [make(size / 4), make(size / 2)];
    const { fullMs, ratio } = growth(
      () => visible(whole.slice(0, size / 2), half),
      () => visible(whole, full),
    );
    expect(fullMs).toBeLessThan(500);
    expect(ratio).toBeLessThan(2.5);
  });
});
