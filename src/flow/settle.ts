/**
 * One turn of the outbox at the database: the fates of letters that have been tried are written, those who must hear of
 * them are told in the same transaction, and the next letters are claimed. Where nobody is to be told, all of it is one
 * statement, because at a few hundred letters a second the round trips and flushes are what costs.
 */
import type pg from "pg";
import type { Log } from "../io/log.ts";
import { type Tx, transaction } from "../io/postgres.ts";
import { claimDue, type Fate, type OutgoingRow, settle, settleAndClaim } from "../store/outbox.ts";
import { type Attempt, fateOf } from "./fate.ts";

/** Told inside the transaction that writes the fate. */
export type Listeners = {
  onSent?: (tx: Tx, rows: OutgoingRow[]) => Promise<void>;
  onFailed?: (tx: Tx, row: OutgoingRow, why: string) => Promise<void>;
  /** A reply whose fate is unknown for the second time: somebody has to look. */
  onUnknown?: (tx: Tx, row: OutgoingRow, why: string) => Promise<void>;
};

/** A letter that has been tried. `tellAttempts`: how often telling of it has failed. */
export type Finished = { row: OutgoingRow; attempt: Attempt; tellAttempts: number };

type Options = Listeners & { pool: pg.Pool; instance: string; log: Log; now?: () => Date };
type Judged = { one: Finished; fate: Fate };

/** A listener that fails this often must not hold back the fates of other letters. */
const tellAttemptsMax = 3;

/** Writes what has finished and claims up to `room` letters. Throws when nothing is certain to be written: call it again. */
export async function settleTurn(options: Options, finished: Finished[], room: number): Promise<OutgoingRow[]> {
  const { pool, instance } = options;
  const now = options.now?.() ?? null;
  if (finished.length === 0) return await claimDue(pool, instance, room, now);
  const judged = finished.map((one) => ({ one, fate: fateOf(one.row, one.attempt, Math.random()) }));
  const fates = judged.map(({ fate }) => fate);
  if (!judged.some((one) => listenerOf(options, one))) return await settleAndClaim(pool, instance, fates, room, now);
  return await transaction(pool, async (tx) => {
    const written = new Set(await settle(tx, instance, fates, now));
    await tell(
      options,
      tx,
      judged.filter(({ one }) => written.has(one.row.id)),
    );
    return await claimDue(tx, instance, room, now);
  });
}

/** Who must hear of this fate, if anyone listens. */
function listenerOf({ onSent, onFailed, onUnknown }: Options, { fate }: Judged): keyof Listeners | null {
  if (fate.state === "sent") return onSent ? "onSent" : null;
  if (fate.state === "failed") return onFailed ? "onFailed" : null;
  const isLost = fate.state === "unknown" && fate.unknownCount > 1;
  return isLost && onUnknown ? "onUnknown" : null;
}

async function tell(options: Options, tx: Tx, judged: Judged[]): Promise<void> {
  const sent = judged.filter(({ fate }) => fate.state === "sent").map(({ one }) => one.row);
  if (sent.length) await options.onSent?.(tx, sent);
  for (const { one, fate } of judged) {
    const listener = listenerOf(options, { one, fate });
    if (listener === null || listener === "onSent") continue;
    if (one.tellAttempts >= tellAttemptsMax) {
      options.log.error({ outgoing: one.row.id, state: fate.state }, "nobody could be told what became of a letter");
      continue;
    }
    one.tellAttempts++;
    await options[listener]?.(tx, one.row, fate.response);
    one.tellAttempts--;
  }
}
