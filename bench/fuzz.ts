/**
 * Does what strangers' broken mails do to the readers: changes the mails of test/mails at random and sends them through
 * the reader threads, as the worker and `intray read` do. Says how many were read, how many refused and why, and the
 * slowest; ends with 1 when one stopped the threads, took over two seconds or came back with its raw bytes changed.
 * Usage: node bench/fuzz.ts [how many, 20000] [first number, 0]
 */
import { globSync, readFileSync } from "node:fs";
import { availableParallelism } from "node:os";
import { join } from "node:path";
import { openReaders } from "../src/io/readers.ts";
import { UnreadableMail } from "../src/mail/read/prescan.ts";
import { mutated } from "../test/harness/mutate.ts";

const SLOW_MS = 2_000;
const folder = join(import.meta.dirname, "../test/mails");
const corpus = globSync("*/*.eml", { cwd: folder })
  .sort()
  .map((name) => readFileSync(join(folder, name)));
const count = Number(process.argv[2] ?? 20_000);
const first = Number(process.argv[3] ?? 0);

const threadCount = availableParallelism();
const readers = openReaders({ threadCount, own: { loopId: null, keys: null } });
const endings = new Map<string, number>();
const faults: string[] = [];
const slow: number[] = [];
let slowest = { ms: 0, number: -1 };
let next = first;

function note(ending: string): void {
  endings.set(ending, (endings.get(ending) ?? 0) + 1);
}

async function readOne(number: number): Promise<void> {
  const raw = mutated(corpus, number);
  const kept = Buffer.from(raw);
  const started = performance.now();
  try {
    const { verdict, visible, elided, message } = await readers.read(raw);
    note(verdict.kind);
    const text = JSON.stringify({ visible, elided, message });
    if (text.includes("\\u0000") || !text.isWellFormed()) faults.push(`mail ${number}: text that PostgreSQL refuses`);
  } catch (error) {
    if (!(error instanceof UnreadableMail)) throw error;
    note(`refused: ${error.cause}`);
    // A refusal over a limit is an answer; a bug inside is not.
    if (error.cause === "parserFailed" && / at /.test(error.message)) faults.push(`mail ${number}: ${error.message}`);
    if (error.cause === "timeout") faults.push(`mail ${number}: ${error.message}`);
  }
  const ms = performance.now() - started;
  if (ms > slowest.ms) slowest = { ms, number };
  if (ms > SLOW_MS) slow.push(number);
  if (!kept.equals(raw)) faults.push(`mail ${number}: its raw bytes were changed`);
}

async function lane(): Promise<void> {
  while (next < first + count) {
    const number = next++;
    await readOne(number);
    if ((number - first + 1) % 20_000 === 0) console.log(`${number - first + 1} mails, ${faults.length} faults`);
  }
}

/** A busy machine makes a quick mail wait: what took long is read again alone, and the best of three counts. */
async function readAgain(): Promise<void> {
  for (const number of slow) {
    const raw = mutated(corpus, number);
    let best = Number.POSITIVE_INFINITY;
    for (let tries = 0; tries < 3; tries += 1) {
      const started = performance.now();
      await readers.read(raw).catch(() => {});
      best = Math.min(best, performance.now() - started);
    }
    console.log(`mail ${number} took long; alone ${best.toFixed(0)} ms`);
    if (best > SLOW_MS) faults.push(`mail ${number}: ${best.toFixed(0)} ms`);
  }
}

const started = performance.now();
await Promise.all(Array.from({ length: threadCount }, lane));
await readAgain();
await readers.close();
console.log(`${count} mails made of ${corpus.length}, ${((performance.now() - started) / 1_000).toFixed(0)} s`);
for (const [ending, number] of [...endings].sort((a, b) => b[1] - a[1]))
  console.log(`  ${String(number).padStart(8)} ${ending}`);
console.log(`slowest: mail ${slowest.number}, ${slowest.ms.toFixed(0)} ms`);
for (const fault of faults.slice(0, 50)) console.log(`fault: ${fault}`);
process.exitCode = faults.length === 0 ? 0 : 1;
