/**
 * Lays the words of the HTML beside the lines of the text and lets the two views correct each other. The text part and
 * the HTML part tell the same words in the same order, but wrapped, marked and decorated in different ways.
 */
import { hasAddress, hasDate, plainLine } from "./attribution.ts";
import { cut, type Fates } from "./cut.ts";
import { foldedWords, type HtmlWords, htmlWords, type WordKind } from "./htmlQuote.ts";
import { isSentence } from "./signature.ts";

/** What the HTML says of a line: one kind for all its words, "mixed", or null where its words were not found. */
type View = WordKind | "mixed" | null;

const windowMax = 16;
const stumblesMax = 3_000;
const textWordsMax = 60_000;

/**
 * Corrects `fates` by the structure of `html`, for the lines before `kept`. Only lines whose words were found in the
 * HTML are touched, and only where the HTML names some quote: without one it knows no more than the text does.
 */
export function applyHtml(lines: string[], html: string, fates: Fates, kept: number): void {
  const found = htmlWords(html);
  if (found.words.length === 0) return;
  const views = viewLines(lines, found);
  if (found.quotes && views.some((view, i) => view === "own" && fates[i] !== "banner" && fates[i] !== "attribution")) {
    restore(lines, fates, views);
    cutQuoted(lines, fates, views, kept);
  }
  cutHidden(lines, fates, views, kept);
  cutSignature(lines, fates, views, kept);
}

/** What the HTML hides was not said to its reader. Where nothing else is left of the writer's, it was not meant to be hidden. */
function cutHidden(lines: string[], fates: Fates, views: View[], kept: number): void {
  if (!views.some((view, i) => fates[i] === null && (view === "own" || view === "mixed"))) return;
  for (let at = 0; at < kept; at++) if (views[at] === "hidden") cut(lines, fates, at, at, "hidden");
}

/**
 * An answer below a quote without marks, or a line that only looks quoted: the HTML shows it outside of every quote. Where
 * the HTML holds the beginning of the quote for the writer's own, it knows only a quote within the quote, and is not asked.
 */
function restore(lines: string[], fates: Fates, views: View[]): void {
  const first = fates.findIndex((fate, i) => fate === "unmarkedQuote" && (views[i] ?? null) !== null);
  const knows = first === -1 || views[first] === "quote" || views[first] === "attribution";
  for (let i = 0; i < lines.length; i++) {
    if (views[i] !== "own") continue;
    if (fates[i] === "quote" || (knows && fates[i] === "unmarkedQuote")) fates[i] = null;
  }
}

function cutQuoted(lines: string[], fates: Fates, views: View[], kept: number): void {
  let at = 0;
  while (at < kept) {
    if (views[at] !== "quote" && views[at] !== "attribution") {
      at++;
      continue;
    }
    let end = at;
    let words = 0;
    for (let i = at; i < kept; i++) {
      const line = lines[i] ?? "";
      // Rules and bullets have no words; between two quoted lines they are quoted too.
      if (views[i] === "quote" || views[i] === "attribution") {
        end = i;
        words += line.length;
      } else if (line.trim() !== "" && views[i] !== null) break;
      else if (line.trim() !== "" && foldedWords(line).length > 2) break;
    }
    if (words >= 8) {
      cutAttributionAbove(lines, fates, at);
      cut(lines, fates, at, end, "htmlQuote");
    }
    at = end + 1;
  }
}

/** The line just above a quote of the HTML, in a language we do not know: it ends with a colon and names a day or address. */
function cutAttributionAbove(lines: string[], fates: Fates, quote: number): void {
  let end = quote - 1;
  while (end >= 0 && (lines[end] ?? "").trim() === "") end--;
  if (end < 0 || fates[end] !== null) return;
  let joined = "";
  for (let i = end; i >= Math.max(0, end - 2); i--) {
    const line = plainLine(lines[i] ?? "");
    if (line === "") return;
    joined = `${line} ${joined}`.trim();
    if (!/[:：]$/u.test(joined)) return;
    const dated = hasDate(joined.toLowerCase()) && /(?:19|20)\d\d/.test(joined);
    if (joined.length < 240 && (dated || (hasAddress(joined) && /\d/.test(joined)))) {
      if (i === 0 || (lines[i - 1] ?? "").trim() === "" || dated) {
        cut(lines, fates, i, end, "attribution");
        return;
      }
    }
  }
}

/** A signature that the client marked as one: cut where nothing but it ends a passage, and something stands above. */
function cutSignature(lines: string[], fates: Fates, views: View[], kept: number): void {
  let above = false;
  for (let at = 0; at < kept; at++) {
    if (fates[at] !== null || (lines[at] ?? "").trim() === "") continue;
    if (views[at] !== "signature") {
      above = true;
      continue;
    }
    let end = at;
    let count = 0;
    let i = at;
    for (; i < kept && fates[i] === null; i++) {
      if ((lines[i] ?? "").trim() === "") continue;
      if (views[i] !== "signature" && (views[i] !== null || foldedWords(lines[i] ?? "").length > 0)) break;
      end = i;
      count++;
    }
    // Phones put the cursor inside the element of the signature, and people write there.
    if (lines.slice(at, end + 1).some(isSentence)) {
      at = end;
      above = true;
      continue;
    }
    const ends = i >= kept || fates[i] !== null;
    if (ends && above && count <= 15) cut(lines, fates, at, end, "htmlSignature");
    above = true;
    at = end;
  }
}

/** Walks both word lists together; where they differ, the nearest place where three words agree again is taken. */
function viewLines(lines: string[], found: HtmlWords): View[] {
  const views: View[] = new Array<View>(lines.length).fill(null);
  const text: string[] = [];
  const lineOf: number[] = [];
  for (let i = 0; i < lines.length && text.length < textWordsMax; i++) {
    for (const word of lineWords(lines[i] ?? "")) {
      text.push(word);
      lineOf.push(i);
    }
  }
  const met = new Int32Array(lines.length);
  const all = new Int32Array(lines.length);
  for (const line of lineOf) all[line] = (all[line] ?? 0) + 1;
  let stumbles = 0;
  let h = 0;
  for (let t = 0; t < text.length && h < found.words.length && stumbles < stumblesMax; ) {
    if (text[t] !== found.words[h]) {
      stumbles++;
      const step = resync(text, found.words, t, h);
      t += step.text;
      h += step.html;
      continue;
    }
    const line = lineOf[t] ?? 0;
    const kind = found.kinds[h] ?? "own";
    met[line] = (met[line] ?? 0) + 1;
    const view = views[line] ?? null;
    views[line] = view === null || view === kind ? kind : "mixed";
    t++;
    h++;
  }
  for (let i = 0; i < lines.length; i++) if ((met[i] ?? 0) * 10 < (all[i] ?? 0) * 6) views[i] = null;
  return views;
}

/** A line's words without quote marks and without the addresses that text parts print behind links. */
function lineWords(line: string): string[] {
  return foldedWords(line.slice(0, 20_000).replace(/[<([](?:https?:|mailto:|cid:|image:)[^>)\]]{0,2000}[>)\]]/gi, " "));
}

function resync(text: string[], html: string[], t: number, h: number): { text: number; html: number } {
  for (let distance = 1; distance <= windowMax * 2; distance++) {
    for (let a = Math.max(0, distance - windowMax); a <= Math.min(distance, windowMax); a++) {
      const b = distance - a;
      if (agree(text, html, t + a, h + b)) return { text: a, html: b };
    }
  }
  return { text: 1, html: 0 };
}

function agree(text: string[], html: string[], t: number, h: number): boolean {
  if (t >= text.length || h >= html.length) return false;
  for (let k = 0; k < 3; k++) {
    if (t + k >= text.length || h + k >= html.length) return k > 0;
    if (text[t + k] !== html[h + k]) return false;
  }
  return true;
}
