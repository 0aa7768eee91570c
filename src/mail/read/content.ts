/**
 * What a person would see of the parts: one text, one HTML, the attachments, and the machine-readable pieces (reports,
 * calendars, attached messages). An alternative shows one of its versions, a mixture shows all of its parts in order.
 */

import { limits } from "../limits.ts";
import type { Attachment, Message } from "../message.ts";
import { riskOf } from "../risk.ts";
import { decodeWords, manyLines, oneLine } from "./encoded.ts";
import { htmlToText } from "./html.ts";
import type { Part } from "./mime.ts";
import { cleanName, nameFor } from "./names.ts";

/** An attachment with the part it came from, whose bytes may be at hand. */
export type Attached = { attachment: Attachment; part: Part };

export type Content = Pick<Message, "text" | "html" | "textFrom"> & { attached: Attached[]; warnings: string[] };

/** A stretch of what is shown; HTML becomes text only once it is chosen, because that is the dearest step of all. */
type Piece = { from: "plain" | "html"; source: string };
type Seen = { pieces: Piece[]; html: string[]; attached: Attached[]; warnings: Set<string> };

/** Reads the tree. Warnings say what was odd or left out. */
export function contentOf(root: Part): Content {
  const seen: Seen = { pieces: [], html: [], attached: [], warnings: new Set() };
  show(root, seen, null);
  const texts = seen.pieces.map((piece) => (piece.from === "html" ? htmlToText(piece.source) : piece.source));
  const whole = texts.join("\n");
  // The file stays in the text, where people can take it from.
  if (/^begin [0-7]{3,4} \S.{0,150}\r?\nM[!-`]{60}/m.test(whole)) seen.warnings.add("a uuencoded file within the text");
  if (whole.length > limits.textCharsMax) seen.warnings.add("text longer than 1 MB, cut");
  const html = seen.html.join("<br>\n");
  if (html.length > limits.htmlCharsMax) seen.warnings.add("HTML longer than 512 KB, cut");
  return {
    text: manyLines(whole, limits.textCharsMax),
    html: html === "" ? null : manyLines(html, limits.htmlCharsMax),
    textFrom: textFrom(seen.pieces, texts),
    attached: seen.attached,
    warnings: [...seen.warnings],
  };
}

/** Where most of the text came from. */
function textFrom(pieces: Piece[], texts: string[]): "plain" | "html" | "none" {
  const length = { plain: 0, html: 0 };
  for (const [at, piece] of pieces.entries()) length[piece.from] += texts[at]?.trim().length ?? 0;
  if (length.plain + length.html === 0) return pieces[0]?.from ?? "none";
  return length.html > length.plain ? "html" : "plain";
}

function show(part: Part, seen: Seen, around: Part | null): void {
  if (part.attachment !== null) attach(part, seen, around);
  else if (part.text !== null) showText(part, part.text.text, seen);
  else if (part.type === "multipart/alternative") showBest(part, seen);
  else for (const child of part.children) show(child, seen, part);
}

function showText(part: Part, text: string, seen: Seen): void {
  noteDoubt(part, seen);
  if (part.type === "text/html") {
    if (text.trim() === "") return;
    seen.html.push(text);
    seen.pieces.push({ from: "html", source: text });
  } else seen.pieces.push({ from: "plain", source: text });
}

function noteDoubt(part: Part, seen: Seen): void {
  const doubt = part.text?.doubt ?? null;
  if (doubt !== null) seen.warnings.add(doubt);
}

/**
 * The plain version is the writer's words as their program put them; the HTML version is kept beside it. Where the
 * plain one is missing, empty, or only says that one should get a better program, the HTML is what was written.
 */
function showBest(part: Part, seen: Seen): void {
  const versions = part.children.map((child) => {
    const own: Seen = { pieces: [], html: [], attached: [], warnings: seen.warnings };
    show(child, own, part);
    return own;
  });
  for (const version of versions) {
    seen.html.push(...version.html);
    seen.attached.push(...version.attached);
  }
  const plain = versions.find((version) => version.pieces.some((piece) => piece.from === "plain"));
  const rich = versions.findLast((version) => version.pieces.some((piece) => piece.from === "html"));
  const best = rich !== undefined && (plain === undefined || saysNothing(plain, rich)) ? rich : (plain ?? rich);
  seen.pieces.push(...(best?.pieces ?? []));
}

function saysNothing(plain: Seen, rich: Seen): boolean {
  const words = sourceOf(plain, "plain").trim();
  if (words === "") return true;
  // "Your mail program does not show HTML", in a few languages. The rich version then says much more, or other things.
  if (words.length > 400 || !/\bhtml\b/i.test(words)) return false;
  const shown = htmlToText(sourceOf(rich, "html"));
  return shown.length > words.length * 2 || saysOther(words, shown);
}

/** Two versions of one text share their words; a notice and a text do not. */
function saysOther(words: string, shown: string): boolean {
  const there = new Set(wordsOf(shown));
  const own = wordsOf(words);
  return there.size > 0 && own.filter((word) => there.has(word)).length * 2 < own.length;
}

const wordsOf = (text: string): string[] => text.toLowerCase().match(/[\p{L}\p{N}]+/gu) ?? [];

function sourceOf(version: Seen, from: Piece["from"]): string {
  return version.pieces.map((piece) => (piece.from === from ? piece.source : "")).join("\n");
}

function attach(part: Part, seen: Seen, around: Part | null): void {
  if (part.type === "text/x-amp-html" || part.type === "text/watch-html") {
    if (part.type === "text/x-amp-html") seen.warnings.add("AMP version left out");
    return;
  }
  const index = part.attachment?.order ?? 0;
  const bytes = part.attachment?.bytes ?? 0;
  if (bytes > limits.partBytesMax) seen.warnings.add("an attachment larger than 25 MB is listed, not handed on");
  const name = cleanName(part.name ?? "", nameFor(part.type, index));
  const written = decodeWords((part.name ?? "").slice(0, 8_000));
  const risk = riskOf({ name, written, type: part.type, content: part.attachment?.glimpse ?? null });
  // Seen once, and then not held in memory beside the rest of the mail.
  if (part.attachment !== null) part.attachment.glimpse = null;
  seen.attached.push({
    part,
    attachment: {
      index,
      name,
      type: oneLine(part.type, 200),
      bytes,
      inline: part.disposition === "inline" || (around?.type === "multipart/related" && part.contentId !== null),
      contentId: contentIdOf(part),
      ...(risk === null ? {} : { risk }),
    },
  });
}

function contentIdOf(part: Part): string | null {
  const id = oneLine(part.contentId ?? "", 500)
    .replace(/^<|>$/g, "")
    .trim();
  return id === "" ? null : id;
}
