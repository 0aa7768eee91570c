/** Every letter there is, in both languages: HTML that a validator takes, and a text twin that carries every fact and link. */
import { beforeAll, describe, expect, test } from "vitest";
import { sampleExtras, sampleLetter } from "../../src/cli/samples.ts";
import {
  languages,
  letterNames,
  loadTemplates,
  type Rendered,
  type Templates,
} from "../../src/io/letters/templates.ts";
import type { Language, LetterName } from "../../src/ticket/letter.ts";
import { faultsOfHtml } from "../harness/wellFormed.ts";

let templates: Templates;
beforeAll(async () => {
  templates = await loadTemplates();
});

const every = letterNames.flatMap((name) => languages.map((language) => ({ name, language })));
const rendered = (name: LetterName, language: Language): Rendered =>
  templates.render(sampleLetter(name, language), sampleExtras);

const decode = (html: string) =>
  html
    .replaceAll("&nbsp;", " ")
    .replaceAll("&lt;", "<")
    .replaceAll("&gt;", ">")
    .replaceAll("&quot;", '"')
    .replace(/&#39;|&#x27;/g, "'")
    .replaceAll("&amp;", "&");
const words = (text: string) => text.replace(/\s+/g, " ").trim();

/** What stands in the body, a piece for each element that holds text: a fact, a sentence, a name. */
function pieces(html: string): string[] {
  const body = html.slice(html.indexOf("<body")).replace(/<!--[\s\S]*?-->/g, "");
  const joined = body.replace(/<\/?(?:a|strong|span|em|b|i)\b[^>]*>/g, "");
  return [...joined.matchAll(/>([^<]+)</g)]
    .map((match) => words(decode(match[1] ?? "")))
    .filter((piece) => piece !== "");
}

describe.each(every)("$name in $language", ({ name, language }) => {
  test("is HTML without a fault, in its language, small enough that no client cuts it", () => {
    const { html } = rendered(name, language);
    expect(faultsOfHtml(html)).toEqual([]);
    expect(html).toMatch(new RegExp(`<html lang="${language}"`));
    expect(Buffer.byteLength(html)).toBeLessThan(100_000);
    expect(html).toMatch(/<meta [^>]*charset=utf-8|<meta charset="utf-8"/i);
  });

  test("has one heading that says what it is about, and a preheader; an answer is a person's mail and has neither", () => {
    const { html, preheader } = rendered(name, language);
    const headings = html.match(/<h1\b/g) ?? [];
    expect(headings).toHaveLength(name === "answer" ? 0 : 1);
    if (name !== "answer") {
      expect(preheader.length).toBeGreaterThan(10);
      expect(decode(html)).toContain(preheader);
    }
  });

  test("can be read with images off: each has words in its place, and none is fetched", () => {
    const { html } = rendered(name, language);
    for (const image of html.match(/<img\b[^>]*>/g) ?? []) {
      expect(image).toMatch(/ alt="[^"]{3,}"/);
      expect(image).toMatch(/ src="(?:cid:|data:image\/png)/);
    }
    expect(html.replace(/<img\b[^>]*>/g, "")).not.toMatch(/\bsrc=|url\(|@import|<link|<script|<iframe|<form/i);
  });

  test("says in its text every piece that its HTML shows, and leads to every page that its HTML leads to", () => {
    const { html, text, preheader } = rendered(name, language);
    const inText = words(text);
    const shown = pieces(html).filter((piece) => !isOnlyForEyes(piece, html, preheader));
    expect(shown.length).toBeGreaterThan(2);
    expect(shown.filter((piece) => !inText.includes(piece))).toEqual([]);
    const links = [...html.matchAll(/href="([^"]*)"/g)].map((match) => decode(match[1] ?? ""));
    const addressOf = (link: string) =>
      link.startsWith("mailto:") ? decodeURIComponent(link.slice(7).split("?")[0] ?? "") : link;
    expect(links.filter((link) => !text.includes(addressOf(link)))).toEqual([]);
  });

  test("shows in its HTML every fact that its text says", () => {
    const { html, text } = rendered(name, language);
    const inHtml = words(pieces(html).join(" "));
    const hrefs = decode(html).replaceAll("%2B", "+");
    const numbers = text.match(/\b\d[\d.,:]*\b|\S+@\S+\.\w+|https?:\/\/\S+/g) ?? [];
    expect(numbers.filter((each) => !inHtml.includes(each) && !hrefs.includes(each))).toEqual([]);
  });
});

/** The preheader's own place, marks without words, a title that holds no fact, and the numbers to press, which the text asks for. */
function isOnlyForEyes(piece: string, html: string, preheader: string): boolean {
  const title = words(decode(/<h1\b[^>]*>([^<]*)</.exec(html)?.[1] ?? ""));
  const isMark = !/[\p{L}\p{N}]/u.test(piece);
  return isMark || piece === words(preheader) || (piece === title && !/\d/.test(piece)) || / 1 2 3 4 5 /.test(piece);
}
