/** Legal holds: what concerns a held person or a held ticket is neither erased nor swept until the hold is lifted. */
import type { Queries } from "../io/postgres.ts";

export type Hold = { address: string | null; ticketId: number | null; reason: string; heldAt: Date };

/** A person by their address, or a ticket by its number. */
export type Held = { address: string } | { ticketId: number };

/** False where it is held already. */
export async function hold(db: Queries, what: Held, reason: string): Promise<boolean> {
  const { rowCount } = await db.query(
    "insert into legal_hold (address, ticket_id, reason) values ($1, $2, $3) on conflict do nothing",
    [...keyOf(what), reason],
  );
  return rowCount === 1;
}

/** False where it is not held. */
export async function unhold(db: Queries, what: Held): Promise<boolean> {
  const { rowCount } = await db.query("delete from legal_hold where address = $1 or ticket_id = $2", keyOf(what));
  return rowCount === 1;
}

export async function holds(db: Queries): Promise<Hold[]> {
  const { rows } = await db.query<Hold>(
    `select address, ticket_id as "ticketId", reason, held_at as "heldAt" from legal_hold order by id`,
  );
  return rows;
}

/** The holds that stand against erasing a person: their own, and those of tickets they opened, joined or wrote on. */
export async function holdsAgainst(db: Queries, address: string): Promise<Hold[]> {
  const { rows } = await db.query<Hold>(
    `select address, ticket_id as "ticketId", reason, held_at as "heldAt" from legal_hold h
     where h.address = $1 or h.ticket_id in (select ticket_id from (${ticketsOfPersonSql}) t)
     order by id`,
    [address],
  );
  return rows;
}

/** Tickets that a person ($1) opened, joined or wrote on. */
export const ticketsOfPersonSql = `
  select t.id as ticket_id from ticket t join contact c on c.id = t.requester_id where c.address = $1
  union select p.ticket_id from participant p join contact c on c.id = p.contact_id where c.address = $1
  union select m.ticket_id from message m where m.author_address = $1`;

/** In SQL: true where the ticket `id` may not be touched. */
export function isHeldSql(ticketId: string): string {
  return `exists (select from legal_hold h where h.ticket_id = ${ticketId}
    or h.address in (
      select c.address from contact c join ticket held on held.requester_id = c.id where held.id = ${ticketId}
      union all select c.address from contact c join participant p on p.contact_id = c.id where p.ticket_id = ${ticketId}
      union all select m.author_address from message m where m.ticket_id = ${ticketId}))`;
}

function keyOf(what: Held): [string | null, number | null] {
  return "address" in what ? [what.address, null] : [null, what.ticketId];
}
