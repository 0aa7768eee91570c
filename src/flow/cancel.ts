/** A button pressed: an agent stops their answer while it is held, and takes back what its mail did. */
import type { Pool } from "pg";
import { type Tx, transaction } from "../io/postgres.ts";
import { looksLikeToken, tokenHash } from "../mail/reference.ts";
import { lastActed } from "../store/acted.ts";
import { lockTicket } from "../store/ticket.ts";
import { findToken } from "../store/token.ts";
import { decide } from "../ticket/decide.ts";
import type { Undoable } from "../ticket/input.ts";
import { timeContext } from "./change.ts";
import { commitDecision, type Stationery } from "./commit.ts";
import type { DeskBook } from "./desks.ts";

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
    const loaded = await lockTicket(tx, found.shown.ticketId);
    if (!loaded) return { kind: "unknown" };
    const inForce = await shop.desks.forTicket(tx, loaded.ticket.deskVersionId);
    const agent = inForce.desk.agents[found.person];
    if (!agent) return { kind: "unknown" };
    const { undoable, person } = found;
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

type Behind = { shown: Cancelling; undoable: Undoable | null; person: string };

/** The ticket is locked before its letters, as everywhere. */
async function behind(tx: Tx, token: string): Promise<Behind> {
  const unknown: Behind = { shown: { kind: "unknown" }, undoable: null, person: "" };
  const known = looksLikeToken(token) ? await findToken(tx, tokenHash(token), "cancel") : null;
  if (!known || known.ticketId === null) return unknown;
  const loaded = await lockTicket(tx, known.ticketId);
  if (!loaded) return unknown;
  const { id: ticketId } = loaded.ticket;
  const { person } = known;
  const undoable = await lastActed(tx, ticketId, person, Number(known.data.rawMailId));
  if (undoable === null) return { shown: { kind: "stopped", ticketId }, undoable, person };
  if (undoable.answer !== "held" || !known.isLive) return { shown: { kind: "left", ticketId }, undoable, person };
  return { shown: { kind: "held", ticketId }, undoable, person };
}
