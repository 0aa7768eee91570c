/**
 * HTML to text by html-to-text, within what it survives: it recurses with the nesting and slows down with the number
 * of elements (seconds for what a stranger may send), so deep or crowded HTML goes through a plain tag stripper.
 */
import { compile } from "html-to-text";
import { limits } from "../limits.ts";

/** Beyond these the library's time or stack is not ours to risk; newsletters stay far below. */
const NESTING_MAX = 250;
const TAGS_MAX = 25_000;

/** What no reader of the mail sees is nothing that its writer says; least of all an agent's command. */
const hidden = [
  "[hidden]",
  ...["display:none", "display: none", "visibility:hidden", "visibility: hidden", "mso-hide:all", "mso-hide: all"].map(
    (style) => `[style*="${style}" i]`,
  ),
];

const convert = compile({
  wordwrap: false,
  preserveNewlines: false,
  limits: { maxInputLength: limits.htmlCharsMax, ellipsis: "" },
  selectors: [
    { selector: "a", options: { hideLinkHrefIfSameAsText: true, linkBrackets: ["<", ">"], noAnchorUrl: true } },
    { selector: "img", format: "skip" },
    ...hidden.map((selector) => ({ selector, format: "skip" })),
    { selector: "style", format: "skip" },
    { selector: "script", format: "skip" },
    { selector: "title", format: "skip" },
    { selector: "ul", options: { itemPrefix: " - " } },
    ...["h1", "h2", "h3", "h4", "h5", "h6"].map((selector) => ({ selector, options: { uppercase: false } })),
    { selector: "p", options: { leadingLineBreaks: 2, trailingLineBreaks: 2 } },
    { selector: "table", format: "block", options: { leadingLineBreaks: 1, trailingLineBreaks: 1 } },
    { selector: "tr", format: "block", options: { leadingLineBreaks: 1, trailingLineBreaks: 1 } },
    { selector: "td", format: "cell" },
    { selector: "th", format: "cell" },
    { selector: "hr", options: { length: 20 } },
  ],
  formatters: {
    // Most tables lay out a page; a cell is words with a gap behind them.
    cell: (element, walk, builder) => {
      walk(element.children, builder);
      builder.addInline(" ");
    },
  },
});

/** The text of an HTML part, with links as `words <address>`, lists with dashes and quotes with `> `. */
export function htmlToText(html: string): string {
  const input = withoutHidden(html.slice(0, limits.htmlCharsMax));
  if (isHeavy(input)) return stripTags(input);
  try {
    return tidy(convert(input));
  } catch {
    return stripTags(input);
  }
}

/** Comments hold Outlook's conditional markup and styles, and are no text. */
function withoutHidden(html: string): string {
  let out = html;
  for (const [open, close] of [
    ["<!--", "-->"],
    ["<style", "</style"],
    ["<script", "</script"],
  ] as const) {
    out = cutBetween(out, open, close);
  }
  return out;
}

function cutBetween(html: string, open: string, close: string): string {
  const small = html.toLowerCase();
  // Lower-casing may lengthen a few letters, and then positions no longer match.
  if (small.length !== html.length || !small.includes(open)) return html;
  let out = "";
  let from = 0;
  for (;;) {
    const start = small.indexOf(open, from);
    if (start < 0) return out + html.slice(from);
    const end = small.indexOf(close, start + open.length);
    // An opening without its end hides nothing: better too much text than too little.
    if (end < 0) return out + html.slice(from);
    out += html.slice(from, start);
    const tagEnd = close === "-->" ? end + 2 : small.indexOf(">", end);
    from = tagEnd < 0 ? html.length : tagEnd + 1;
  }
}

const unnested = new Set(["br", "img", "hr", "meta", "link", "input", "area", "base", "col", "wbr", "source"]);

/** One linear pass: how deep and how many. Unclosed tags count as nested, as a parser would build them. */
function isHeavy(html: string): boolean {
  let depth = 0;
  let deepest = 0;
  let count = 0;
  for (let at = html.indexOf("<"); at >= 0; at = html.indexOf("<", at + 1)) {
    const name = /^<(\/?)([a-z][a-z0-9:-]{0,30})/i.exec(html.slice(at, at + 34));
    if (name === null) continue;
    count += 1;
    if (unnested.has((name[2] ?? "").toLowerCase())) continue;
    depth += name[1] === "/" ? -1 : 1;
    if (depth < 0) depth = 0;
    deepest = Math.max(deepest, depth);
    if (deepest > NESTING_MAX || count > TAGS_MAX) return true;
  }
  return false;
}

const blocks = new Set(["p", "div", "tr", "table", "ul", "ol", "blockquote", "h1", "h2", "h3", "h4", "pre", "hr"]);
const entities: Record<string, string> = {
  amp: "&",
  lt: "<",
  gt: ">",
  quot: '"',
  apos: "'",
  nbsp: " ",
  shy: "",
  oacute: "ó",
  Oacute: "Ó",
  eacute: "é",
  auml: "ä",
  ouml: "ö",
  uuml: "ü",
  Auml: "Ä",
  Ouml: "Ö",
  Uuml: "Ü",
  szlig: "ß",
  ndash: "–",
  mdash: "—",
  hellip: "…",
  rsquo: "’",
  lsquo: "‘",
  rdquo: "”",
  ldquo: "“",
  bdquo: "„",
  euro: "€",
  copy: "©",
  middot: "·",
  bull: "•",
  egrave: "è",
  agrave: "à",
  ccedil: "ç",
  ntilde: "ñ",
  aacute: "á",
  iacute: "í",
  uacute: "ú",
  laquo: "«",
  raquo: "»",
};

/** Tags out, line breaks in, entities read: nothing clever, nothing slow. */
export function stripTags(html: string): string {
  let out = "";
  let from = 0;
  for (;;) {
    const start = html.indexOf("<", from);
    if (start < 0) break;
    out += html.slice(from, start).replace(/[ \t\r\n]+/g, " ");
    const name = /^<\/?([a-z][a-z0-9:-]{0,30})/i.exec(html.slice(start, start + 34))?.[1]?.toLowerCase();
    const end = name === undefined ? -1 : html.indexOf(">", start);
    if (name === undefined || end < 0) {
      out += "<";
      from = start + 1;
      continue;
    }
    if (name === "br" || name === "li" || blocks.has(name)) out += name === "li" ? "\n - " : "\n";
    from = end + 1;
  }
  return tidy(readEntities(out + html.slice(from)));
}

function readEntities(text: string): string {
  return text.replace(/&(?:#(\d{1,7})|#[xX]([0-9a-fA-F]{1,6})|([A-Za-z]{2,8}));/g, (whole, decimal, hex, name) => {
    if (name !== undefined) return entities[name] ?? whole;
    const code = decimal === undefined ? Number.parseInt(hex, 16) : Number(decimal);
    return code > 0 && code <= 0x10ffff ? String.fromCodePoint(code) : "";
  });
}

/** Trailing blanks and runs of empty lines are layout, not words. */
function tidy(text: string): string {
  const lines: string[] = [];
  let empty = 0;
  for (const line of text.replaceAll("\u00a0", " ").split("\n")) {
    const kept = line.trimEnd();
    empty = kept === "" ? empty + 1 : 0;
    if (empty <= 2) lines.push(kept);
  }
  return lines.join("\n").trim();
}
