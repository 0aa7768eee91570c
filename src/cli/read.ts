/**
 * `intray read`: what intray sees in a mail, with reasons. Touches nothing and needs neither database nor environment;
 * reads on all cores, answers in the order of the files, and one bad file never stops the rest.
 */
import { once } from "node:events";
import { readdir, readFile, stat } from "node:fs/promises";
import { availableParallelism } from "node:os";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { type Config, environment, readConfig } from "../config.ts";
import { openReaders, type Readers } from "../io/readers.ts";
import { limits } from "../mail/limits.ts";
import { UnreadableMail } from "../mail/read.ts";
import type { OwnMarks } from "../mail/reference.ts";
import { type Desk, DeskError, parseDesk } from "../ticket/desk.ts";
import { forPeople, type Reading, seen, unreadable } from "./reading.ts";

const summary = "what intray sees in a mail, with reasons; touches nothing";
const usage = `Usage: intray read <file|folder|->… [--json] [--explain]

  <file>      one mail as it came (.eml, a Maildir file, anything)
  <folder>    every mail in it and below, in the order of names
  -           one mail from standard input
  --json      one JSON object a mail and line
  --explain   say also which rule decided and where in the mail

Example: npx intray read --json test/mails | head -3`;

export const read = { name: "read", summary, usage, run };

type Options = { paths: string[]; json: boolean; explain: boolean };

/** Exit status: 0 done, 1 something could not be opened, 2 used wrongly. */
async function run(argv: string[]): Promise<number> {
  const options = optionsOf(argv);
  if (typeof options === "number") return options;
  const config = configOf();
  const desk = await deskOf(config?.deskFile ?? "desk.yaml");
  if (desk === "wrong") return 1;
  const own: OwnMarks = { loopId: null, keys: config === null || config.keys.length === 0 ? null : config.keys };
  const readers = openReaders({ threadCount: Math.max(1, availableParallelism()), own });
  try {
    return await readAll(options, readers, desk);
  } finally {
    await readers.close();
  }
}

function optionsOf(argv: string[]): Options | number {
  try {
    const { values, positionals } = parseArgs({
      args: argv,
      allowPositionals: true,
      options: { json: { type: "boolean" }, explain: { type: "boolean" }, help: { type: "boolean", short: "h" } },
    });
    if (values.help === true) {
      console.log(usage);
      return 0;
    }
    if (positionals.length === 0) return wrongUse("no file named");
    return { paths: positionals, json: values.json === true, explain: values.explain === true };
  } catch (error) {
    return wrongUse(error instanceof Error ? (error.message.split(". ")[0] ?? "") : String(error));
  }
}

function wrongUse(what: string): number {
  console.error(
    `intray read: ${what}; name a mail, a folder or -, as in: intray read mail.eml (see intray read --help)`,
  );
  return 2;
}

/** Only our own marks and the name of the desk's file are taken from the environment, and only if it is whole. */
function configOf(): Config | null {
  try {
    return readConfig(environment());
  } catch {
    return null;
  }
}

async function deskOf(file: string): Promise<Desk | null | "wrong"> {
  const text = await readFile(file, "utf8").catch(() => null);
  if (text === null) return null;
  try {
    return parseDesk(text, file);
  } catch (error) {
    if (!(error instanceof DeskError)) throw error;
    console.error(`intray read: ${error.message}`);
    return "wrong";
  }
}

type Outcome = { reading: Reading; failed: boolean };

/** Keeps a few readings ahead of the one being printed, so that all threads work and memory stays flat. */
async function readAll(options: Options, readers: Readers, desk: Desk | null): Promise<number> {
  const ahead: Promise<Outcome>[] = [];
  const aheadMax = Math.max(1, availableParallelism()) * 4;
  let failed = false;
  let written = true;
  const printNext = async () => {
    const outcome = await ahead.shift();
    if (outcome === undefined || !written) return;
    failed ||= outcome.failed;
    written = await print(options, outcome.reading);
  };
  for await (const path of walk(options.paths)) {
    if (!written) break;
    ahead.push(readOne(path, readers, desk, options.explain));
    if (ahead.length >= aheadMax) await printNext();
  }
  while (ahead.length > 0) await printNext();
  return failed ? 1 : 0;
}

/** False once nobody listens any more (`intray read … | head`). */
async function print(options: Options, reading: Reading): Promise<boolean> {
  const text = options.json ? JSON.stringify(reading) : forPeople(reading);
  if (process.stdout.destroyed || process.stdout.writableEnded) return false;
  const flowing = process.stdout.write(`${text}\n`, () => {});
  if (!flowing) await Promise.race([once(process.stdout, "drain"), once(process.stdout, "close")]).catch(() => {});
  return !process.stdout.destroyed;
}

async function readOne(path: string, readers: Readers, desk: Desk | null, explain: boolean): Promise<Outcome> {
  const name = path === "-" ? "stdin" : path;
  try {
    const raw = path === "-" ? await fromStdin() : await fromFile(path);
    const reading = seen(name, await readers.read(raw), desk, explain);
    return { reading, failed: false };
  } catch (error) {
    if (error instanceof UnreadableMail) {
      return { reading: unreadable(name, error.cause, error.message), failed: false };
    }
    const why = error instanceof Error ? error.message : String(error);
    console.error(`intray read: ${name}: ${why}; check that the file is there and may be read`);
    return { reading: unreadable(name, "notOpened", why), failed: true };
  }
}

/** What is over the limit is not even loaded. */
async function fromFile(path: string): Promise<Uint8Array> {
  const { size } = await stat(path);
  if (size > limits.rawBytesMax) throw tooLarge(size);
  return readFile(path);
}

async function fromStdin(): Promise<Uint8Array> {
  const chunks: Buffer[] = [];
  let bytes = 0;
  for await (const chunk of process.stdin) {
    const piece = Buffer.from(chunk);
    bytes += piece.length;
    if (bytes > limits.rawBytesMax) throw tooLarge(bytes);
    chunks.push(piece);
  }
  return Buffer.concat(chunks);
}

function tooLarge(bytes: number): UnreadableMail {
  return new UnreadableMail("tooLarge", `${bytes} bytes or more; the most we read is ${limits.rawBytesMax}`);
}

/** Expectations, notes and programs lie beside collected mails and are no mails. */
const noMail = /^\.|\.(?:json|md|ya?ml|csv|[cm]?[jt]s|py|sh|html|png|jpg|pdf|zip|gz)$/i;

async function* walk(paths: string[]): AsyncGenerator<string> {
  for (const path of paths) {
    const isFolder = path !== "-" && (await stat(path).catch(() => null))?.isDirectory() === true;
    if (isFolder) yield* inFolder(path);
    else yield path;
  }
}

async function* inFolder(folder: string): AsyncGenerator<string> {
  const entries = await readdir(folder, { withFileTypes: true }).catch(() => null);
  if (entries === null) {
    yield folder;
    return;
  }
  for (const entry of entries.sort((a, b) => (a.name < b.name ? -1 : 1))) {
    const path = join(folder, entry.name);
    const kind = entry.isSymbolicLink() ? await stat(path).catch(() => entry) : entry;
    if (kind.isDirectory()) {
      if (!entry.name.startsWith(".") && !entry.isSymbolicLink()) yield* inFolder(path);
    } else if (kind.isFile() && !noMail.test(entry.name)) yield path;
  }
}
