/**
 * The last step of the journey: letters of the outbox are composed and handed to the SMTP server, a few at a time, and
 * what became of each is written back together with the claim of the next. Replies leave at least once, courtesies at
 * most once, and nothing is lost in silence (mail.md, "Sending").
 */
import { setTimeout as sleep } from "node:timers/promises";
import type pg from "pg";
import { type Log, plainError, withoutAddresses } from "../io/log.ts";
import type { Smtp } from "../io/smtp.ts";
import { abandonOrphans, nextDueIn, type OutgoingRow, returnUnsent, reviveUnknown } from "../store/outbox.ts";
import { replyAgainAfterMs, serverPauseMs } from "./fate.ts";
import { type Desktop, type Habits, handOver } from "./handover.ts";
import { type Finished, type Listeners, settleTurn } from "./settle.ts";

export type SendOptions = Listeners & {
  pool: pg.Pool;
  queue: { work(name: "send", onWake: () => void): Promise<void> };
  smtp: Smtp;
  desktop: Desktop;
  log: Log;
  signal: AbortSignal;
  /** The name of this worker instance (store/instance.ts). */
  instance: string;
  /** Lets time pass in tests; without it the database's clock counts. */
  now?: () => Date;
  settings?: Partial<SendSettings>;
};

export type SendSettings = {
  /** How often it is looked for due letters although nobody woke us, and for letters of dead workers. */
  sweepMs: number;
  /** How long letters in flight may take to leave once the worker is asked to stop. */
  drainMs: number;
};

const defaults: SendSettings = { sweepMs: 10_000, drainMs: 15_000 };
type Desk = {
  options: SendOptions;
  settings: SendSettings;
  atWork: Map<number, OutgoingRow>;
  finished: Finished[];
  server: { failures: number; pausedUntil: number };
  habits: Habits;
  wake: () => void;
  isWoken: boolean;
};

/** Sends what is due until `signal` aborts; `done` resolves once letters in flight have their fate. `nudge` looks at once. */
export function sendMails(options: SendOptions): { nudge: () => void; done: Promise<void> } {
  const desk: Desk = {
    options,
    settings: { ...defaults, ...options.settings },
    atWork: new Map(),
    finished: [],
    server: { failures: 0, pausedUntil: 0 },
    habits: { plainSender: false },
    wake: () => {},
    isWoken: false,
  };
  const nudge = () => {
    desk.isWoken = true;
    desk.wake();
  };
  return { nudge, done: run(desk, nudge) };
}

async function run(desk: Desk, nudge: () => void): Promise<void> {
  const { signal, queue, smtp, log } = desk.options;
  let drain: NodeJS.Timeout | undefined;
  const onAbort = () => {
    drain = setTimeout(() => smtp.close(true), desk.settings.drainMs);
    nudge();
  };
  signal.addEventListener("abort", onAbort, { once: true });
  if (signal.aborted) onAbort();
  // Without the queue's wake-ups letters still leave, by the sweep.
  await queue.work("send", nudge).catch((error) => log.error({ error: plainError(error) }, "nobody wakes the outbox"));
  let sweptAt = Number.NEGATIVE_INFINITY;
  for (let failures = 0; !signal.aborted || desk.atWork.size > 0 || desk.finished.length > 0; ) {
    try {
      if (!signal.aborted && performance.now() - sweptAt > desk.settings.sweepMs) {
        await sweep(desk);
        sweptAt = performance.now();
      }
      const isIdle = await turn(desk, nudge);
      failures = 0;
      await rest(desk, isIdle);
    } catch (error) {
      failures++;
      log.warn({ error: plainError(error) }, "the outbox cannot be worked on now; trying again");
      // A commit whose answer was lost may have claimed letters for us that we do not know of.
      sweptAt = Number.NEGATIVE_INFINITY;
      if (signal.aborted && failures > 5) break;
      await sleep(Math.min(10_000, 100 * 2 ** failures));
    }
  }
  clearTimeout(drain);
  smtp.close();
}

/** Letters that dead workers left, and letters that were claimed for us without our knowing. */
async function sweep(desk: Desk): Promise<void> {
  const { pool, instance, log } = desk.options;
  const orphans = await abandonOrphans(pool, instance, replyAgainAfterMs, clockOf(desk));
  if (orphans) log.warn({ letters: orphans }, "a worker ended while sending: the fate of these letters is unknown");
  const known = [...desk.atWork.keys(), ...desk.finished.map(({ row }) => row.id)];
  const returned = await returnUnsent(pool, instance, known);
  if (returned) log.warn({ letters: returned }, "letters claimed but not sent wait again");
}

/** Writes back what has finished and claims as much as there is room for; true when nothing more is due now. */
async function turn(desk: Desk, nudge: () => void): Promise<boolean> {
  desk.isWoken = false;
  const room = await roomNow(desk);
  const finished = desk.finished.splice(0);
  if (finished.length === 0 && room === 0) return false;
  let claimed: OutgoingRow[];
  try {
    claimed = await settleTurn(desk.options, finished, room);
  } catch (error) {
    desk.finished.unshift(...finished);
    throw error;
  }
  for (const row of claimed) {
    desk.atWork.set(row.id, row);
    void work(desk, row).then(nudge);
  }
  return claimed.length < room;
}

/** How many letters may be begun now: none while the server is left alone, and then only once it answers again. */
async function roomNow({ options, server, atWork }: Desk): Promise<number> {
  const { smtp, signal, log } = options;
  if (signal.aborted || performance.now() < server.pausedUntil) return 0;
  if (server.failures > 0) {
    const answer = await smtp.probe();
    if (answer.kind === "unreachable" || answer.kind === "loginRefused") {
      leaveAlone(server, answer, log);
      return 0;
    }
    server.failures = 0;
    log.info("the SMTP server answers again");
  }
  return Math.max(0, smtp.connectionsMax - atWork.size);
}

function leaveAlone(
  server: Desk["server"],
  answer: { kind: "unreachable" | "loginRefused"; response: string },
  log: Log,
) {
  // Letters that failed together count once.
  if (performance.now() < server.pausedUntil) return;
  server.failures++;
  const pauseMs = serverPauseMs(answer.kind, server.failures, Math.random());
  server.pausedUntil = performance.now() + pauseMs;
  log.warn(
    { kind: answer.kind, said: withoutAddresses(answer.response), pauseMs: Math.round(pauseMs) },
    "no mail can be sent now",
  );
}

async function work(desk: Desk, row: OutgoingRow): Promise<void> {
  const { options } = desk;
  const { log } = options;
  const attempt = await handOver(row, options.smtp, options.desktop, desk.habits);
  if (attempt.kind === "unreachable" || attempt.kind === "loginRefused") leaveAlone(desk.server, attempt, log);
  if (attempt.kind === "notComposed")
    log.error({ outgoing: row.id, why: withoutAddresses(attempt.response) }, "a letter cannot be composed");
  desk.atWork.delete(row.id);
  desk.finished.push({ row, attempt, tellAttempts: 0 });
}

/** Waits until something finishes, somebody wakes us, the next letter is due, or it is time to sweep. */
async function rest(desk: Desk, isIdle: boolean): Promise<void> {
  const { pool, signal } = desk.options;
  if (desk.isWoken || (signal.aborted && desk.atWork.size === 0)) return;
  let waitMs = desk.settings.sweepMs;
  const pausedMs = desk.server.pausedUntil - performance.now();
  if (pausedMs > 0) waitMs = Math.min(waitMs, pausedMs);
  else if (isIdle && desk.atWork.size === 0) {
    await reviveUnknown(pool, clockOf(desk));
    const dueMs = await nextDueIn(pool, clockOf(desk));
    if (dueMs !== null) waitMs = Math.min(waitMs, Math.max(0, dueMs));
  }
  if (desk.isWoken) return;
  const over = new AbortController();
  const woken = new Promise<void>((resolve) => {
    desk.wake = resolve;
  });
  const patience = sleep(waitMs, undefined, { signal: over.signal });
  await Promise.race([woken, patience]).finally(() => over.abort());
}

function clockOf({ options }: Desk): Date | null {
  return options.now?.() ?? null;
}
