/** A ticket is changed without a mail: by an agent's word from elsewhere, or because its account or the desk has changed. */
import type { Tx } from "../io/postgres.ts";
import type { LoadedTicket } from "../store/ticket.ts";
import { decide } from "../ticket/decide.ts";
import type { Change, Context } from "../ticket/input.ts";
import { commitDecision } from "./commit.ts";
import type { DeskInForce } from "./desks.ts";
import type { Workshop } from "./workshop.ts";

/** Decides and commits a change of a ticket that the caller has locked; false where it changes nothing. */
export async function changeTicket(
  tx: Tx,
  { ticket, lastMessageId }: LoadedTicket,
  change: Change,
  actor: string,
  inForce: DeskInForce,
  shop: Pick<Workshop, "stationery" | "now">,
): Promise<boolean> {
  const now = shop.now();
  const decision = decide(ticket, { kind: "change", at: now, actor, change }, timeContext(inForce, shop));
  if (decision.events.length === 0) return false;
  await commitDecision(
    tx,
    decision,
    { eventKey: `change:${ticket.id}:${now}`, rawMailId: null, mail: null, outcome: null, lastMessageId },
    { ...shop.stationery, deskName: inForce.desk.name },
    now,
  );
  return true;
}

/** The context of what time or a machine brings about: nobody has written. */
export function timeContext(inForce: DeskInForce, { now }: Pick<Workshop, "now">): Context {
  return { ...inForce, now: now(), account: null, contactLanguage: null, newTicketId: 0, mayConfirm: false };
}
