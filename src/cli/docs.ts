/** `intray docs`: index the docs, look into them, and see how often they spared an answer. */
import { statSync } from "node:fs";
import { searchDocs } from "../flow/guides/docs.ts";
import {
  forgetSource,
  indexSource,
  type ReadSource,
  readCsvSource,
  readFolderSource,
  readSitemapSource,
} from "../flow/guides/indexDocs.ts";
import { currentDesk } from "../store/desk.ts";
import { guideFigures, listGuides } from "../store/guideOffer.ts";
import { type Command, CommandError, print, printJson, readWords, refuseMore, UsageError } from "./command.ts";
import { type Opened, withDatabase } from "./open.ts";

export const docs: Command = {
  name: "docs",
  usage: `npx intray docs index <folder|sitemap.xml|csv> [--base https://docs.acme.example] [--json]
npx intray docs search <words…> [--language pl] [--json]
npx intray docs list [--json]
npx intray docs figures [--since 2026-10-01] [--until 2026-11-01] [--json]
npx intray docs forget <folder|sitemap.xml|csv>

index reads a folder of .md, .html and .txt files (published below --base, or where their front matter's url says), a sitemap
(a file or an https address; its pages are fetched from its own host), or a CSV file with the columns title,url,text[,language].
Indexed again, a source replaces what it held before. figures: how often guides were offered, and how often they solved it.
Example: npx intray docs index ./docs --base https://docs.acme.example/help`,
  async run(argv) {
    const { values, positionals } = readWords(
      "docs",
      argv,
      {
        base: { type: "string" },
        language: { type: "string" },
        since: { type: "string" },
        until: { type: "string" },
        json: { type: "boolean", default: false },
      },
      Number.POSITIVE_INFINITY,
    );
    const [verb = "", ...words] = positionals;
    const [place] = words;
    if (verb === "list" || verb === "figures") refuseMore(`docs ${verb}`, words, 0);
    switch (verb) {
      case "index":
        if (place === undefined || words.length > 1) throw new UsageError(`intray docs index: ${nameOne}`);
        return await index(place, baseOf(values.base), values.json);
      case "forget":
        if (place === undefined || words.length > 1) throw new UsageError(`intray docs forget: ${nameOne}`);
        return await withDatabase([], (opened) => forget(opened, place));
      case "search":
        if (words.length === 0) throw new UsageError("intray docs search: say what to look for");
        languageOf(values.language);
        return await withDatabase([], (opened) =>
          find(opened, words.join(" "), languageOf(values.language), values.json),
        );
      case "list":
        return await withDatabase([], (opened) => list(opened, values.json));
      case "figures": {
        const period = { since: dayOf(values.since, "since", 0), until: dayOf(values.until, "until", Date.now()) };
        return await withDatabase([], (opened) => figures(opened, period, values.json));
      }
      default:
        throw new UsageError(
          `intray docs: ${verb === "" ? "say" : `"${verb}" is not`} one of index, search, list, figures, forget`,
        );
    }
  },
};

const nameOne = "name one folder, sitemap or CSV file; see: npx intray docs --help";
const listedMax = 10_000;
const toldMax = 20;

async function index(place: string, base: string | null, json: boolean): Promise<number> {
  const read = await readSource(place, base).catch((error: Error) => {
    throw new CommandError(error.message);
  });
  return await withDatabase([], async ({ pool }) => {
    const done = await indexSource(pool, read, new Date()).catch((error: Error) => {
      const why = read.unused.slice(0, toldMax).map(({ what, why }) => `${clean(what)}: ${why}`);
      throw new CommandError([error.message, ...why].join("\n"));
    });
    if (json) printJson({ ...done, source: read.source, unused: read.unused });
    else {
      print(`${done.guides} guides: ${done.changed} new or changed, ${done.gone} gone (from ${clean(read.source)})`);
      for (const { what, why } of read.unused.slice(0, toldMax)) print(`  left out: ${clean(what)}: ${why}`);
      if (read.unused.length > toldMax) print(`  and ${read.unused.length - toldMax} more left out`);
      if (!done.hasTrigrams) {
        print(
          "  mistyped words are not matched, because this database has no pg_trgm; let its administrator run: create extension pg_trgm",
        );
      }
    }
    return 0;
  });
}

async function readSource(place: string, base: string | null): Promise<ReadSource> {
  if (/^https?:\/\//i.test(place)) return await readSitemapSource(place, base);
  const found = statSync(place, { throwIfNoEntry: false });
  if (!found) throw new Error(`${place} is not there; name a folder, a sitemap or a CSV file`);
  if (found.isDirectory()) return await readFolderSource(place, base);
  if (/\.xml(?:\.gz)?$/i.test(place)) return await readSitemapSource(place, base);
  if (/\.csv$/i.test(place)) return await readCsvSource(place);
  throw new Error(`${place} is neither a folder nor a file that ends in .xml or .csv`);
}

async function forget({ pool }: Opened, place: string): Promise<number> {
  const gone = await forgetSource(pool, place, new Date());
  if (gone === 0) throw new CommandError(`no guide comes from ${place}; see: npx intray docs list`);
  print(`${gone} guides are offered no more`);
  return 0;
}

async function find({ pool }: Opened, words: string, language: string | null, json: boolean): Promise<number> {
  const synonyms = (await currentDesk(pool))?.desk.synonyms;
  const found = await searchDocs(pool, words, language, 10, synonyms);
  if (json) printJson(found);
  else if (found.length === 0) print("no guide fits");
  else for (const each of found) print(`${each.score.toFixed(2)}  ${clean(each.title)}\n      ${clean(each.url)}`);
  return 0;
}

async function list({ pool }: Opened, json: boolean): Promise<number> {
  const guides = await listGuides(pool, listedMax);
  if (json) printJson(guides);
  else if (guides.length === 0) print("no guides yet; see: npx intray docs --help");
  let source = "";
  for (const guide of json ? [] : guides) {
    if (guide.source !== source) print(`${clean(guide.source)}:`);
    source = guide.source;
    print(`  ${(guide.language ?? "?").padEnd(3)} ${clean(guide.title)}  ${clean(guide.url)}`);
  }
  return 0;
}

async function figures(
  { pool }: Opened,
  { since, until }: { since: Date; until: Date },
  json: boolean,
): Promise<number> {
  const { guides, tickets } = await guideFigures(pool, since, until);
  if (json) {
    printJson({ since, until, tickets, guides });
    return 0;
  }
  const share = tickets.offered === 0 ? "" : ` (${Math.round((100 * tickets.solved) / tickets.offered)}%)`;
  print(`${tickets.offered} tickets were offered guides; ${tickets.solved} were solved by one${share}`);
  if (guides.length > 0) print("offered  solved  not");
  for (const { title, offered, solved, notSolved } of guides) {
    print(
      `${String(offered).padStart(7)} ${String(solved).padStart(7)} ${String(notSolved).padStart(4)}  ${clean(title)}`,
    );
  }
  return 0;
}

function baseOf(base: string | undefined): string | null {
  if (base === undefined) return null;
  if (URL.canParse(base) && /^https?:\/\//i.test(base)) return base;
  throw new UsageError(`intray docs: --base must be an address such as https://docs.acme.example, not "${base}"`);
}

function languageOf(language: string | undefined): string | null {
  if (language === undefined || /^[a-z]{2}$/.test(language)) return language ?? null;
  throw new UsageError(`intray docs: --language must be two letters such as pl, not "${language}"`);
}

function dayOf(text: string | undefined, name: string, otherwise: number): Date {
  const isDay = text !== undefined && /^\d{4}-\d{2}-\d{2}(?:T[\d:.]{5,15}(?:Z|[+-]\d{2}:\d{2}))?$/.test(text);
  const at = text === undefined ? otherwise : isDay ? Date.parse(text) : Number.NaN;
  if (Number.isNaN(at)) throw new UsageError(`intray docs: --${name} must be a day such as 2026-10-01, not "${text}"`);
  return new Date(at);
}

function clean(text: string): string {
  return text.replace(/[\u0000-\u001f\u007f-\u009f]/g, " ").slice(0, 300);
}
