/**
 * Indexing the docs: what a folder, a sitemap or a CSV file holds becomes the guides of that source. A source that is read
 * again replaces what it held before; a page that could not be read this time stays as it was.
 */
import { createHash } from "node:crypto";
import { readFile } from "node:fs/promises";
import { basename, resolve } from "node:path";
import { parse } from "csv-parse/sync";
import type { Pool } from "pg";
import { readFolder } from "../../io/docsFolder.ts";
import { transaction } from "../../io/postgres.ts";
import { fetchPages, fetchSitemap, pagesOfSitemap, readSitemap, sitemapText } from "../../io/sitemap.ts";
import { language as guessLanguage } from "../../mail/language.ts";
import {
  countWords,
  forgetGuides,
  hasTrigrams,
  indexAlike,
  lockGuides,
  type NewGuide,
  writeGuides,
} from "../../store/guide.ts";
import { asWords } from "./docs.ts";

/** What was read of a source. `unused`: what could not be, and why; `kept`: addresses that stay as they were. */
export type ReadSource = {
  source: string;
  guides: { url: string; title: string; text: string; language: string | null }[];
  unused: { what: string; why: string }[];
  kept: string[];
};

export type Indexed = { guides: number; changed: number; gone: number; hasTrigrams: boolean };

const csvBytesMax = 50_000_000;
const guideCountMax = 20_000;
/** Written with one statement, which must be done in seconds on a busy machine. */
const batchMax = { guides: 100, words: 50_000 };

/** `base`: the address below which the files of a folder are published. Throws in words for people. */
export async function readFolderSource(folder: string, base: string | null): Promise<ReadSource> {
  const { pages, unread } = await readFolder(folder);
  const unused: ReadSource["unused"] = unread.map((what) => ({ what, why: "is too large" }));
  const guides = pages.flatMap((page) => {
    const url = addressOf(page.path, page.url, base);
    const why = page.isDraft
      ? "is a draft"
      : url === null
        ? "has no address; give it a url in its front matter, or --base"
        : page.text.trim() === ""
          ? "is empty"
          : null;
    if (why !== null || url === null) {
      unused.push({ what: page.path, why: why ?? "" });
      return [];
    }
    return [{ url, title: page.title || nameAsTitle(page.path), text: page.text, language: page.language }];
  });
  return { source: resolve(folder), guides, unused, kept: [] };
}

/** Where a file is published: `guides/export.md` stands at `<base>/guides/export`, an index at its folder. */
function addressOf(path: string, said: string | null, base: string | null): string | null {
  const root = base === null ? null : `${base.replace(/\/+$/, "")}/`;
  if (said !== null) {
    const url = URL.canParse(said) ? said : root !== null && URL.canParse(said, root) ? new URL(said, root).href : null;
    return url !== null && /^https?:\/\//i.test(url) ? plainAddress(url) : null;
  }
  if (root === null) return null;
  const bare = path.replace(/\.(?:md|mdx|markdown)$/i, "").replace(/(?:^|\/)(?:index|readme)(?:\.html?)?$/i, "");
  return new URL(bare.split("/").map(encodeURIComponent).join("/"), root).href;
}

/** As it stands in links: every sign that could end one is written as its number. */
function plainAddress(url: string): string {
  return new URL(url.trim()).href.replaceAll("'", "%27");
}

function nameAsTitle(path: string): string {
  const name = basename(path)
    .replace(/\.[a-z]+$/i, "")
    .replace(/[-_]+/g, " ")
    .trim();
  return name.slice(0, 1).toUpperCase() + name.slice(1);
}

/** A sitemap by its address, or a file of one; its pages are fetched from one host, which `base` may name. */
export async function readSitemapSource(place: string, base: string | null): Promise<ReadSource> {
  const isAddress = /^https?:\/\//i.test(place);
  const xml = isAddress ? await fetchSitemap(place) : sitemapText(await readFile(place));
  const first = readSitemap(xml).urls[0] ?? "";
  const known = isAddress ? place : (base ?? first);
  if (!URL.canParse(known)) throw new Error(`${place} names no page; give a sitemap with <loc> entries`);
  const { host } = new URL(known);
  const { urls, elsewhere } = await pagesOfSitemap(xml, host);
  const read: ReadSource = { source: isAddress ? place : resolve(place), guides: [], unused: [], kept: [] };
  if (elsewhere > 0) read.unused.push({ what: `${elsewhere} addresses`, why: `are not on ${host}` });
  for (const each of await fetchPages(urls, host)) {
    const { url } = each;
    if ("page" in each && each.page.title !== "" && each.page.text.trim() !== "") {
      const { title, text, language } = each.page;
      read.guides.push({ url: plainAddress(url), title, text, language });
      continue;
    }
    read.unused.push({ what: url, why: "page" in each ? "has no title or no text" : each.why });
    if (!("page" in each) && !each.isGone) read.kept.push(plainAddress(url));
  }
  return read;
}

/** Columns title, url, text and, where there is one, language. */
export async function readCsvSource(file: string): Promise<ReadSource> {
  const bytes = await readFile(file);
  if (bytes.length > csvBytesMax) throw new Error(`${file} is larger than ${csvBytesMax / 1_000_000} MB`);
  const rows: Record<string, string>[] = parse(bytes, {
    bom: true,
    columns: (head: string[]) => head.map((name) => name.trim().toLowerCase()),
    relax_column_count: true,
    skip_empty_lines: true,
    delimiter: [",", ";"],
  });
  const missing = ["title", "url", "text"].filter((name) => rows[0] !== undefined && !(name in rows[0]));
  if (missing.length > 0) {
    throw new Error(`${file} has no column ${missing.join(", ")}; its first line must be title,url,text[,language]`);
  }
  const read: ReadSource = { source: resolve(file), guides: [], unused: [], kept: [] };
  rows.forEach(({ title = "", url = "", text = "", language = "" }, index) => {
    const isAddress = URL.canParse(url.trim()) && /^https?:\/\//i.test(url.trim());
    if (title.trim() === "" || !isAddress) {
      const why = title.trim() === "" ? "has no title" : "has no address that begins with https://";
      read.unused.push({ what: `row ${index + 2}`, why });
      return;
    }
    const spoken = language.trim().slice(0, 2).toLowerCase();
    const said = { title: title.replace(/\s+/g, " ").trim().slice(0, 300), text, url: plainAddress(url) };
    read.guides.push({ ...said, language: /^[a-z]{2}$/.test(spoken) ? spoken : null });
  });
  return read;
}

/** Writes what was read in place of what the source held before. Throws where nothing was read: what is there stays. */
export async function indexSource(pool: Pool, read: ReadSource, at: Date): Promise<Indexed> {
  const byUrl = new Map(read.guides.map((guide) => [guide.url, guide]));
  if (byUrl.size === 0) throw new Error(`${read.source} gave no guide, so nothing was changed`);
  if (byUrl.size > guideCountMax) throw new Error(`${read.source} gave more than ${guideCountMax} guides`);
  const guides: NewGuide[] = [...byUrl.values()].map(asNewGuide);
  return await transaction(pool, async (tx) => {
    await lockGuides(tx);
    let changed = 0;
    for (const batch of batches(guides)) changed += await writeGuides(tx, read.source, batch, at);
    const gone = await forgetGuides(tx, read.source, at, read.kept);
    await countWords(tx);
    const has = await hasTrigrams(tx);
    if (has) await indexAlike(tx);
    return { guides: guides.length, changed, gone, hasTrigrams: has };
  });
}

/** The guides of a source are found no more; answers with how many there were. */
export async function forgetSource(pool: Pool, place: string, at: Date): Promise<number> {
  const source = /^https?:\/\//i.test(place) ? place : resolve(place);
  return await transaction(pool, async (tx) => {
    await lockGuides(tx);
    const gone = await forgetGuides(tx, source, at, []);
    await countWords(tx);
    return gone;
  });
}

function batches(guides: NewGuide[]): NewGuide[][] {
  const found: NewGuide[][] = [];
  let words = Number.POSITIVE_INFINITY;
  for (const guide of guides) {
    const last = found.at(-1);
    words += guide.words.length;
    if (last !== undefined && last.length < batchMax.guides && words <= batchMax.words) last.push(guide);
    else {
      found.push([guide]);
      words = guide.words.length;
    }
  }
  return found;
}

function asNewGuide({ url, title, text, language }: ReadSource["guides"][number]): NewGuide {
  const spoken = language ?? guessLanguage(`${title}\n${text}`);
  const sha256 = createHash("sha256")
    .update(JSON.stringify([formatVersion, title, spoken, text]))
    .digest("hex");
  return { url, title, language: spoken, sha256, ...asWords(title, text, spoken) };
}

/** Raised when words are taken out of texts in another way, so that what is unchanged is indexed anew all the same. */
const formatVersion = 1;
