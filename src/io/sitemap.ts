/**
 * The pages that a sitemap names (sitemaps.org, protocol 0.9), fetched only because the operator gave that sitemap: from its
 * own host alone, over https (or from this machine), each within a time and a size, and only so many.
 */
import { gunzipSync } from "node:zlib";
import { type Page, readPage } from "./guidePage.ts";

export const sitemapLimits = {
  pages: 5_000,
  /** A sitemap of sitemaps may name so many. */
  sitemaps: 50,
  sitemapBytes: 10_000_000,
  pageBytes: 2_000_000,
  timeoutMs: 15_000,
  redirects: 5,
  /** Pages asked for at once: more would be unkind to the docs' own server. */
  atOnce: 4,
} as const;

/** A page, or why it could not be used; `isGone`: its server says that it is no more. */
export type FetchedPage = { url: string } & ({ page: Page } | { why: string; isGone: boolean });

/** The addresses in a sitemap's text, and whether they are sitemaps themselves. */
export function readSitemap(xml: string): { urls: string[]; isIndex: boolean } {
  const urls = [...xml.matchAll(/<loc>([^<]{1,2100}|\s*<!\[CDATA\[[^\]]{1,2100}\]\]>\s*)<\/loc>/g)].map(
    ([, said = ""]) =>
      said
        .replace(/^\s*<!\[CDATA\[|\]\]>\s*$/g, "")
        .replace(/&(amp|lt|gt|quot|apos);/g, (_, name: string) => entities[name] ?? "")
        .trim(),
  );
  return { urls: [...new Set(urls)], isIndex: /<sitemapindex[\s>]/.test(xml) };
}

const entities: Record<string, string> = { amp: "&", lt: "<", gt: ">", quot: '"', apos: "'" };

/** A sitemap's text out of its bytes, which may be packed. Throws where it is too large. */
export function sitemapText(bytes: Buffer): string {
  const isPacked = bytes[0] === 0x1f && bytes[1] === 0x8b;
  return (isPacked ? gunzipSync(bytes, { maxOutputLength: sitemapLimits.sitemapBytes }) : bytes).toString("utf8");
}

/** The addresses of the pages that a sitemap leads to, on one host only; `elsewhere` counts the others. */
export async function pagesOfSitemap(xml: string, host: string): Promise<{ urls: string[]; elsewhere: number }> {
  const first = readSitemap(xml);
  const said: string[] = first.isIndex ? [] : first.urls;
  if (first.isIndex) {
    for (const url of first.urls.filter((each) => isOn(each, host)).slice(0, sitemapLimits.sitemaps)) {
      const answer = await get(url, host, sitemapLimits.sitemapBytes);
      if (!("bytes" in answer)) throw new Error(`the sitemap ${url} could not be fetched: ${answer.why}`);
      said.push(...readSitemap(sitemapText(answer.bytes)).urls);
      if (said.length > sitemapLimits.pages) break;
    }
  }
  const urls = [...new Set(said.filter((url) => isOn(url, host)))];
  if (urls.length > sitemapLimits.pages) {
    throw new Error(`the sitemap names more than ${sitemapLimits.pages} pages; give one of the docs alone`);
  }
  return { urls, elsewhere: new Set(said).size - urls.length };
}

/** Fetches a sitemap itself. Throws, saying why, where it does not come. */
export async function fetchSitemap(url: string): Promise<string> {
  const answer = await get(url, new URL(url).host, sitemapLimits.sitemapBytes);
  if (!("bytes" in answer)) throw new Error(`the sitemap ${url} could not be fetched: ${answer.why}`);
  return sitemapText(answer.bytes);
}

/** Fetches pages, a few at a time, in the order given. */
export async function fetchPages(urls: string[], host: string): Promise<FetchedPage[]> {
  const fetched: FetchedPage[] = [];
  let next = 0;
  const worker = async () => {
    for (let index = next++; index < urls.length; index = next++) {
      const url = urls[index] ?? "";
      fetched[index] = await fetchPage(url, host);
    }
  };
  await Promise.all(Array.from({ length: sitemapLimits.atOnce }, worker));
  return fetched;
}

async function fetchPage(url: string, host: string): Promise<FetchedPage> {
  const answer = await get(url, host, sitemapLimits.pageBytes);
  if (!("bytes" in answer)) return { url, ...answer };
  const kind = /^text\/html|xhtml/.test(answer.type) ? "html" : /markdown/.test(answer.type) ? "markdown" : "text";
  if (kind === "text" && !answer.type.startsWith("text/plain"))
    return { url, why: "is no page of text", isGone: false };
  return { url, page: readPage(kind, answer.bytes.toString("utf8").toWellFormed()) };
}

type Got = { bytes: Buffer; type: string } | { why: string; isGone: boolean };

/** One address, with redirects on its own host only. */
async function get(url: string, host: string, bytesMax: number): Promise<Got> {
  let at = url;
  for (let hop = 0; hop <= sitemapLimits.redirects; hop++) {
    if (!isOn(at, host)) return { why: "leads to another host", isGone: false };
    try {
      const response = await fetch(at, {
        redirect: "manual",
        signal: AbortSignal.timeout(sitemapLimits.timeoutMs),
        headers: { "user-agent": "intray docs index", accept: "text/html, text/plain, application/xml" },
      });
      const location = response.headers.get("location");
      if (response.status >= 300 && response.status < 400 && location !== null) {
        await response.body?.cancel();
        at = new URL(location, at).href;
        continue;
      }
      if (response.status !== 200) {
        await response.body?.cancel();
        return { why: `answers ${response.status}`, isGone: response.status === 404 || response.status === 410 };
      }
      const bytes = await readUpTo(response, bytesMax);
      if (bytes === null) return { why: `is larger than ${bytesMax / 1_000_000} MB`, isGone: false };
      return { bytes, type: (response.headers.get("content-type") ?? "").toLowerCase() };
    } catch (error) {
      return {
        why: error instanceof Error && error.name === "TimeoutError" ? "did not answer in time" : "cannot be reached",
        isGone: false,
      };
    }
  }
  return { why: "leads round in a circle", isGone: false };
}

async function readUpTo(response: Response, bytesMax: number): Promise<Buffer | null> {
  const parts: Uint8Array[] = [];
  let size = 0;
  if (response.body === null) return Buffer.alloc(0);
  for await (const part of response.body) {
    size += part.byteLength;
    if (size > bytesMax) return null;
    parts.push(part);
  }
  return Buffer.concat(parts);
}

/** On the one host, by https; plain http only on this machine. */
function isOn(url: string, host: string): boolean {
  if (!URL.canParse(url)) return false;
  const parsed = new URL(url);
  const isHere = ["localhost", "127.0.0.1", "[::1]"].includes(parsed.hostname);
  return (
    parsed.host === host &&
    parsed.username === "" &&
    (parsed.protocol === "https:" || (isHere && parsed.protocol === "http:"))
  );
}
