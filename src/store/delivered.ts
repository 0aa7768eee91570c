/** When our letters reached somebody, as far as their mail server told us. */
import type { Queries } from "../io/postgres.ts";

/** The latest letter on a ticket to a person (ms since epoch); one that is being handed over arrives now. */
export async function lastDeliveredAt(db: Queries, ticketId: number, person: string): Promise<number | null> {
  const { rows } = await db.query<{ at: Date | null }>(
    `select max(case when state = 'sending' then now() else sent_at end) as at from outgoing
     where ticket_id = $1 and recipient = $2`,
    [ticketId, person],
  );
  return rows[0]?.at?.getTime() ?? null;
}
