/**
 * A page of the docs as its title and its words: HTML (its main part, without menus), Markdown with front matter, or plain
 * text. What cannot be read well is still read as words; nothing in a page is ever fetched.
 */
import { convert } from "html-to-text";
import { parse } from "yaml";
import { htmlToText } from "../mail/read/html.ts";

export type PageKind = "html" | "markdown" | "text";

/** `title` "" where the page names none; `url` and `language` as the page itself says. */
export type Page = { title: string; text: string; language: string | null; url: string | null; isDraft: boolean };

export function readPage(kind: PageKind, source: string): Page {
  switch (kind) {
    case "html":
      return readHtml(source);
    case "markdown":
      return readMarkdown(source);
    case "text":
      return readText(source);
    default:
      return kind satisfies never;
  }
}

/** The kind of a file by its name; null for what is no page. */
export function pageKindOf(name: string): PageKind | null {
  const ending = /\.([a-z]+)$/i.exec(name)?.[1]?.toLowerCase() ?? "";
  if (["html", "htm", "xhtml"].includes(ending)) return "html";
  if (["md", "mdx", "markdown"].includes(ending)) return "markdown";
  return ending === "txt" ? "text" : null;
}

const titleCharsMax = 300;
/** Front matter is a few lines; a longer one is something else. */
const frontMatterCharsMax = 20_000;

function readHtml(html: string): Page {
  const language = /<html\b[^>]{0,500}?\blang\s*=\s*["']?([a-z]{2,3})\b/i.exec(html.slice(0, 5_000))?.[1] ?? null;
  const heading = elementText(html, "h1");
  const title = heading === "" ? withoutSite(elementText(html, "title")) : heading;
  return {
    title: asTitle(title),
    text: mainText(html),
    language: language?.toLowerCase() ?? null,
    url: null,
    isDraft: false,
  };
}

/** The main part where the page names one; menus, heads and feet speak of every other page too. */
function mainText(html: string): string {
  const main = ["main", "article"].find((name) => html.search(new RegExp(`<${name}[\\s>]`, "i")) !== -1) ?? "body";
  const skipped = ["nav", "header", "footer", "aside", "script", "style", "noscript", "form", "svg", "img", "button"];
  try {
    return convert(html, {
      wordwrap: false,
      baseElements: { selectors: [main] },
      limits: { maxInputLength: 2_000_000, maxDepth: 200 },
      selectors: [
        { selector: "a", options: { ignoreHref: true } },
        ...skipped.map((selector) => ({ selector, format: "skip" })),
        ...["h1", "h2", "h3", "h4", "h5", "h6"].map((selector) => ({ selector, options: { uppercase: false } })),
      ],
    });
  } catch {
    return htmlToText(html);
  }
}

/** The text of the first element of a name. */
function elementText(html: string, name: string): string {
  const small = html.toLowerCase();
  if (small.length !== html.length) return "";
  const start = small.search(new RegExp(`<${name}[\\s>]`));
  const open = start === -1 ? -1 : small.indexOf(">", start);
  const end = open === -1 ? -1 : small.indexOf(`</${name}`, open);
  return end === -1 || end - open > 5_000 ? "" : htmlToText(html.slice(open + 1, end)).replace(/<[^<>]*>/g, " ");
}

/** "Export orders | Acme Docs": the site's name belongs to every page. */
function withoutSite(title: string): string {
  return /^(.{3,200}?)\s+[|·–—-]\s+[^|·–—]{1,80}$/.exec(title.trim())?.[1] ?? title;
}

function readMarkdown(source: string): Page {
  const { front, body } = splitFrontMatter(source.replace(/^\ufeff/, ""));
  const heading = /^#\s+(.{1,300})$/m.exec(body)?.[1] ?? /^(\S.{0,300})\n={3,}\s*$/m.exec(body)?.[1] ?? "";
  const said = (...names: string[]) =>
    names.map((name) => front[name]).find((value) => typeof value === "string") ?? null;
  return {
    title: asTitle(bareMarkdown(said("title") ?? heading)),
    text: bareMarkdown(body),
    language:
      said("language", "lang", "locale")
        ?.slice(0, 3)
        .replace(/[^a-z].*$/i, "")
        .toLowerCase() || null,
    url: said("url", "permalink"),
    isDraft: front.draft === true || front.draft === "true" || front.published === false,
  };
}

/** YAML between `---`, or the plain lines of TOML between `+++`. What is broken is no front matter. */
function splitFrontMatter(source: string): { front: Record<string, unknown>; body: string } {
  const fence = /^(---|\+\+\+)[ \t]*\r?\n/.exec(source);
  const mark = fence?.[1];
  if (!fence || mark === undefined) return { front: {}, body: source };
  const rest = source.slice(fence[0].length);
  const end = `\n${rest}`.indexOf(`\n${mark}`);
  if (end === -1 || end > frontMatterCharsMax) return { front: {}, body: source };
  const head = rest.slice(0, end);
  const body = rest.slice(end).replace(/^\S*[^\n]*\n?/, "");
  try {
    const read: unknown = mark === "---" ? parse(head, { maxAliasCount: 10 }) : readToml(head);
    return { front: typeof read === "object" && read !== null ? { ...read } : {}, body };
  } catch {
    return { front: {}, body };
  }
}

function readToml(head: string): Record<string, unknown> {
  const lines = head.split("\n").slice(0, 200);
  return Object.fromEntries(
    lines.flatMap((line) => {
      const found = /^\s*([A-Za-z_]{1,40})\s*=\s*(?:"([^"]*)"|'([^']*)'|(true|false))\s*$/.exec(line);
      return found ? [[found[1], found[2] ?? found[3] ?? found[4] === "true"]] : [];
    }),
  );
}

/** Words without the marks around them; what links and pictures point to is left out. */
function bareMarkdown(text: string): string {
  return text
    .replace(/!?\[([^\]\n]{0,300})\]\([^()\n]{0,1000}\)/g, "$1")
    .replace(/^(?:import|export)\s.{0,500}$/gm, "")
    .replace(/<\/?[a-z][^<>]{0,1000}>/gi, " ")
    .replace(/[*_`~]{1,3}/g, "")
    .replace(/^\s{0,3}(?:#{1,6}|>|[-+]|\d{1,4}[.)])\s+/gm, "");
}

function readText(source: string): Page {
  const text = source.replace(/^\ufeff/, "");
  const first = text.split("\n").find((line) => line.trim() !== "") ?? "";
  return {
    title: first.length <= titleCharsMax ? asTitle(first) : "",
    text,
    language: null,
    url: null,
    isDraft: false,
  };
}

function asTitle(text: string): string {
  return text
    .replace(/[\s\u0000-\u001f\u007f]+/g, " ")
    .replace(/\s?[¶#]$/, "")
    .trim()
    .slice(0, titleCharsMax)
    .toWellFormed();
}
