/**
 * The mailboxes we read: who may read each now (the lease), and how far it has been read (the cursor). The lease only
 * saves work; that nothing is stored twice rests on the UNIQUE key of raw_mail.
 */
import type { Queries } from "../io/postgres.ts";
import { aliveSql } from "./instance.ts";

/** How far a mailbox has been read: every mail up to `lastUid` of this UIDVALIDITY is stored. */
export type Cursor = { uidValidity: number | null; lastUid: number };

/** Another worker holds the mailbox now. */
export class LeaseLost extends Error {
  override readonly name = "LeaseLost";
}

/** The row of a mailbox by its name, made where there is none. */
export async function ensureMailbox(db: Queries, name: string): Promise<number> {
  await db.query("insert into mailbox (name) values ($1) on conflict (name) do nothing", [name]);
  const { rows } = await db.query<{ id: number }>("select id from mailbox where name = $1", [name]);
  const row = rows[0];
  if (!row) throw new Error(`mailbox ${name} has vanished`);
  return row.id;
}

/** Takes or renews the lease; false while another living worker holds it. Time is the database's. */
export async function takeLease(db: Queries, mailboxId: number, holder: string, leaseMs: number): Promise<boolean> {
  const { rowCount } = await db.query(
    `update mailbox m set lease_holder = $2, lease_until = clock_timestamp() + $3 * interval '1 millisecond'
      where id = $1 and (lease_holder is null or lease_holder = $2 or lease_until is null or lease_until < clock_timestamp()
                         or not ${aliveSql("m.lease_holder")})`,
    [mailboxId, holder, leaseMs],
  );
  return rowCount === 1;
}

export async function releaseLease(db: Queries, mailboxId: number, holder: string): Promise<void> {
  await db.query("update mailbox set lease_holder = null, lease_until = null where id = $1 and lease_holder = $2", [
    mailboxId,
    holder,
  ]);
}

export async function readCursor(db: Queries, mailboxId: number): Promise<Cursor> {
  const { rows } = await db.query<{ uidValidity: number | null; lastUid: number }>(
    `select uid_validity as "uidValidity", last_uid as "lastUid" from mailbox where id = $1`,
    [mailboxId],
  );
  return rows[0] ?? { uidValidity: null, lastUid: 0 };
}

/** Moves the cursor, in the transaction that stores the mails it passes. Throws LeaseLost: then nothing is stored. */
export async function moveCursor(
  tx: Queries,
  mailboxId: number,
  holder: string,
  uidValidity: number,
  lastUid: number,
): Promise<void> {
  const { rowCount } = await tx.query(
    `update mailbox set uid_validity = $3, last_looked_at = now(), last_error = null,
            last_uid = case when uid_validity = $3 then greatest(last_uid, $4) else $4 end
      where id = $1 and lease_holder = $2 and lease_until > clock_timestamp()`,
    [mailboxId, holder, uidValidity, lastUid],
  );
  if (rowCount !== 1) throw new LeaseLost("another worker reads this mailbox now");
}

/** That the mailbox was looked at, and what went wrong where something did; shown by `doctor` and the pages. */
export async function noteLook(db: Queries, mailboxId: number, error: string | null): Promise<void> {
  await db.query(
    `update mailbox set last_error = $2::text,
            last_looked_at = case when $2::text is null then now() else last_looked_at end where id = $1`,
    [mailboxId, error],
  );
}

/** Which of these UIDs have no stored mail. */
export async function missingUids(
  db: Queries,
  mailboxId: number,
  uidValidity: number,
  uids: number[],
): Promise<number[]> {
  const { rows } = await db.query<{ uid: number }>(
    `select u.uid from unnest($3::bigint[]) as u(uid)
      where not exists (select from raw_mail r where r.mailbox_id = $1 and r.uid_validity = $2 and r.uid = u.uid)
      order by u.uid`,
    [mailboxId, uidValidity, uids],
  );
  return rows.map((row) => row.uid);
}

/** Mailboxes as INBOX_URL names them, by the number under which their mails are stored. */
export async function mailboxNames(db: Queries): Promise<Map<number, string>> {
  const { rows } = await db.query<{ id: number; name: string }>("select id, name from mailbox");
  return new Map(rows.map(({ id, name }) => [id, name]));
}
