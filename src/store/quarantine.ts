/** Mails held back: looked at, released into the journey again, or dropped for good (the row stays, the bytes go). */
import type { Queries } from "../io/postgres.ts";

export type HeldMail = {
  id: number;
  cause: string;
  detail: string | null;
  receivedAt: Date;
  byteCount: number;
  sender: string | null;
  subject: string | null;
};

const columns = `id, reason as cause, detail, received_at as "receivedAt", byte_count as "byteCount", sender, subject`;

export async function heldMails(db: Queries, countMax: number): Promise<HeldMail[]> {
  const { rows } = await db.query<HeldMail>(
    `select ${columns} from raw_mail where disposition = 'quarantined' and reason <> 'dropped' and erased_at is null order by id desc limit $1`,
    [countMax],
  );
  return rows;
}

export async function heldMail(db: Queries, id: number): Promise<HeldMail | null> {
  const { rows } = await db.query<HeldMail>(
    `select ${columns} from raw_mail where id = $1 and disposition = 'quarantined' and erased_at is null`,
    [id],
  );
  return rows[0] ?? null;
}

/** Lets a mail go through its journey again, by the word of `by`; false where it is not held (any more). */
export async function releaseMail(db: Queries, id: number, by: string): Promise<boolean> {
  const { rowCount } = await db.query(
    `update raw_mail set disposition = null, decided_at = null, attempts = 0, next_attempt_at = now(), approved_by = $2
     where id = $1 and disposition = 'quarantined' and reason <> 'dropped' and erased_at is null`,
    [id, by],
  );
  return rowCount === 1;
}

/** How many mails of this sender wait for an approval since then; counted no further than anybody asks. */
export async function heldSince(db: Queries, sender: string, since: Date): Promise<number> {
  const { rows } = await db.query<{ count: number }>(
    `select count(*)::int as count from (
       select from raw_mail where disposition = 'quarantined' and reason = 'heldForApproval' and sender = $1 and decided_at > $2
        order by id desc limit 100) as few`,
    [sender, since],
  );
  return rows[0]?.count ?? 0;
}

export async function dropMail(db: Queries, id: number): Promise<boolean> {
  const { rowCount } = await db.query(
    `update raw_mail set reason = 'dropped', content = null, detail = 'dropped by the operator'
     where id = $1 and disposition = 'quarantined' and reason <> 'dropped' and erased_at is null`,
    [id],
  );
  return rowCount === 1;
}
