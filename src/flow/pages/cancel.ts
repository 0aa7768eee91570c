/** A button pressed: an agent stops their answer while it is held, and takes back what its mail did. */
import type { Pool } from "pg";
import { type Tx, transaction } from "../../io/postgres.ts";
import { looksLikeToken, tokenHash } from "../../mail/write/reference.ts";
import { lastActed, ticketsToUndo } from "../../store/acted.ts";
import { lockTickets } from "../../store/lock.ts";
import type { LoadedTicket } from "../../store/ticket.ts";
import { findToken } from "../../store/token.ts";
import { decide } from "../../ticket/decide.ts";
import type { Undoable } from "../../ticket/input.ts";
import { timeContext } from "../change.ts";
import { commitDecision, type Stationery } from "../commit.ts";
import type { DeskBook } from "../desks.ts";
import { withContext } from "../relations.ts";

export type Cancelling =
  | { kind: "held"; ticketId: number }
  | { kind: "stopped"; ticketId: number }
  | { kind: "left"; ticketId: number }
  | { kind: "unknown" };

type CancelShop = {
  pool: Pool;
  desks: DeskBook;
  stationery: Omit<Stationery, "deskName">;
  queue: { wake(tx: Tx, name: "send"): Promise<void> };
  now: () => number;
};

/** What stands behind a cancel link; looking changes nothing. */
export async function lookAtCancelling(pool: Pool, token: string): Promise<Cancelling> {
  return await transaction(pool, async (tx) => (await behind(tx, token)).shown);
}

/** Stops the answer if it is still here; pressing twice does what pressing once does. */
export async function cancelAnswer(token: string, shop: CancelShop): Promise<Cancelling> {
  return await transaction(shop.pool, async (tx) => {
    const found = await behind(tx, token);
    if (found.shown.kind !== "held" || !found.undoable) return found.shown;
    const { loaded } = found;
    if (!loaded) return { kind: "unknown" };
    const inForce = await shop.desks.forTicket(tx, loaded.ticket.deskVersionId);
    const agent = inForce.desk.agents[found.person];
    if (!agent) return { kind: "unknown" };
    const { person, other } = found;
    const undoable = { ...found.undoable, other: other && (await withContext(tx, other, shop)) };
    const context = timeContext(inForce, shop);
    const input = { kind: "cancelled" as const, agent: { name: agent.name, address: person }, undoable };
    const cause = {
      eventKey: `cancel:${undoable.rawMailId}`,
      rawMailId: null,
      mail: null,
      outcome: null,
      lastMessageId: loaded.lastMessageId,
    };
    const stationery = { ...shop.stationery, deskName: inForce.desk.name };
    const letters = await commitDecision(tx, decide(loaded.ticket, input, context), cause, stationery, context.now);
    if (letters) await shop.queue.wake(tx, "send");
    return { kind: "stopped", ticketId: loaded.ticket.id };
  });
}

type Behind = {
  shown: Cancelling;
  undoable: Undoable | null;
  person: string;
  loaded: LoadedTicket | null;
  /** The other ticket that the mail changed too. */
  other: LoadedTicket | null;
};

/** Tickets are locked before their letters, as everywhere; a merged one itself, because it is what would be taken back. */
async function behind(tx: Tx, token: string): Promise<Behind> {
  const unknown: Behind = { shown: { kind: "unknown" }, undoable: null, person: "", loaded: null, other: null };
  const known = looksLikeToken(token) ? await findToken(tx, tokenHash(token), "cancel") : null;
  if (!known || known.ticketId === null) return unknown;
  const { person, ticketId } = known;
  const rawMailId = Number(known.data.rawMailId);
  const acted = await ticketsToUndo(tx, ticketId, person, rawMailId);
  const others = acted === null || acted.other === null ? [] : [{ id: acted.other, itself: true }];
  const [loaded = null, other = null] = await lockTickets(tx, [{ id: ticketId, itself: true }, ...others]);
  if (!loaded) return unknown;
  const undoable = await lastActed(tx, ticketId, person, rawMailId);
  const found = { undoable, person, loaded, other };
  if (undoable === null) return { ...found, shown: { kind: "stopped", ticketId } };
  if (undoable.answer !== "held" || !known.isLive) return { ...found, shown: { kind: "left", ticketId } };
  return { ...found, shown: { kind: "held", ticketId } };
}
