/**
 * Threads that read mail, so that no mail can stop the desk: a reading that takes too long or too much memory is ended
 * together with its thread, and a new thread takes its place. The main thread only copies bytes.
 */
import { Piscina } from "piscina";
import { limits } from "../mail/limits.ts";
import type { Understood } from "../mail/message.ts";
import { UnreadableMail } from "../mail/read/prescan.ts";
import type { OwnMarks } from "../mail/write/reference.ts";
import type { ContentsAnswer, FormattedAnswer, ReadAnswer, ReaderTask, Refused } from "./reader.worker.ts";

export type Readers = {
  /** Rejects with UnreadableMail; any other error means that the threads themselves do not work. */
  read(raw: Uint8Array): Promise<Understood>;
  /** Decoded bytes of attachments by `Attachment.index`. Rejects as `read` does. */
  contents(raw: Uint8Array, indexes: number[]): Promise<Map<number, Buffer>>;
  /** The HTML of a mail, cleaned by `safeHtml`; null where it has none or too much. Rejects as `read` does. */
  formatted(raw: Uint8Array): Promise<string | null>;
  /** Ends the threads; readings under way are rejected. */
  close(): Promise<void>;
};

/** Starting a thread loads the parser, which must not count against a mail. */
const THREAD_START_MS = 5_000;

/** Opens a pool; `threadCount` readings run at a time, the others wait in order. */
export function openReaders(options: {
  threadCount: number;
  timeoutMs?: number;
  memoryMb?: number;
  own: OwnMarks;
}): Readers {
  const pool = new Piscina({
    filename: new URL("./reader.worker.ts", import.meta.url).href,
    minThreads: options.threadCount,
    maxThreads: options.threadCount,
    workerData: options.own,
    execArgv: [],
    env: {},
    // A small young generation keeps the threads' memory low. No limit for the old one: see `openClocks`.
    resourceLimits: { maxYoungGenerationSizeMb: 16 },
    recordTiming: false,
  });
  const gate = openGate(options.threadCount);
  // An error that belongs to no reading shows up in the next one; unheard, it would end the process.
  pool.on("error", () => {});
  const clocks = openClocks(pool, {
    timeoutMs: options.timeoutMs ?? limits.readTimeoutMs,
    // The process is measured as a whole, so each thread's share is granted to whichever reading grows.
    memoryMb: (options.memoryMb ?? limits.readMemoryMb) * (options.threadCount + 1),
  });
  let closed = false;

  const run = async <Answer>(task: ReaderTask): Promise<Answer> => {
    await gate.enter();
    try {
      return await timed<Answer>(pool, clocks, task);
    } catch (error) {
      if (closed) throw new Error("the readers were closed", { cause: error });
      throw await refusalOf(pool, clocks, error);
    } finally {
      gate.leave();
    }
  };

  return {
    async read(raw) {
      const answer = await run<ReadAnswer>(taskOf("read", raw, []));
      if (answer.kind === "unreadable") throw unreadable(answer);
      return answer.understood;
    },
    async contents(raw, indexes) {
      const answer = await run<ContentsAnswer>(taskOf("contents", raw, indexes));
      if (answer.kind === "unreadable") throw unreadable(answer);
      return new Map([...answer.contents].map(([index, content]) => [index, asBuffer(content)]));
    },
    async formatted(raw) {
      const answer = await run<FormattedAnswer>(taskOf("formatted", raw, []));
      if (answer.kind === "unreadable") throw unreadable(answer);
      return answer.html;
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

let taskCount = 0;

/** The caller keeps its bytes; the copy is moved to the thread. A view on a large buffer would otherwise move whole. */
function taskOf(name: ReaderTask["name"], raw: Uint8Array, indexes: number[]): ReaderTask {
  const copy = new Uint8Array(raw.byteLength);
  copy.set(raw);
  taskCount += 1;
  return { id: taskCount, name, raw: copy, indexes };
}

function asBuffer(content: Uint8Array): Buffer {
  return Buffer.from(content.buffer, content.byteOffset, content.byteLength);
}

/** What a reading may take, and how its end is told: "time" or "memory". */
type Bounds = { timeoutMs: number; memoryMb: number };
type Clocks = Bounds & { watch(id: number, onEnd: (why: "time" | "memory") => void): () => void };

const MEMORY_LOOK_MS = 50;

/**
 * A clock for each reading, which starts anew when the thread says that it has begun, and a look at the memory of the
 * process while it runs. V8's own limit for a thread is no use: reaching it can end the whole process.
 */
function openClocks(pool: Piscina, bounds: Bounds): Clocks {
  const begun = new Map<number, () => void>();
  pool.on("message", (message: unknown) => {
    if (typeof message === "object" && message !== null && "begun" in message) begun.get(Number(message.begun))?.();
  });
  return {
    ...bounds,
    watch(id, onEnd) {
      let stopClock = startClock(bounds.timeoutMs + THREAD_START_MS, () => onEnd("time"));
      let looks: NodeJS.Timeout | undefined;
      begun.set(id, () => {
        stopClock();
        stopClock = startClock(bounds.timeoutMs, () => onEnd("time"));
        // From the beginning, so that what a reading takes before the first look counts too.
        let before = process.memoryUsage.rss();
        looks = setInterval(() => {
          const now = process.memoryUsage.rss();
          before = Math.min(before, now);
          if (now - before > bounds.memoryMb * 1024 * 1024) onEnd("memory");
        }, MEMORY_LOOK_MS);
      });
      return () => {
        stopClock();
        clearInterval(looks);
        begun.delete(id);
      };
    },
  };
}

/** How many times its limit a reading may take on a machine too busy to let it work. */
const STARVED_TIMES = 6;

/**
 * Calls `onEnd` when `limitMs` are over and this process has worked as long; a reading that was not let work is not at
 * fault. All threads' work counts, so this is never kinder than the reading's own would be.
 */
function startClock(limitMs: number, onEnd: () => void): () => void {
  const began = performance.now();
  const before = process.cpuUsage();
  const look = () => {
    const { user, system } = process.cpuUsage(before);
    const leftMs = limitMs - (user + system) / 1_000;
    if (leftMs <= 0 || performance.now() - began >= STARVED_TIMES * limitMs) onEnd();
    else timer = setTimeout(look, Math.max(leftMs, 50));
  };
  let timer = setTimeout(look, limitMs);
  return () => clearTimeout(timer);
}

async function timed<Answer>(pool: Piscina, clocks: Clocks, task: ReaderTask): Promise<Answer> {
  const stop = new AbortController();
  let ended: "time" | "memory" | null = null;
  const unwatch = clocks.watch(task.id, (why) => {
    ended ??= why;
    stop.abort();
  });
  try {
    return await pool.run(task, { name: task.name, signal: stop.signal, transferList: [task.raw.buffer] });
  } catch (error) {
    if (ended === "time") throw new UnreadableMail("timeout", `reading took longer than ${clocks.timeoutMs} ms`);
    if (ended === "memory") throw new UnreadableMail("parserFailed", `reading needed more than ${clocks.memoryMb} MB`);
    throw error;
  } finally {
    unwatch();
  }
}

const probe = Buffer.from("From: probe@intray.invalid\r\nSubject: probe\r\n\r\nprobe\r\n");

/**
 * Why a thread did not answer. Time and memory are the mail's doing. Anything else is too when another mail can be
 * read right after it; when not, the threads are broken, and no mail must be blamed for that.
 */
async function refusalOf(pool: Piscina, clocks: Clocks, error: unknown): Promise<Error> {
  if (error instanceof UnreadableMail) return error;
  const message = error instanceof Error ? error.message : String(error);
  try {
    await timed(pool, clocks, taskOf("read", probe, []));
    return new UnreadableMail("parserFailed", message);
  } catch {
    return new Error(`the reader threads do not work: ${message}`, { cause: error });
  }
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
