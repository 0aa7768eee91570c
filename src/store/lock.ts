/**
 * Several tickets locked at once, always in the order of their numbers, so that two mails about the same two tickets wait for
 * each other and never in a circle.
 */
import type { Queries, Tx } from "../io/postgres.ts";
import { type LoadedTicket, loadTicket } from "./ticket.ts";

/** `itself`: this very ticket, also where it was merged; otherwise the one that it leads to. */
export type Wanted = { id: number; itself?: boolean };

/** More merges than this while one transaction looks are a mistake, not a race. */
const attemptsMax = 10;

/** Locks and reads what each of the wanted leads to; null where there is none. Two may lead to one ticket. */
export async function lockTickets(tx: Tx, wanted: Wanted[]): Promise<(LoadedTicket | null)[]> {
  for (let attempt = 0; attempt < attemptsMax; attempt++) {
    const { rows } = await tx.query<{ id: number | null }>(
      `select case when w.itself then w.id else leads_to(w.id) end as id
       from rows from (jsonb_to_recordset($1::jsonb) as (id bigint, itself boolean)) with ordinality as w(id, itself, n)
       order by w.n`,
      [JSON.stringify(wanted.map(({ id, itself }) => ({ id, itself: itself === true })))],
    );
    const ids = rows.map(({ id }) => id);
    await tx.query("savepoint locking");
    const locked = await tx.query<{ id: number; merged_into: number | null }>(
      "select id, merged_into from ticket where id = any($1) order by id for update",
      [ids.filter((id) => id !== null)],
    );
    const hasMoved = ids.some(
      (id, index) =>
        wanted[index]?.itself !== true && locked.rows.some((row) => row.id === id && row.merged_into !== null),
    );
    // Merged while we waited: what we hold is given up before anything else is asked for.
    await tx.query(hasMoved ? "rollback to savepoint locking" : "release savepoint locking");
    if (!hasMoved) return await load(tx, ids);
  }
  throw new Error("tickets were merged again and again while they were to be locked");
}

/** The ticket that a number leads to now; the number itself where there is none. */
export async function leadsTo(db: Queries, id: number): Promise<number> {
  const { rows } = await db.query<{ id: number | null }>("select leads_to($1) as id", [id]);
  return rows[0]?.id ?? id;
}

async function load(tx: Tx, ids: (number | null)[]): Promise<(LoadedTicket | null)[]> {
  const loaded: (LoadedTicket | null)[] = [];
  for (const id of ids) loaded.push(id === null ? null : await loadTicket(tx, id));
  return loaded;
}
