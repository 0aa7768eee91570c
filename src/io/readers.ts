/**
 * Threads that read mail, so that no mail can stop the desk: a reading that takes too long or too much memory is ended
 * together with its thread, and a new thread takes its place. The main thread only copies bytes.
 */
import { Piscina } from "piscina";
import { limits } from "../mail/limits.ts";
import type { Understood } from "../mail/message.ts";
import { UnreadableMail } from "../mail/prescan.ts";
import type { OwnMarks } from "../mail/reference.ts";
import type { ContentsAnswer, ReadAnswer, Refused } from "./reader.worker.ts";

export type Readers = {
  /** Rejects with UnreadableMail; any other error means that the threads themselves do not work. */
  read(raw: Uint8Array): Promise<Understood>;
  /** Decoded bytes of attachments by `Attachment.index`. Rejects as `read` does. */
  contents(raw: Uint8Array, indexes: number[]): Promise<Map<number, Buffer>>;
  /** Ends the threads; readings under way are rejected. */
  close(): Promise<void>;
};

/** Starting a thread loads the parser, which must not count against the first mail. */
const THREAD_START_MS = 5_000;

/** Opens a pool; `threadCount` readings run at a time, the others wait in order. */
export function openReaders(options: { threadCount: number; timeoutMs?: number; own: OwnMarks }): Readers {
  const timeoutMs = options.timeoutMs ?? limits.readTimeoutMs;
  const pool = new Piscina({
    filename: new URL("./reader.worker.ts", import.meta.url).href,
    minThreads: options.threadCount,
    maxThreads: options.threadCount,
    workerData: options.own,
    execArgv: [],
    env: {},
    resourceLimits: { maxOldGenerationSizeMb: limits.readMemoryMb, maxYoungGenerationSizeMb: 64 },
    recordTiming: false,
  });
  const gate = openGate(options.threadCount);
  const warm = { done: false };
  let closed = false;

  const run = async <Answer>(name: string, task: unknown, bytes: Uint8Array): Promise<Answer> => {
    await gate.enter();
    try {
      const answer: Answer = await timed(pool, name, task, bytes, warm.done ? timeoutMs : timeoutMs + THREAD_START_MS);
      warm.done = true;
      return answer;
    } catch (error) {
      if (closed) throw new Error("the readers were closed", { cause: error });
      throw await refusalOf(pool, error, timeoutMs);
    } finally {
      gate.leave();
    }
  };

  return {
    async read(raw) {
      const bytes = copyOf(raw);
      const answer = await run<ReadAnswer>("read", bytes, bytes);
      if (answer.kind === "unreadable") throw unreadable(answer);
      return answer.understood;
    },
    async contents(raw, indexes) {
      const bytes = copyOf(raw);
      const answer = await run<ContentsAnswer>("contents", { raw: bytes, indexes }, bytes);
      if (answer.kind === "unreadable") throw unreadable(answer);
      return new Map([...answer.contents].map(([index, content]) => [index, asBuffer(content)]));
    },
    async close() {
      closed = true;
      await pool.destroy();
    },
  };
}

function unreadable(answer: Refused): UnreadableMail {
  return new UnreadableMail(answer.cause, answer.detail);
}

/** The caller keeps its bytes; the copy is moved to the thread. A view on a large buffer would otherwise move whole. */
function copyOf(raw: Uint8Array): Uint8Array<ArrayBuffer> {
  const bytes = new Uint8Array(raw.byteLength);
  bytes.set(raw);
  return bytes;
}

function asBuffer(content: Uint8Array): Buffer {
  return Buffer.from(content.buffer, content.byteOffset, content.byteLength);
}

/** The clock runs only while a thread works on the task: the gate lets no more in than there are threads. */
async function timed<Answer>(
  pool: Piscina,
  name: string,
  task: unknown,
  bytes: Uint8Array,
  timeoutMs: number,
): Promise<Answer> {
  const stop = new AbortController();
  const timer = setTimeout(() => stop.abort(), timeoutMs);
  try {
    return await pool.run(task, { name, signal: stop.signal, transferList: [bytes.buffer as ArrayBuffer] });
  } finally {
    clearTimeout(timer);
  }
}

const probe = "From: probe@intray.invalid\r\nSubject: probe\r\n\r\nprobe\r\n";

/**
 * Why a thread did not answer. Time and memory are the mail's doing. Anything else is too when another mail can be
 * read right after it; when not, the threads are broken, and no mail must be blamed for that.
 */
async function refusalOf(pool: Piscina, error: unknown, timeoutMs: number): Promise<Error> {
  const { name, code, message } = pick(error);
  if (name === "AbortError") return new UnreadableMail("timeout", `reading took longer than ${timeoutMs} ms`);
  if (code === "ERR_WORKER_OUT_OF_MEMORY") {
    return new UnreadableMail("parserFailed", `reading needed more than ${limits.readMemoryMb} MB`);
  }
  const bytes = copyOf(Buffer.from(probe));
  try {
    await timed(pool, "read", bytes, bytes, timeoutMs + THREAD_START_MS);
    return new UnreadableMail("parserFailed", message);
  } catch {
    return new Error(`the reader threads do not work: ${message}`, { cause: error });
  }
}

function pick(error: unknown): { name: string; code: string; message: string } {
  if (!(error instanceof Error)) return { name: "", code: "", message: String(error) };
  const code = "code" in error && typeof error.code === "string" ? error.code : "";
  return { name: error.name, code, message: error.message };
}

/** Lets `count` in at a time, the others in order. */
function openGate(count: number): { enter(): Promise<void>; leave(): void } {
  const waiting: (() => void)[] = [];
  let free = count;
  return {
    enter() {
      if (free > 0) {
        free -= 1;
        return Promise.resolve();
      }
      const { promise, resolve } = Promise.withResolvers<void>();
      waiting.push(resolve);
      return promise;
    },
    leave() {
      const next = waiting.shift();
      if (next === undefined) free += 1;
      else next();
    },
  };
}
