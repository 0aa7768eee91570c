/**
 * The parts a letter is built of beside its sentences: facts, notices, lists, a person's words, links. Each is said once as
 * data and written twice, as HTML and for the text twin, so that neither can lack what the other has.
 */
import type { Segment } from "../../ticket/timeline.ts";
import { escapeHtml } from "./fill.ts";
import { type GuidesBlock, guidesAsHtml, guidesAsText } from "./guideBlock.ts";
import { palette } from "./palette.ts";
import { type PictureBlock, pictureAsHtml, pictureAsText } from "./pictureBlock.ts";
import { manyLines, oneLine, paragraphs, wrap } from "./plaintext.ts";
import { barAsHtml, barAsText, timelineAsHtml, timelineAsText } from "./timeline.ts";

/** `note` is said smaller below the value; `strong` facts are what a reader looks for first. */
export type Fact = { label: string; value: string; note?: string | null; strong?: boolean };

export type Block =
  | { kind: "none" }
  | { kind: "facts"; facts: Fact[] }
  /** `warn`: to be read before anything else. */
  | { kind: "notice"; text: string; warn: boolean }
  /** Mail addresses to click or copy, each under its label. */
  | { kind: "addresses"; addresses: Fact[] }
  | { kind: "list"; title: string; items: ListItem[] }
  /** Someone's words, `quoted` inside a letter of ours or being the letter. `cutNote` stands where the HTML was cut. */
  | { kind: "words"; text: string; quoted: boolean; cutNote: string | null; title?: string }
  | { kind: "link"; label: string; url: string; button: boolean }
  | { kind: "quietLine"; text: string }
  /** Five quiet links in one row, lowest first; `low` and `high` say what its ends mean. */
  | { kind: "scores"; ask: string; askInText: string; low: string; high: string; links: ScoreLink[] }
  /** A bar: how much of a time is used. `words` say the same to those who cannot see it. */
  | { kind: "timeline"; segments: Segment[]; from: string; to: string; words: string }
  /** Tickets of a list: a title, quieter lines below it, and the bar of the clock that is due first. */
  | { kind: "tickets"; title: string; tickets: ListedTicket[] }
  | PictureBlock
  | GuidesBlock;

/** `write` begins a mail about the ticket with one tap; its address is enough where nothing can be tapped. */
export type ListedTicket = { title: string; notes: string[]; segments: Segment[]; write: MailLink | null };

export type MailLink = { label: string; address: string; subject: string; body?: string };

/** One line of a list, with the address of a page of ours behind it where there is one. */
export type ListItem = { text: string; url: string | null };

/** `words` say the same to those who hear the letter. */
export type ScoreLink = { score: number; url: string; words: string };

export const none: Block = { kind: "none" };

/** Gmail clips a mail's HTML at 102 KB; what is longer stands whole in the text twin. Entities and breaks need room. */
const wordsHtmlBytesMax = 48_000;

const { light } = palette;
const style = {
  paragraph: "margin:0 0 14px;text-align:start",
  lastParagraph: "margin:0;text-align:start",
  link: `color:${light.accent};text-decoration:underline;overflow-wrap:anywhere`,
  label: `padding:9px 12px 9px 0;color:${light.quiet};font-size:14px;line-height:21px;vertical-align:top;text-align:left;font-weight:normal;border-top:1px solid ${light.line}`,
  value: `padding:9px 0;color:${light.ink};font-size:16px;line-height:23px;vertical-align:top;border-top:1px solid ${light.line};overflow-wrap:anywhere`,
  note: `color:${light.quiet};font-size:14px;line-height:20px`,
  notice: `padding:12px 16px;border-radius:8px;background:${light.wash};color:${light.ink};font-size:16px;line-height:24px`,
  warn: `padding:12px 16px;border-radius:8px;background:${light.warnWash};color:${light.warnInk};font-size:16px;line-height:24px`,
  words: `padding:1px 0 1px 16px;border-left:3px solid ${light.line};color:${light.ink};font-size:16px;line-height:24px;overflow-wrap:anywhere`,
  title: `margin:8px 0 6px;color:${light.quiet};font-size:14px;line-height:21px;font-weight:bold`,
  // Outlook passes over the padding of a link and takes the one that is meant for it.
  buttonCell: `border-radius:8px;background:${light.accent};mso-padding-alt:13px 22px`,
  button: `display:inline-block;padding:13px 22px;color:${light.onAccent};font-size:16px;line-height:24px;font-weight:bold;text-decoration:none`,
};

export function asHtml(block: Block): string {
  switch (block.kind) {
    case "none":
      return "";
    case "facts":
      return factsAsHtml(block.facts);
    case "notice":
      return boxed(
        block.warn ? "warn" : "wash",
        block.warn ? style.warn : style.notice,
        escapeHtml(oneLine(block.text)),
      );
    case "addresses":
      return block.addresses.map(addressAsHtml).join("");
    case "list": {
      const items = block.items.map((item) => `<li style="margin:0 0 4px">${itemAsHtml(item)}</li>`);
      return `<h2 class="quiet" style="${style.title}">${escapeHtml(block.title)}</h2><ul style="margin:0 0 18px;padding:0 0 0 22px;overflow-wrap:anywhere">${items.join("")}</ul>`;
    }
    case "words":
      return (block.title ? titleAsHtml(block.title) : "") + wordsAsHtml(manyLines(block.text), block);
    case "link":
      return linkAsHtml(block);
    case "quietLine":
      return `<p class="quiet" style="margin:0 0 4px;overflow-wrap:anywhere">${escapeHtml(oneLine(block.text))}</p>`;
    case "scores":
      return scoresAsHtml(block);
    case "timeline":
      return timelineAsHtml(block);
    case "tickets":
      return ticketsAsHtml(block.title, block.tickets);
    case "guides":
      return guidesAsHtml(block);
    case "picture":
      return pictureAsHtml(block);
    default:
      return block satisfies never;
  }
}

/** A table of one cell, because Outlook's engine knows padding and borders of cells alone. */
function boxed(names: string, cellStyle: string, html: string): string {
  const table = `<table role="presentation" width="100%" cellpadding="0" cellspacing="0" border="0" style="width:100%;margin:0 0 18px">`;
  return `${table}<tr><td class="${names}" style="${cellStyle}">${html}</td></tr></table>`;
}

function factsAsHtml(facts: Fact[]): string {
  const rows = facts.map(({ label, value, note, strong }) => {
    const shown = strong ? `<strong>${escapeHtml(oneLine(value))}</strong>` : escapeHtml(oneLine(value));
    const below = note ? `<br><span class="quiet" style="${style.note}">${escapeHtml(oneLine(note))}</span>` : "";
    return (
      `<tr><th scope="row" class="quiet line" width="30%" style="${style.label}">${escapeHtml(label)}</th>` +
      `<td class="ink line" style="${style.value}">${shown}${below}</td></tr>`
    );
  });
  // On a phone long notes take the whole width, each below its label.
  const tall = facts.some(({ note }) => (note ?? "").length > 60);
  return `<table class="${tall ? "tall" : "facts"}" width="100%" cellpadding="0" cellspacing="0" border="0" style="width:100%;margin:0 0 20px;border-collapse:collapse">${rows.join("")}</table>`;
}

function ticketsAsHtml(title: string, tickets: ListedTicket[]): string {
  const rows = tickets.map(({ title: name, notes, segments, write }) => {
    const lines = notes.map((note) => `<span class="quiet" style="${style.note}">${escapeHtml(oneLine(note))}</span>`);
    const bar = segments.length === 0 ? "" : barAsHtml(segments, 6, null);
    const link = write === null ? "" : `<p style="margin:6px 0 0">${mailLinkAsHtml(write)}</p>`;
    return `<tr><td class="ink line" style="${style.value}"><strong>${escapeHtml(oneLine(name))}</strong><br>${lines.join("<br>")}${bar}${link}</td></tr>`;
  });
  return `<h2 class="quiet" style="${style.title}">${escapeHtml(title)} (${tickets.length})</h2><table role="presentation" width="100%" cellpadding="0" cellspacing="0" border="0" style="width:100%;margin:0 0 24px;border-collapse:collapse">${rows.join("")}</table>`;
}

function ticketAsText({ title, notes, segments, write }: ListedTicket): string {
  const lines = [...notes.map((note) => oneLine(note)), ...(segments.length === 0 ? [] : [barAsText(segments)])];
  const address = write === null ? [] : [`  ${write.label}: ${oneLine(write.address)}`];
  return [wrap(oneLine(title)), ...lines.map((line) => wrap(line, "  ")), ...address].join("\n");
}

/** RFC 6068: what stands in the address and the subject is percent-encoded, but for the @. */
function mailLinkAsHtml({ label, address, subject, body }: MailLink): string {
  const to = encodeURIComponent(oneLine(address)).replace("%40", "@");
  const text = body === undefined ? "" : `&body=${encodeURIComponent(body.toWellFormed())}`;
  const href = `mailto:${to}?subject=${encodeURIComponent(oneLine(subject).toWellFormed())}${text}`;
  return `<a class="accent" href="${escapeHtml(href)}" style="${style.link}">${escapeHtml(oneLine(label))}</a>`;
}

function addressAsHtml({ label, value }: Fact): string {
  const address = oneLine(value);
  const link = `<a class="accent" href="mailto:${encodeURIComponent(address).replace("%40", "@")}" style="${style.link}">${escapeHtml(address)}</a>`;
  return `<p class="quiet" style="margin:0 0 10px;${style.note}">${escapeHtml(label)}:<br>${link}</p>`;
}

function titleAsHtml(title: string): string {
  return `<h2 class="quiet" style="${style.title}">${escapeHtml(oneLine(title))}</h2>`;
}

function wordsAsHtml(text: string, { quoted, cutNote }: { quoted: boolean; cutNote: string | null }): string {
  const tooLong = cutNote !== null && text.length > wordsHtmlBytesMax;
  let shown = tooLong ? text.slice(0, wordsHtmlBytesMax).toWellFormed() : text;
  while (cutNote !== null && Buffer.byteLength(paragraphs(shown, style)) > wordsHtmlBytesMax) {
    shown = shown.slice(0, Math.floor(shown.length * 0.7)).toWellFormed();
  }
  const html = paragraphs(shown, style);
  const note =
    shown === text || cutNote === null
      ? ""
      : `<p class="quiet" style="margin:14px 0 0;${style.note}">${escapeHtml(cutNote)}</p>`;
  return quoted ? boxed("line ink", style.words, html + note) : `<div style="margin:0 0 22px">${html}${note}</div>`;
}

/** Numbers far enough apart for a thumb (WCAG 2.2, 2.5.8). */
function scoresAsHtml({ ask, low, high, links }: Extract<Block, { kind: "scores" }>): string {
  const numbers = links.map(
    ({ score, url, words }) =>
      `<a class="accent" href="${escapeHtml(webAddress(url))}" aria-label="${escapeHtml(words)}" style="display:inline-block;min-width:20px;padding:4px 6px;text-align:center;${style.link}">${score}</a>`,
  );
  return `<p style="margin:0">${escapeHtml(ask)}</p><p style="margin:0 0 4px">${escapeHtml(low)} ${numbers.join(" ")} ${escapeHtml(high)}</p>`;
}

/** The address stands below a button, for those whose client shows none. */
function linkAsHtml({ label, url, button }: { label: string; url: string; button: boolean }): string {
  const href = escapeHtml(webAddress(url));
  if (!button)
    return `<p style="margin:0 0 4px"><a class="accent" href="${href}" style="${style.link}">${escapeHtml(label)}</a></p>`;
  return (
    `<table role="presentation" cellpadding="0" cellspacing="0" border="0" style="margin:4px 0 14px"><tr><td class="button" bgcolor="${light.accent}" style="${style.buttonCell}">` +
    `<a href="${href}" style="${style.button}">${escapeHtml(label)}</a></td></tr></table>` +
    `<p class="quiet" style="margin:0 0 18px;${style.note};overflow-wrap:anywhere">${href}</p>`
  );
}

/** Our own links are http or https; anything else is a mistake of ours. */
function webAddress(url: string): string {
  if (!/^https?:\/\/[^\s<>"']+$/i.test(url)) throw new Error(`a letter's link is no web address: ${url.slice(0, 80)}`);
  return url;
}

/** For the text twin: ours is wrapped, people's words stay as they wrote them, set in by two spaces where quoted. */
export function asText(block: Block): string {
  switch (block.kind) {
    case "none":
      return "";
    case "facts":
      return block.facts
        .map(({ label, value, note }) => {
          const line = wrap(`${label}: ${oneLine(value)}`).replaceAll("\n", "\n  ");
          return note ? `${line}\n${wrap(oneLine(note), "  ")}` : line;
        })
        .join("\n");
    case "addresses":
      return block.addresses.map(({ label, value }) => `${label}:\n  ${oneLine(value)}`).join("\n");
    case "notice":
      return wrap(block.warn ? `!! ${oneLine(block.text)}` : oneLine(block.text));
    case "list":
      return [wrap(block.title), ...block.items.map(itemAsText)].join("\n");
    case "words": {
      const said = block.quoted ? manyLines(block.text).replace(/^(?=.)/gm, "  ") : manyLines(block.text);
      return block.title ? `${wrap(oneLine(block.title))}\n\n${said}` : said;
    }
    case "link":
      return `${block.label}:\n${webAddress(block.url)}`;
    case "quietLine":
      return oneLine(block.text);
    case "scores":
      return [wrap(block.askInText), ...block.links.map(({ url }) => webAddress(url))].join("\n");
    case "timeline":
      return timelineAsText(block);
    case "tickets":
      return [`${block.title} (${block.tickets.length})`, ...block.tickets.map(ticketAsText)].join("\n\n");
    case "guides":
      return guidesAsText(block);
    case "picture":
      return pictureAsText(block);
    default:
      return block satisfies never;
  }
}

function itemAsHtml({ text, url }: ListItem): string {
  const said = escapeHtml(oneLine(text));
  if (url === null) return said;
  return `<a href="${escapeHtml(webAddress(url))}" class="accent" style="color:inherit">${said}</a>`;
}

function itemAsText({ text, url }: ListItem): string {
  const said = wrap(oneLine(text), "  ").replace(/^ {2}/, "- ");
  return url === null ? said : `${said}\n  ${webAddress(url)}`;
}
