/**
 * Keeps stored mail moving: a loop that takes waiting mails in the order they came, a few at a time, until none waits.
 * Wakes are hints; the loop looks by itself every few seconds, so that a lost wake costs seconds and never a mail.
 */
import { type Log, plainError } from "../io/log.ts";
import { nextAttemptAt, type WaitingMail, waitingMails } from "../store/claim.ts";
import { type Processed, processMail } from "./process.ts";
import type { Workshop } from "./workshop.ts";

export type Drain = {
  /** There may be stored mail: look at once. */
  wake(): void;
  /** Ends after the mails in hand. */
  stop(): Promise<void>;
};

export type DrainSettings = {
  /** Mails in hand at one time: enough to keep the reading threads and the database busy. */
  concurrency: number;
  /** Raw bytes in hand at one time: bounds the memory whatever the mails' size. */
  bytesMax: number;
  /** How often the table is looked at although nothing was heard. */
  lookEveryMs: number;
};

const defaults: DrainSettings = { concurrency: 8, bytesMax: 64 * 1024 * 1024, lookEveryMs: 5_000 };
const pauseMs = { min: 250, max: 30_000 };

/** Starts the loop. `onLetters` is called when a mail's decision queued letters. */
export function startDrain(shop: Workshop, onLetters: () => void, settings: Partial<DrainSettings> = {}): Drain {
  const { concurrency, bytesMax, lookEveryMs } = { ...defaults, ...settings };
  const bell = openBell();
  const inHand = new Map<number, Promise<void>>();
  const loaded: WaitingMail[] = [];
  let stopping = false;
  let failures = 0;

  const handle = async (mail: WaitingMail): Promise<void> => {
    try {
      const processed: Processed = await processMail(mail, shop);
      failures = 0;
      if (processed.kind === "done" && processed.letters) onLetters();
    } catch (error) {
      failures++;
      report(shop.log, mail.id, error, failures);
    } finally {
      inHand.delete(mail.id);
      bell.ring();
    }
  };

  /** Starts what there is room for; the next few are loaded together when the last of them are used up. */
  const refill = async (): Promise<number> => {
    if (loaded.length === 0)
      loaded.push(...(await waitingMails(shop.pool, [...inHand.keys()], concurrency * 2, bytesMax)));
    const started = loaded.splice(0, concurrency - inHand.size);
    for (const mail of started) inHand.set(mail.id, handle(mail));
    return started.length;
  };

  const run = async (): Promise<void> => {
    while (!stopping) {
      try {
        const taken = inHand.size >= (failures > 0 ? 1 : concurrency) ? 0 : await refill();
        if (taken > 0 && failures === 0) continue;
        await bell.wait(
          failures > 0 ? pauseAfter(failures) : await untilNext(shop, lookEveryMs, inHand.size > 0),
          failures > 0,
        );
      } catch (error) {
        failures++;
        report(shop.log, null, error, failures);
        await bell.wait(pauseAfter(failures), true);
      }
    }
    await Promise.all(inHand.values());
  };
  const running = run();
  return {
    wake: bell.ring,
    async stop() {
      stopping = true;
      bell.ring();
      await running;
    },
  };
}

/** How long nothing needs to be looked at: until a mail that was put back comes due, or the regular look. */
async function untilNext(shop: Workshop, lookEveryMs: number, isBusy: boolean): Promise<number> {
  if (isBusy) return lookEveryMs;
  const at = await nextAttemptAt(shop.pool);
  return at ? Math.min(lookEveryMs, Math.max(50, at.getTime() - Date.now())) : lookEveryMs;
}

function pauseAfter(failures: number): number {
  return Math.min(pauseMs.max, pauseMs.min * 2 ** Math.min(failures, 10)) * (0.5 + Math.random() / 2);
}

function report(log: Log, rawMailId: number | null, error: unknown, failures: number): void {
  const level = failures > 3 ? "error" : "warn";
  log[level]({ rawMailId, failures, error: plainError(error) }, "processing mail failed; trying again");
}

/** A bell that remembers one ring: a ring while nobody waits makes the next wait return at once. */
function openBell(): { ring(): void; wait(ms: number, deaf?: boolean): Promise<void> } {
  let rung = false;
  let answer: (() => void) | null = null;
  return {
    ring() {
      rung = true;
      answer?.();
    },
    /** Returns after `ms` or at the next ring; `deaf` waits the whole time, as after a failure. */
    wait(ms, deaf = false) {
      if (rung && !deaf) {
        rung = false;
        return Promise.resolve();
      }
      return new Promise((resolve) => {
        const timer = setTimeout(done, ms);
        function done() {
          clearTimeout(timer);
          answer = null;
          rung = false;
          resolve();
        }
        if (!deaf) answer = done;
      });
    },
  };
}
