/** Indexing the docs: folders, sitemaps and CSV files, read again and again, whole and broken. */
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { createServer, type Server } from "node:http";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { freePort } from "../../src/demo/database.ts";
import { searchDocs } from "../../src/flow/guides/docs.ts";
import {
  forgetSource,
  indexSource,
  readCsvSource,
  readFolderSource,
  readSitemapSource,
} from "../../src/flow/guides/indexDocs.ts";
import { listGuides } from "../../src/store/guideOffer.ts";
import { type FreshDatabase, freshDatabase } from "../harness/database.ts";

let database: FreshDatabase;
let folder: string;
let server: Server;
let host: string;
let minutes = 0;

/** What the docs' own server answers, by path. */
const pages = new Map<string, { status?: number; type?: string; body?: string | Buffer; location?: string }>();
const asked: string[] = [];

beforeAll(async () => {
  database = await freshDatabase();
  folder = mkdtempSync(join(tmpdir(), "intray-docs-"));
  server = createServer((request, response) => {
    asked.push(request.url ?? "");
    const {
      status,
      type = "text/html; charset=utf-8",
      body = "",
      location,
    } = pages.get(request.url ?? "") ?? { status: 404 };
    response.writeHead(location ? 302 : (status ?? 200), { "content-type": type, ...(location ? { location } : {}) });
    response.end(body);
  });
  const port = await freePort();
  await new Promise<void>((resolve) => server.listen(port, "127.0.0.1", resolve));
  host = `http://127.0.0.1:${port}`;
});
afterAll(async () => {
  server?.close();
  rmSync(folder, { recursive: true, force: true });
  await database?.drop();
});

function put(path: string, content: string | Buffer): string {
  const whole = join(folder, path);
  mkdirSync(dirname(whole), { recursive: true });
  writeFileSync(whole, content);
  return whole;
}

/** Each indexing a minute after the one before. */
const later = () => new Date(Date.now() + ++minutes * 60_000);
const guidesOf = async (source: string) =>
  (await listGuides(database.pool, 100))
    .filter((each) => each.source === source)
    .map(({ title, url, language }) => ({ title, url, language }));

test("a folder's pages have their titles from headings or front matter, and their addresses below the base", async () => {
  const docs = join(folder, "docs");
  put("docs/index.md", "# Start here\n\nWelcome to the shop.");
  put(
    "docs/guides/export.md",
    "---\ntitle: Export your orders\nlang: en\n---\n\nChoose **Export** in [Orders](https://evil.example/zebra).",
  );
  put("docs/guides/moved.md", "---\ntitle: Moved\nurl: https://other.example/moved\n---\nText of it.");
  put("docs/guides/draft.md", "---\ntitle: Later\ndraft: true\n---\nText.");
  put(
    "docs/pl/zwrot.html",
    `<!doctype html><html lang="pl-PL"><head><title>Zwrot płatności | Pomoc Acme</title></head>
    <body><nav>Cennik Kontakt</nav><main><p>Wybierz Zwrot i podaj kwotę.</p><script>var secretword = 1</script></main></body></html>`,
  );
  put("docs/plain.txt", "Opening hours\n\nWe are here from nine to five.");
  put("docs/.git/config.txt", "never read");
  put("docs/empty.md", "");
  put("docs/huge.md", Buffer.alloc(2_100_000, "a"));
  symlinkSync("/etc", join(docs, "link"));
  const read = await readFolderSource(docs, "https://docs.acme.example/help/");
  expect(read.unused.map(({ what, why }) => `${what} ${why}`).sort()).toEqual([
    "empty.md is empty",
    "guides/draft.md is a draft",
    "huge.md is too large",
  ]);
  expect(await indexSource(database.pool, read, later())).toMatchObject({ guides: 5, changed: 5, gone: 0 });
  expect(await guidesOf(docs)).toEqual([
    { title: "Export your orders", url: "https://docs.acme.example/help/guides/export", language: "en" },
    { title: "Moved", url: "https://other.example/moved", language: "en" },
    { title: "Opening hours", url: "https://docs.acme.example/help/plain.txt", language: "en" },
    { title: "Start here", url: "https://docs.acme.example/help/", language: "en" },
    { title: "Zwrot płatności", url: "https://docs.acme.example/help/pl/zwrot.html", language: "pl" },
  ]);
  for (const word of ["zebra", "cennik", "secretword"])
    expect(await searchDocs(database.pool, word, null, 3)).toEqual([]);
});

test("indexed again, only what changed is written, and what is gone is found no more", async () => {
  const docs = join(folder, "docs");
  rmSync(join(docs, "guides/export.md"));
  put("docs/plain.txt", "Opening hours\n\nWe are here from eight to six.");
  const read = await readFolderSource(docs, "https://docs.acme.example/help/");
  expect(await indexSource(database.pool, read, later())).toMatchObject({ guides: 4, changed: 1, gone: 1 });
  expect(await searchDocs(database.pool, "export orders", "en", 3)).toEqual([]);
  expect((await searchDocs(database.pool, "eight", "en", 3)).map(({ title }) => title)).toEqual(["Opening hours"]);
});

test("a folder without addresses is refused and says what to do, and what is there stays", async () => {
  const bare = join(folder, "bare");
  put("bare/one.md", "# One\n\nText.");
  const read = await readFolderSource(bare, null);
  expect(read.unused[0]?.why).toMatch(/front matter, or --base/);
  await expect(indexSource(database.pool, { ...read, source: join(folder, "docs") }, later())).rejects.toThrow(
    /nothing was changed/,
  );
  expect(await guidesOf(join(folder, "docs"))).toHaveLength(4);
});

test("a sitemap's pages are fetched from its own host alone, and a page that fails stays as it was", async () => {
  const loc = (path: string) => `<url><loc>${path.startsWith("/") ? host + path : path}</loc></url>`;
  const page = (title: string, text: string) => ({
    body: `<html lang="en"><body><h1>${title}</h1><p>${text}</p></body></html>`,
  });
  const sitemap = (...paths: string[]) => ({
    type: "application/xml",
    body: `<?xml version="1.0"?><urlset>${paths.map(loc).join("")}</urlset>`,
  });
  pages.set(
    "/sitemap.xml",
    sitemap(
      "/a?x=1&amp;y=2",
      "/b",
      "/c",
      "/away",
      "/near",
      "/file",
      "http://169.254.169.254/latest",
      "file:///etc/passwd",
    ),
  );
  pages.set("/a?x=1&y=2", page("Webhook retries", "We try for three days."));
  pages.set("/b", page("Rate limits", "One hundred a minute."));
  pages.set("/c", page("Gone soon", "Something old."));
  pages.set("/away", { location: "https://evil.example/" });
  pages.set("/near", { location: "/near2" });
  pages.set("/near2", page("Moved near", "On the same host."));
  pages.set("/file", { type: "application/pdf", body: "%PDF" });
  const read = await readSitemapSource(`${host}/sitemap.xml`, null);
  expect(await indexSource(database.pool, read, later())).toMatchObject({ guides: 4, changed: 4 });
  expect(
    read.unused.map(({ what, why }) => `${what.replace(host, "")} ${why.replace(host.slice(7), "it")}`).sort(),
  ).toEqual(["/away leads to another host", "/file is no page of text", "2 addresses are not on it"]);

  pages.set("/a?x=1&y=2", { status: 503 });
  pages.set("/c", { status: 410 });
  const again = await readSitemapSource(`${host}/sitemap.xml`, null);
  expect(await indexSource(database.pool, again, later())).toMatchObject({ guides: 2, gone: 1 });
  expect((await guidesOf(`${host}/sitemap.xml`)).map(({ title }) => title)).toEqual([
    "Moved near",
    "Rate limits",
    "Webhook retries",
  ]);
});

test("a sitemap of sitemaps is followed once, a circle of redirects ends, and a page larger than 2 MB is left out", async () => {
  const index = `<sitemapindex><sitemap><loc>${host}/s1.xml</loc></sitemap><sitemap><loc>https://evil.example/s.xml</loc></sitemap></sitemapindex>`;
  pages.set("/index.xml", { type: "text/xml", body: index });
  pages.set("/s1.xml", {
    type: "text/xml",
    body: `<urlset><url><loc><![CDATA[${host}/b]]></loc></url><url><loc>${host}/round</loc></url><url><loc>${host}/big</loc></url></urlset>`,
  });
  pages.set("/round", { location: "/round" });
  pages.set("/big", { body: Buffer.alloc(2_100_000, "a") });
  const read = await readSitemapSource(`${host}/index.xml`, null);
  expect(read.guides.map(({ title }) => title)).toEqual(["Rate limits"]);
  expect(read.unused.map(({ why }) => why).sort()).toEqual(["is larger than 2 MB", "leads round in a circle"]);
  expect(asked.filter((path) => path === "/round").length).toBeLessThan(10);
});

test("a CSV file gives titles, addresses and texts; rows without them are told", async () => {
  const file = put(
    "guides.csv",
    '\ufefftitle,url,text,language\nLimity API,https://a.example/limity,"Sto zapytań, na minutę",pl\n,https://a.example/2,x,\nBad,javascript:alert(1),x,\nInvoices,https://a.example/3,Where the invoices are and how you get them.,\n',
  );
  const read = await readCsvSource(file);
  expect(await indexSource(database.pool, read, later())).toMatchObject({ guides: 2 });
  expect(read.unused).toEqual([
    { what: "row 3", why: "has no title" },
    { what: "row 4", why: "has no address that begins with https://" },
  ]);
  expect((await searchDocs(database.pool, "limit api", "pl", 3)).map(({ url }) => url)).toContain(
    "https://a.example/limity",
  );
  await expect(readCsvSource(put("wrong.csv", "name,link\nx,y\n"))).rejects.toThrow(/no column title, url, text/);
  expect(await forgetSource(database.pool, file, later())).toBe(2);
  expect(await searchDocs(database.pool, "limit api", "pl", 3)).toEqual([]);
});
