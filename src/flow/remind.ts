/**
 * Keeps the promises' moments: a loop that sleeps until the soonest instant at which a ticket's clocks must be looked at,
 * then lets each ticket decide what has to be told. The instants are hints, the clocks are the truth: a look that comes
 * late, twice or for nothing ends in "nothing happened".
 */
import { plainError } from "../io/log.ts";
import { type Tx, transaction } from "../io/postgres.ts";
import { setNextLook, soonestLook, takeDueLook, toldAndWords, writeTold } from "../store/reminder.ts";
import { loadTicket } from "../store/ticket.ts";
import { decide } from "../ticket/decide.ts";
import { timeContext } from "./change.ts";
import { commitDecision } from "./commit.ts";
import type { Workshop } from "./workshop.ts";

export type Reminding = { stop(): Promise<void> };

type LookShop = Pick<Workshop, "pool" | "desks" | "stationery" | "log" | "now">;

export type RemindSettings = {
  /** A look that another process has put in front is seen this late at most. */
  lookEveryMs: number;
  /** Tickets looked at side by side when many are due. */
  concurrency: number;
};

const defaults: RemindSettings = { lookEveryMs: 1_000, concurrency: 4 };

/** A ticket whose look fails is left alone for so long, and the others go on. */
const putOffMs = 60_000;

/** Starts the loop. `onLetters` is called when letters were queued. */
export function startReminding(
  shop: LookShop,
  onLetters: () => void,
  settings: Partial<RemindSettings> = {},
): Reminding {
  const { lookEveryMs, concurrency } = { ...defaults, ...settings };
  let stopping = false;
  let rouse: () => void = () => {};

  const sleep = (ms: number): Promise<void> =>
    new Promise((resolve) => {
      const timer = setTimeout(resolve, ms);
      rouse = () => {
        clearTimeout(timer);
        resolve();
      };
    });
  const workOff = async (): Promise<void> => {
    while (!stopping) {
      const looked = await lookAtDue(shop);
      if (looked === null) return;
      if (looked.letters) onLetters();
    }
  };
  const run = async (): Promise<void> => {
    let failures = 0;
    while (!stopping) {
      try {
        const waitMs = await untilNext(shop, lookEveryMs);
        if (waitMs === 0) await Promise.all(Array.from({ length: concurrency }, workOff));
        else await sleep(waitMs);
        failures = 0;
      } catch (error) {
        failures++;
        shop.log[failures > 3 ? "error" : "warn"]({ error: plainError(error) }, "clocks cannot be looked at now");
        await sleep(Math.min(30_000, 250 * 2 ** Math.min(failures, 8)));
      }
    }
  };
  const running = run();
  return {
    async stop() {
      stopping = true;
      rouse();
      await running;
    },
  };
}

async function untilNext({ pool, now }: LookShop, lookEveryMs: number): Promise<number> {
  const soonest = await soonestLook(pool);
  return soonest === null ? lookEveryMs : Math.min(lookEveryMs, Math.max(0, soonest - now()));
}

/** Looks at the ticket that has waited longest; null where none is due. Operating errors are thrown. */
export async function lookAtDue(shop: LookShop): Promise<{ ticketId: number; letters: boolean } | null> {
  let ticketId: number | null = null;
  try {
    return await transaction(shop.pool, async (tx) => {
      ticketId = await takeDueLook(tx, shop.now());
      if (ticketId === null) return null;
      return { ticketId, letters: await lookAtTicket(tx, ticketId, shop) };
    });
  } catch (error) {
    if (ticketId === null) throw error;
    await setNextLook(shop.pool, ticketId, shop.now() + putOffMs);
    shop.log.error(
      { ticketId, error: plainError(error) },
      "a ticket's clocks could not be looked at; trying again later",
    );
    return { ticketId, letters: false };
  }
}

/** The ticket's row is locked by the caller. True when letters were queued. */
async function lookAtTicket(tx: Tx, ticketId: number, shop: LookShop): Promise<boolean> {
  const loaded = await loadTicket(tx, ticketId);
  if (loaded === null) throw new Error(`the ticket ${ticketId} is gone`);
  const { told, lastWords } = await toldAndWords(tx, ticketId);
  const inForce = await shop.desks.forTicket(tx, loaded.ticket.deskVersionId);
  const now = shop.now();
  const decision = decide(loaded.ticket, { kind: "clockLook", told, lastWords }, timeContext(inForce, shop));
  await writeTold(tx, ticketId, decision.told ?? [], now);
  const letters = await commitDecision(
    tx,
    decision,
    { eventKey: `look:${ticketId}`, rawMailId: null, mail: null, outcome: null, lastMessageId: loaded.lastMessageId },
    { ...shop.stationery, deskName: inForce.desk.name },
    now,
  );
  await setNextLook(tx, ticketId, decision.nextLookAt ?? null);
  return letters;
}
