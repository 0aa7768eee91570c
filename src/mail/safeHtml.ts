/**
 * A mail's HTML made fit to be looked at: only what an allow-list names is kept, nothing is fetched, nothing lies over
 * anything else, and every link says in so many letters where it leads. The text of a mail stays what counts; this is its looks.
 */
import sanitize from "sanitize-html";

const colour =
  /^(?:#[0-9a-f]{3,8}|[a-z]{3,30}|rgba?\(\s*\d{1,3}\s*,\s*\d{1,3}\s*,\s*\d{1,3}\s*(?:,\s*[\d.]{1,6}\s*)?\))$/i;
/** Small lengths only: what is moved or grown far enough could hide its neighbours. */
const length = /^(?:0|\d{1,2}(?:\.\d{1,3})?(?:px|pt|em|%))$/i;

/** Deeper than any newsletter nests its tables; browsers themselves stop at 512. */
const nestingMax = 100;
/** A longer document is shown as text only: it would hold the thread and the browser for no reader's good. */
export const htmlCharsMax = 500_000;
const linkCharsMax = 2_000;

const options: sanitize.IOptions = {
  allowedTags: [
    ...["p", "br", "div", "span", "b", "strong", "i", "em", "u", "s", "sub", "sup", "small", "code", "pre", "hr"],
    ...["ul", "ol", "li", "dl", "dt", "dd", "blockquote", "h1", "h2", "h3", "h4", "h5", "h6", "a"],
    ...["table", "thead", "tbody", "tfoot", "tr", "th", "td", "caption"],
  ],
  // Their contents are no text for people.
  nonTextTags: [
    ...[
      "script",
      "style",
      "textarea",
      "option",
      "noscript",
      "title",
      "head",
      "template",
      "iframe",
      "noembed",
      "noframes",
    ],
    ...[
      "object",
      "embed",
      "applet",
      "svg",
      "math",
      "xmp",
      "plaintext",
      "audio",
      "video",
      "canvas",
      "select",
      "listing",
    ],
  ],
  allowedAttributes: {
    "*": ["style", "dir"],
    a: ["href", "rel", "target", "data-to"],
    td: ["colspan", "rowspan"],
    th: ["colspan", "rowspan"],
    ol: ["start"],
  },
  allowedStyles: {
    "*": {
      color: [colour],
      "background-color": [colour],
      "text-align": [/^(?:left|right|center|justify)$/i],
      "font-weight": [/^(?:bold|normal|[1-9]00)$/i],
      "font-style": [/^(?:italic|normal)$/i],
      "text-decoration": [/^(?:underline|line-through|none)$/i],
      "padding-left": [length],
      "margin-left": [length],
    },
  },
  allowedSchemes: ["http", "https", "mailto"],
  allowedSchemesAppliedToAttributes: ["href"],
  allowProtocolRelative: false,
  disallowedTagsMode: "discard",
  enforceHtmlBoundary: false,
  nestingLimit: nestingMax,
  parser: { lowerCaseTags: true, lowerCaseAttributeNames: true },
  transformTags: { a: (_, attributes) => link(attributes.href) },
};

/** The body of a page to be shown in a frame of its own (`framed`); null where it is too long to be shown. */
export function safeHtml(html: string): string | null {
  if (html.length > htmlCharsMax || isOverfull(html)) return null;
  return sanitize(html.toWellFormed().replaceAll("\u0000", ""), options);
}

/** The library's time grows with the square of what is nested; a long newsletter has a few thousand tags. */
const tagsMax = 15_000;

function isOverfull(html: string): boolean {
  let count = 0;
  for (let at = html.indexOf("<"); at !== -1 && count <= tagsMax; at = html.indexOf("<", at + 1)) count++;
  return count > tagsMax;
}

function link(href: string | undefined): sanitize.Tag {
  const to = href === undefined ? null : target(href);
  if (to === null) return { tagName: "span", attribs: {} };
  return {
    tagName: "a",
    attribs: { href: to.href, rel: "noopener noreferrer nofollow", target: "_blank", "data-to": to.words },
  };
}

/** Where a link leads as the browser will read it, and the words for it: the host in ASCII, so that no letter passes for another. */
function target(href: string): { href: string; words: string } | null {
  const written = href.trim();
  if (written.length > linkCharsMax || !URL.canParse(written)) return null;
  const url = new URL(written);
  if (url.protocol === "mailto:") return { href: url.href, words: decoded(url.pathname) };
  if ((url.protocol !== "http:" && url.protocol !== "https:") || url.host === "") return null;
  // A name before the host is there to be taken for the host.
  url.username = "";
  url.password = "";
  return { href: url.href, words: url.host };
}

function decoded(text: string): string {
  return /^[\x21-\x7e]{1,254}$/.test(text) ? text : "?";
}

/** What the frame may do: nothing but text, our own looks and links that a person presses. */
const policy = "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'";

const looks = `body { margin: 0; padding: .75rem; font: 1rem/1.5 system-ui, sans-serif; color: #1d2433; background: #fff; overflow-wrap: anywhere; }
table { border-collapse: collapse; max-width: 100%; } td, th { padding: .15rem .35rem; vertical-align: top; } pre { white-space: pre-wrap; }
blockquote { margin: 0 0 0 .5rem; padding-left: .75rem; border-left: 3px solid #d5dae3; }
a::after { content: " [" attr(data-to) "]"; color: #4d5870; font-size: .85em; }`;

/** A whole document for a sandboxed frame, around what `safeHtml` gave. */
export function framed(body: string, language: string): string {
  return `<!doctype html><html lang="${language}"><head><meta charset="utf-8"><meta http-equiv="Content-Security-Policy" content="${policy}"><meta name="referrer" content="no-referrer"><meta name="color-scheme" content="light"><title>mail</title><style>${looks}</style></head><body>${body}</body></html>`;
}
