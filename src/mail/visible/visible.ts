/**
 * What the writer of a mail wrote now, apart from what their client put around it: quotes, attributions, header blocks,
 * signatures, disclaimers, list footers, banners. Works on lines; where the mail has HTML, its structure is asked too.
 * Doubt keeps text: cutting a customer's words away is worse than showing a quote.
 */

import { announcesAnswers } from "./announced.ts";
import { cutArmor } from "./armor.ts";
import { attributionAt, attributionScout, hasDate, hasTime, plainLine } from "./attribution.ts";
import { cutBanner, isReplyMarker } from "./banner.ts";
import { type Cut, type CutRule, cut, cutsOf, type Fates, gather } from "./cut.ts";
import {
  headerBlockAt,
  isForwardedLine,
  isOriginalMessageLine,
  isRawHeader,
  isRule,
  mayBeHeader,
} from "./headerBlock.ts";
import { applyHtml } from "./htmlView.ts";
import { isPrompt, isQuoted, looksTyped, otherwiseMarkedEnd, quotedBlockEnd, unquote } from "./quote.ts";
import { cutTail } from "./signature.ts";

/**
 * Splits `text` into what is new and what is not.
 *
 * The law: let L be the lines of `text` (ended by CRLF, CR or LF) that hold more than white space. Every line of L is,
 * unchanged but for white space at its end, in exactly one of `visible` and `elided`; each keeps the order of `text`;
 * neither holds any other line but blank ones. `cuts` name exactly the lines of `elided`, in order. `visible` is empty
 * only where nothing new was found; the caller then shows all.
 */
export function visible(text: string, html: string | null): { visible: string; elided: string; cuts: Cut[] } {
  const lines = text.split(/\r\n|\n|\r/);
  const fates: Fates = new Array<CutRule | null>(lines.length).fill(null);
  cutBanner(lines, fates);
  cutArmor(lines, fates);
  const kept = cutQuotes(lines, fates);
  if (html !== null && html !== "") applyHtml(lines, html, fates, kept);
  cutTail(lines, fates, kept);
  return { visible: gather(lines, fates, true), elided: gather(lines, fates, false), cuts: cutsOf(lines, fates) };
}

/** Costly looks at lines that could begin a quote: a mail has some dozens, a pasted log or an attack has thousands. */
const looksMax = 3_000;

/**
 * Walks once from top to bottom; every step goes forward, so the work is linear in the lines. Returns the first line of
 * what was passed on and stays whole, or the number of lines.
 */
function cutQuotes(lines: string[], fates: Fates): number {
  let announced = false;
  let looks = 0;
  const mayBeAttribution = attributionScout(lines);
  let firstOwn = lines.length;
  let at = 0;
  while (at < lines.length) {
    const line = lines[at] ?? "";
    if (line.trim() === "" || fates[at] !== null) {
      at++;
      continue;
    }
    let step: Boundary | "keepRest" | null = null;
    if (isQuoted(line)) {
      const doubtful = !announced && looks++ < looksMax;
      // Apple Mail marks what it passes on like a quote, with the announcement inside.
      if (doubtful && isForwardedLine(unquote(line))) return at;
      step = doubtful ? markedBoundaryAt(lines, at, firstOwn) : null;
      if (step === null) {
        const end = quotedBlockEnd(lines, at);
        // What somebody pastes has a word of theirs above it; a mail that begins with marks answers them.
        const typed = doubtful && (firstOwn < at || isPrompt(line)) && looksTyped(lines, at, end);
        if (typed) firstOwn = Math.min(firstOwn, at);
        else cut(lines, fates, at, end, "quote");
        at = end + 1;
        continue;
      }
    } else {
      const costly = (mayBeHeader(line) || mayBeAttribution(at)) && looks++ < looksMax;
      if (costly && isForwardedLine(line)) return at;
      step = costly ? boundaryAt(lines, at, firstOwn) : null;
    }
    if (step === "keepRest") return at;
    if (step?.rest === "unmarkedQuote" && announcesAnswers(lines, step.from)) return step.from;
    if (step === null) {
      // Editors leave lines of nothing but zero-width characters.
      if (!isRule(line) && plainLine(line) !== "") firstOwn = Math.min(firstOwn, at);
      at++;
      continue;
    }
    announced = true;
    cut(lines, fates, step.from, step.to, step.rule);
    if (step.quoteTo !== undefined) cut(lines, fates, step.to + 1, step.quoteTo, "quote");
    if (step.rest !== null) {
      cut(lines, fates, step.to + 1, lines.length - 1, step.rest);
      break;
    }
    at = (step.quoteTo ?? step.to) + 1;
  }
  return lines.length;
}

/** Lines `from` to `to` announce a quote; it reaches to `quoteTo`, or over the `rest`, or is marked by ">". */
type Boundary = { from: number; to: number; rule: CutRule; rest: CutRule | null; quoteTo?: number };

/** What begins at `at`. `firstOwn` is the first line the writer is known to have written, above `at` or nowhere yet. */
function boundaryAt(lines: string[], at: number, firstOwn: number): Boundary | "keepRest" | null {
  const line = lines[at] ?? "";
  const own = firstOwn < at;
  if (isReplyMarker(line)) return own ? { from: at, to: at, rule: "replyMarker", rest: "unmarkedQuote" } : "keepRest";
  const block = headerBlockAt(lines, at);
  if (block !== null) {
    // With nothing above, the mail was passed on, or it is all there is: it stays.
    if (firstOwn >= block.from) return "keepRest";
    return { from: block.from, to: block.to, rule: "headerBlock", rest: "unmarkedQuote" };
  }
  if (isOriginalMessageLine(line)) {
    if (!own) return null;
    const next = nextFilled(lines, at + 1);
    // A bounce that the writer pasted goes on with the source of their mail.
    if (isRawHeader(lines, next, next)) return null;
    const marked = isQuoted(lines[next] ?? "") || attributionAt(lines, next) !== null;
    return { from: at, to: at, rule: "originalMessage", rest: marked ? null : "unmarkedQuote" };
  }
  const attribution = attributionAt(lines, at);
  if (attribution === null) return null;
  const end = at + attribution.lineCount - 1;
  const next = nextFilled(lines, end + 1);
  if (isQuoted(lines[next] ?? "")) return { from: at, to: end, rule: "attribution", rest: null };
  const quoteTo = otherwiseMarkedEnd(lines, next);
  if (quoteTo !== null) return { from: at, to: end, rule: "attribution", rest: null, quoteTo };
  if (attribution.strength === "weak" || !own) return null;
  return { from: at, to: end, rule: "attribution", rest: next < lines.length ? "unmarkedQuote" : null };
}

/**
 * GroupWise sets marks before its attribution and none before the lines it wraps (">>> Jan <jan@x> schrieb am … in /
 * Nachricht / <…>:"), or after it too, and then the quote has none (">>> Jan 11/18/2026 10:14 AM >>>").
 */
function markedBoundaryAt(lines: string[], at: number, firstOwn: number): Boundary | null {
  const [first = "", ...below] = lines.slice(at, at + 4);
  if (!first.startsWith(">>> ")) return null;
  if (/>>>\s*$/.test(first) && first.length < 200 && firstOwn < at) {
    const named = hasDate(first.toLowerCase()) && hasTime(first.toLowerCase());
    return named ? { from: at, to: at, rule: "attribution", rest: "unmarkedQuote" } : null;
  }
  const plain = [first, ...below].map((line) => (line.startsWith(">>> ") ? unquote(line) : line));
  if (isQuoted(plain[1] ?? "")) return null;
  const found = attributionAt(plain, 0);
  if (found === null || !isQuoted(lines[nextFilled(lines, at + found.lineCount)] ?? "")) return null;
  return { from: at, to: at + found.lineCount - 1, rule: "attribution", rest: null };
}

function nextFilled(lines: string[], at: number): number {
  let next = at;
  while (next < lines.length && (lines[next] ?? "").trim() === "") next++;
  return next;
}
