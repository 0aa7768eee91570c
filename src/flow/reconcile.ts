/**
 * The sweep: mends what a lost step would have done. A ticket whose clocks run must have an instant for its next look;
 * where it is missing or too late (an older version of this program, a hand in the database), it is put right and counted.
 */
import { transaction } from "../io/postgres.ts";
import { setNextLook, ticketsWithoutLook } from "../store/reminder.ts";
import { lockTicket } from "../store/ticket.ts";
import { nextLookAt } from "../ticket/look.ts";
import type { Workshop } from "./workshop.ts";

/** One turn of the sweep takes so many tickets; the next one is a minute away. */
const ticketCountMax = 1_000;

/** Puts right the looks of tickets; answers with how many were missing. */
export async function reconcile(shop: Pick<Workshop, "pool" | "desks" | "log" | "now">): Promise<number> {
  const { desk } = await shop.desks.current(shop.pool);
  const isRepeated = desk.reminders.overdueEveryMs !== null;
  const ids = await ticketsWithoutLook(shop.pool, isRepeated, shop.now(), ticketCountMax);
  for (const id of ids) {
    await transaction(shop.pool, async (tx) => {
      const loaded = await lockTicket(tx, id);
      if (loaded === null) return;
      const inForce = await shop.desks.forTicket(tx, loaded.ticket.deskVersionId);
      const now = shop.now();
      const context = { ...inForce, now, account: null, contactLanguage: null, newTicketId: 0, mayConfirm: false };
      // As if every clock had just changed: what has passed untold is looked at now.
      await setNextLook(tx, id, nextLookAt(null, loaded.ticket, context));
    });
  }
  if (ids.length > 0)
    shop.log.warn({ tickets: ids.length }, "the next look at these tickets was missing; it is set again");
  return ids.length;
}
