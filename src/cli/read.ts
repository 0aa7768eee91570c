/**
 * `intray read`: what intray sees in a mail, with reasons. Touches nothing and needs neither database nor environment;
 * reads on all cores, answers in the order of the files, and one bad file never stops the rest.
 */
import { once } from "node:events";
import { readdir, readFile, stat } from "node:fs/promises";
import { availableParallelism } from "node:os";
import { join } from "node:path";
import { deskFileOf, environment, readConfig } from "../config.ts";
import { openReaders, type Readers } from "../io/readers.ts";
import { limits } from "../mail/limits.ts";
import { UnreadableMail } from "../mail/read/read.ts";
import type { OwnMarks } from "../mail/write/reference.ts";
import { type Desk, DeskError, parseDesk } from "../ticket/desk.ts";
import { type Command, CommandError, complain, readWords, UsageError } from "./command.ts";
import { forPeople, type Reading, seen, unreadable } from "./reading.ts";

type Options = { paths: string[]; json: boolean; explain: boolean };

export const read: Command = {
  name: "read",
  usage: `npx intray read <file|folder|->… [--json] [--explain]

A file is one mail as it came, a folder every mail in it and below in the order of names, - one mail from the standard
input. --json prints one object a mail and line; --explain says also which rule decided and where in the mail.
Example: npx intray read --json test/mails | head -3`,
  async run(argv) {
    const { values, positionals } = readWords(
      "read",
      argv,
      {
        json: { type: "boolean", default: false },
        explain: { type: "boolean", default: false },
      },
      Number.POSITIVE_INFINITY,
    );
    if (positionals.length === 0) {
      throw new UsageError("intray read: no mail named; give a file, a folder or -, as in: npx intray read mail.eml");
    }
    return await readAll({ paths: positionals, json: values.json, explain: values.explain });
  },
};

/** Exit status 1 when something could not be opened; what could not be understood is an answer too. */
async function readAll(options: Options): Promise<number> {
  const desk = await deskOf(deskFileOf(environment()));
  const readers = openReaders({ threadCount: threads, own: ownMarks() });
  try {
    return await readInOrder(options, readers, desk);
  } finally {
    await readers.close();
  }
}

const threads = Math.max(1, availableParallelism());

/** Our own mail is recognised where the environment holds its keys; nothing else of it is needed here. */
function ownMarks(): OwnMarks {
  try {
    const { keys } = readConfig(environment());
    return { loopId: null, keys: keys.length === 0 ? null : keys };
  } catch {
    return { loopId: null, keys: null };
  }
}

/** Without a desk, severity and request type stay null. */
async function deskOf(file: string): Promise<Desk | null> {
  const text = await readFile(file, "utf8").catch(() => null);
  if (text === null) return null;
  try {
    return parseDesk(text, file);
  } catch (error) {
    if (error instanceof DeskError) throw new CommandError(error.message);
    throw error;
  }
}

type Outcome = { reading: Reading; failed: boolean };

/** Keeps a few readings ahead of the one being printed, so that all threads work and memory stays flat. */
async function readInOrder(options: Options, readers: Readers, desk: Desk | null): Promise<number> {
  const ahead: Promise<Outcome>[] = [];
  let failed = false;
  let written = true;
  const printNext = async () => {
    const outcome = await ahead.shift();
    if (outcome === undefined || !written) return;
    failed ||= outcome.failed;
    // What could not be opened was told on the standard error; only a script needs an object for it too.
    if (outcome.failed && !options.json) return;
    written = await show(options, outcome.reading);
  };
  for await (const path of walk(options.paths)) {
    if (!written) break;
    ahead.push(readOne(path, readers, desk, options.explain));
    if (ahead.length >= threads * 4) await printNext();
  }
  while (ahead.length > 0) await printNext();
  return failed ? 1 : 0;
}

/** False once nobody listens any more (`intray read … | head`). */
async function show(options: Options, reading: Reading): Promise<boolean> {
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
    const why = whyNotOpened(error);
    complain(`intray read: ${name}: ${why}`);
    return { reading: unreadable(name, "notOpened", why), failed: true };
  }
}

function whyNotOpened(error: unknown): string {
  const code: unknown = error instanceof Error ? Reflect.get(error, "code") : null;
  if (code === "ENOENT" || code === "ENOTDIR") return "there is no such file or folder; check the path";
  if (code === "EACCES" || code === "EPERM") return "it may not be read; ask its owner";
  return `it cannot be opened (${error instanceof Error ? error.message : String(error)})`;
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
