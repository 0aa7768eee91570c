/**
 * A mail's HTML as an agent may see it: a short list of plain tags, no styles, no pictures, nothing that is fetched, and
 * beside each link the host it leads to. What is not on the list goes, with what it holds where that is no text.
 */
import sanitizeHtml from "sanitize-html";
import { escapeHtml } from "./fill.ts";

/** Longer HTML is cut; the mail's text part and its raw bytes are whole. Cleaning this much takes about a third of a second. */
const htmlCharsMax = 200_000;
/** Deeper nesting is nobody's layout, and costs stack. */
const depthMax = 60;

const plainTags = [
  ...[
    "p",
    "br",
    "div",
    "span",
    "a",
    "b",
    "i",
    "strong",
    "em",
    "u",
    "s",
    "sub",
    "sup",
    "small",
    "blockquote",
    "pre",
    "code",
  ],
  ...["ul", "ol", "li", "dl", "dt", "dd", "hr", "h1", "h2", "h3", "h4", "h5", "h6"],
  ...["table", "thead", "tbody", "tfoot", "tr", "th", "td", "caption"],
];

/** Their content is no text for people, or is read in another way by browsers than by the cleaner. */
const silentTags = [
  ...["script", "style", "textarea", "option", "select", "title", "head", "noscript", "template", "svg", "math", "xmp"],
  ...[
    "iframe",
    "noembed",
    "noframes",
    "plaintext",
    "object",
    "embed",
    "applet",
    "audio",
    "video",
    "canvas",
    "frameset",
  ],
];

export function cleanHtml(html: string): string {
  const clean = sanitizeHtml(html.slice(0, htmlCharsMax), {
    allowedTags: plainTags,
    nonTextTags: silentTags,
    allowedAttributes: {
      a: ["href", "rel", "target"],
      td: ["colspan", "rowspan"],
      th: ["colspan", "rowspan"],
      "*": ["dir"],
    },
    allowedSchemes: ["http", "https", "mailto"],
    allowedSchemesAppliedToAttributes: ["href"],
    allowProtocolRelative: false,
    allowVulnerableTags: false,
    nestingLimit: depthMax,
    enforceHtmlBoundary: false,
    transformTags: {
      a: (_, { href }) => ({
        tagName: "a",
        attribs: href === undefined ? {} : { href, rel: "noopener noreferrer nofollow", target: "_blank" },
      }),
      img: (_, { alt }) => ({ tagName: "span", attribs: {}, text: alt ? `[${alt.slice(0, 200)}]` : "" }),
    },
  });
  return clean.replace(/<a href="([^"]*)"/g, (link, href: string) => `${hostBeside(href)}${link}`);
}

/** What a link says and where it leads are two things; the second stands beside it. */
function hostBeside(escapedHref: string): string {
  const href = escapedHref.replaceAll("&amp;", "&");
  if (href.startsWith("mailto:")) return "";
  const host = URL.canParse(href) ? new URL(href).host : "?";
  return `<small>[${escapeHtml(host)}] </small>`;
}
