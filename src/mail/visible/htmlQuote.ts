/**
 * What the HTML of a mail says about who wrote which word. Clients wrap quotes, attributions and signatures into
 * elements of their own; this walks the tags once, without building a tree, and tells the words apart by where they stand.
 */

import { limits } from "../limits.ts";
import { decodeEntities } from "../read/entity.ts";
import { isHidden, type Look, lookWithin, plainLook } from "../read/hidden.ts";

/** `unsure` is what clients use for quotes and people for their own indents alike; the text decides there. */
export type WordKind = "own" | "quote" | "attribution" | "signature" | "unsure" | "hidden";

/** The words of the HTML from top to bottom, folded as `foldedWords` does, with what each belongs to. */
export type HtmlWords = { words: string[]; kinds: WordKind[]; quotes: boolean };

const wordsMax = 60_000;
const depthMax = 2_000;
/** A closing tag is looked for this far up; mails of Word leave hundreds of elements open. */
const unwindMax = 40;

const voidTags = new Set(["br", "img", "hr", "input", "meta", "link", "col", "area", "base", "wbr", "source", "o:p"]);
const silentTags = new Set(["style", "script", "head", "title", "template", "xml"]);

/** How each silent element ends. */
const closings = new Map([...silentTags].map((tag) => [tag, new RegExp(`</${tag}`, "gi")]));

type Open = { tag: string; kind: WordKind | null; look: Look };

/** Letters and digits in lower case; each Han, Kana or Hangul character is a word, because those wrap anywhere. */
export function foldedWords(text: string): string[] {
  return (
    text
      .toLowerCase()
      .match(/[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}]|[\p{L}\p{N}]+/gu) ?? []
  );
}

/** Walks `html` up to the cap of limits.ts and 60,000 words; broken markup costs precision, never time. */
export function htmlWords(html: string): HtmlWords {
  const end = Math.min(html.length, limits.htmlCharsMax);
  const found: HtmlWords = { words: [], kinds: [], quotes: false };
  const stack: Open[] = [];
  let kind: WordKind = "own";
  let look = plainLook;
  let rest = false;
  let at = 0;
  while (at < end && found.words.length < wordsMax) {
    const open = html.indexOf("<", at);
    const stop = open === -1 || open > end ? end : open;
    if (stop > at)
      add(found, html.slice(at, stop), rest ? "quote" : kind === "own" && isHidden(look) ? "hidden" : kind);
    if (stop >= end) break;
    const tag = readTag(html, stop, end);
    at = tag.next;
    if (tag.name === "" || voidTags.has(tag.name)) {
      if (tag.name === "hr" && startsRest(tag.attributes, "hr")) rest = true;
      continue;
    }
    if (silentTags.has(tag.name) && !tag.closing) {
      at = skipSilent(html, tag.name, tag.next, end);
      continue;
    }
    if (tag.closing) ({ kind, look } = close(stack, tag.name, { kind, look }));
    else if (stack.length < depthMax) {
      if (startsRest(tag.attributes, tag.name)) rest = true;
      const own = kindOf(tag.name, tag.attributes);
      stack.push({ tag: tag.name, kind, look });
      look = lookWithin(look, tag.name, tag.attributes);
      if (own !== null && kind !== "quote") kind = own;
    }
    if (rest || kind === "quote") found.quotes = true;
  }
  return found;
}

type Within = { kind: WordKind; look: Look };

/** Pops up to the matching open tag and gives back what held before it; a stray closing tag changes nothing. */
function close(stack: Open[], tag: string, now: Within): Within {
  for (let i = stack.length - 1; i >= Math.max(0, stack.length - unwindMax); i--) {
    const open = stack[i];
    if (open?.tag !== tag) continue;
    stack.length = i;
    return { kind: open.kind ?? now.kind, look: open.look };
  }
  return now;
}

function add(found: HtmlWords, raw: string, kind: WordKind): void {
  if (!/\S/.test(raw)) return;
  for (const word of foldedWords(decodeEntities(raw))) {
    if (found.words.length >= wordsMax) return;
    found.words.push(word);
    found.kinds.push(kind);
  }
}

type Tag = { name: string; closing: boolean; attributes: string; next: number };

/** The tag at `at`; `attributes` are capped and lower-cased. Comments and conditional comments have no name. */
function readTag(html: string, at: number, end: number): Tag {
  if (html.startsWith("<!--", at)) {
    const close = html.indexOf("-->", at + 4);
    return { name: "", closing: false, attributes: "", next: close === -1 ? end : close + 3 };
  }
  // "<" of a text such as "a < b" opens no tag.
  if (!/[a-zA-Z!?/]/.test(html[at + 1] ?? "")) return { name: "", closing: false, attributes: "", next: at + 1 };
  const close = html.indexOf(">", at);
  const next = close === -1 ? end : close + 1;
  const closing = html[at + 1] === "/";
  const head = html.slice(at + (closing ? 2 : 1), Math.min(next - 1, at + 1_500));
  const name = /^[a-zA-Z][\w:-]{0,30}/.exec(head)?.[0].toLowerCase() ?? "";
  return { name, closing, attributes: head.slice(name.length).toLowerCase(), next };
}

function skipSilent(html: string, tag: string, from: number, end: number): number {
  const closing = closings.get(tag) ?? /<\/style/gi;
  closing.lastIndex = from;
  const found = closing.exec(html);
  // Without its end a style sheet swallows the rest; a head without one was left open by a careless generator.
  if (found === null) return tag === "head" ? from : end;
  const after = html.indexOf(">", found.index);
  return after === -1 ? end : after + 1;
}

/** Everything below such an element is the mail that was answered: Outlook closes it before the quote begins. */
function startsRest(attributes: string, tag: string): boolean {
  if (attributes === "") return false;
  // Hotmail's rule, and the one of Outlook for the web, whose attributes come in either order.
  if (tag === "hr")
    return attributes.includes("stopspelling") || (attributes.includes("tabindex") && /width:\s?98%/.test(attributes));
  if (/id=["']?(?:x_)*(?:divrplyfwdmsg|appendonsend|outlookmessageheader)/.test(attributes)) return true;
  if (/class=["']?(?:x_)*outlookmessageheader/.test(attributes)) return true;
  return /border-top:\s?(?:solid\s#(?:e1e1e1|b5c4df|e5e5e5)\s1\.0pt|1\.0pt\ssolid\s#(?:e1e1e1|b5c4df)|#(?:e1e1e1|b5c4df)\s1\.0pt\ssolid)|border-top-color:\s?rgb\((?:229, ?229, ?229|225, ?225, ?225|181, ?196, ?223)\)/.test(
    attributes,
  );
}

const quoteClasses =
  /(?:class|id|name)=["']?[^"'>]{0,120}?\b(?:x_)*(?:yahoo_quoted|protonmail_quote|zmail_extra|tutanota_quote|cm_quote|history_container|isreplycontent|mail-editor-reference-message-container|messagereplysection|ik_mail_quote|olk_src_body_section|origbody|reply139content|front-blockquote|clean_bq|ydp[\w-]{0,20}yahoo_quoted|gmail_quote_attribution_body|replybody)\b/;
const attributionClasses =
  /(?:class|id)=["']?[^"'>]{0,120}?\b(?:x_)*(?:gmail_attr|moz-cite-prefix|airmail_on|reply-intro|gmail_default_attr)\b/;
const signatureClasses =
  /(?:class|id)=["']?[^"'>]{0,120}?\b(?:x_)*(?:gmail_signature|moz-signature|protonmail_signature_block|signature|composer_signature|ms-outlook-mobile-signature|applemailsignature|sh-signature)\b/;

function kindOf(tag: string, attributes: string): WordKind | null {
  if (tag === "blockquote") return isQuote(attributes) ? "quote" : "unsure";
  if (attributes === "") return null;
  if (quoteClasses.test(attributes) || attributes.includes("__quoted_text__")) return "quote";
  if (/name=["']?quote["'\s]?.{0,200}border-left/s.test(attributes)) return "quote";
  if (attributionClasses.test(attributes) || attributes.includes("__headers__")) return "attribution";
  if (signatureClasses.test(attributes)) return "signature";
  // Gmail's wrapper holds the attribution, the quotes and the answers between them.
  return /class=["']?(?:x_)*gmail_(?:quote|extra)/.test(attributes) ? "unsure" : null;
}

/** A bare blockquote may be the writer's own indent (Gmail's indent button makes one); a cite or a line at its side is not. */
function isQuote(attributes: string): boolean {
  return (
    /type=["']?cite|cite=|class=["']?[^"'>]{0,120}quote|border-left/.test(attributes) || quoteClasses.test(attributes)
  );
}
