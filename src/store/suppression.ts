/**
 * Addresses that refuse our letters for good. Two letters refused, by a bounce that names them or by the SMTP server's own
 * word, and automatic letters to the address stop until a mail that is provably from it comes in.
 */
import type { Queries, Tx } from "../io/postgres.ts";

export type Refusal = { address: string; messageId: string; source: "bounce" | "smtp"; cause: string; at: Date };

/** So many letters must be refused: one may have been bad luck. */
const refusalsMax = 2;

/** Keeps the refusal; true where it is the one that silences the address. The same letter counts once. */
export async function refused(tx: Tx, { address, messageId, source, cause, at }: Refusal): Promise<boolean> {
  await tx.query(
    `insert into refusal (address, message_id, at, source, cause) values ($1, $2, $3, $4, $5)
     on conflict (address, message_id) do nothing`,
    [address, messageId, at, source, cause],
  );
  const { rowCount } = await tx.query(
    `insert into suppression (address, since, cause)
     select $1, $2, $3 where (select count(*) from refusal where address = $1) >= $4
     on conflict (address) do nothing`,
    [address, at, cause, refusalsMax],
  );
  return rowCount === 1;
}

/** A mail that is provably from the address came in: it lives. */
export async function liftSuppression(tx: Tx, address: string): Promise<void> {
  await tx.query("delete from suppression where address = $1", [address]);
  await tx.query("delete from refusal where address = $1", [address]);
}

/** Which of these addresses refuse our letters. */
export async function suppressedOf(db: Queries, addresses: string[]): Promise<Set<string>> {
  const { rows } = await db.query<{ address: string }>("select address from suppression where address = any($1)", [
    addresses,
  ]);
  return new Set(rows.map(({ address }) => address));
}

/** How many letters of one kind one person got on a ticket since `since`. */
export async function lettersSince(
  db: Queries,
  ticketId: number,
  since: Date,
): Promise<{ recipient: string; letter: string; count: number }[]> {
  const { rows } = await db.query<{ recipient: string; letter: string; count: number }>(
    `select recipient, letter, count(*)::int as count from outgoing
      where ticket_id = $1 and class = 'courtesy' and next_at > $2 group by recipient, letter`,
    [ticketId, since],
  );
  return rows;
}

/** An automatic letter that was not sent. */
export async function writeWithheld(
  tx: Tx,
  withheld: { ticketId: number | null; address: string; letter: string; reason: string; at: Date }[],
): Promise<void> {
  await tx.query(
    `insert into withheld_letter (ticket_id, address, letter, reason, at)
     select w."ticketId", w.address, w.letter, w.reason, w.at
       from jsonb_to_recordset($1::jsonb) as w("ticketId" bigint, address text, letter text, reason text, at timestamptz)`,
    [JSON.stringify(withheld)],
  );
}
