/**
 * Raw mails that wait to be understood: who takes which, who acts, and what became of the ones that could not be read.
 * In-flight mails are known to their worker alone; correctness rests on the row lock in `takeMail`.
 */
import type { Queries, Tx } from "../io/postgres.ts";

export type WaitingMail = {
  id: number;
  sha256: Buffer;
  byteCount: number;
  content: Buffer | null;
  receivedAt: Date;
  attempts: number;
  /** Set by the fetcher where it is known before reading that the mail cannot be read. */
  reason: string | null;
  detail: string | null;
  approvedBy: string | null;
  /** The participant on whose page it was written. */
  postedBy: string | null;
  /** How often its sender could not be looked up. */
  proofAttempts: number;
};

/** Up to `countMax` waiting mails in the order they came, together no larger than `bytesMax` (but always one). */
export async function waitingMails(
  db: Queries,
  inFlight: number[],
  countMax: number,
  bytesMax: number,
): Promise<WaitingMail[]> {
  const { rows } = await db.query<{
    id: number;
    sha256: Buffer;
    byte_count: number;
    content: Buffer | null;
    received_at: Date;
    attempts: number;
    reason: string | null;
    detail: string | null;
    approved_by: string | null;
    posted_by: string | null;
    proof_attempts: number;
  }>({ name: "waiting", text: waitingSql }, [inFlight, countMax, bytesMax]);
  return rows.map((row) => ({
    id: row.id,
    sha256: row.sha256,
    byteCount: row.byte_count,
    content: row.content,
    receivedAt: row.received_at,
    attempts: row.attempts,
    reason: row.reason,
    detail: row.detail,
    approvedBy: row.approved_by,
    postedBy: row.posted_by,
    proofAttempts: row.proof_attempts,
  }));
}

const waitingSql = `with candidate as (
       select id, byte_count, sum(byte_count) over (order by attempts > 0, id) as running, row_number() over (order by attempts > 0, id) as n
       from (select id, byte_count, attempts from raw_mail
             where disposition is null and next_attempt_at <= now() and not id = any($1) order by attempts > 0, id limit $2) as first)
     select r.id, r.sha256, r.byte_count, r.content, r.received_at, r.attempts, r.reason, r.detail, r.approved_by, r.posted_by, r.proof_attempts
     from candidate c join raw_mail r on r.id = c.id where c.running <= $3 or c.n = 1 order by c.n`;

/** What `takeMail` found: ours to decide, the same bytes as an earlier mail, or someone else's work. */
export type Taken = { kind: "ours" } | { kind: "duplicate"; of: number } | { kind: "gone" };

/**
 * Locks a waiting mail for this transaction and claims the effect of its bytes. Mails of one sender are decided one
 * after the other, so that two of them never race for one contact or one cap.
 */
export async function takeMail(tx: Tx, id: number, sha256: Buffer, sender: string): Promise<Taken> {
  const { rows } = await tx.query<{ mine: boolean; first: number | null }>({ name: "take", text: takeSql }, [
    id,
    sha256,
    sender,
  ]);
  const found = rows[0];
  if (!found?.mine) return { kind: "gone" };
  if (found.first !== null && found.first !== id) return { kind: "duplicate", of: found.first };
  if (found.first === null) return { kind: "gone" };
  return { kind: "ours" };
}

const takeSql = `with sender_lock as materialized (select pg_advisory_xact_lock(hashtextextended($3, 1042))),
     mail as (select id from raw_mail, sender_lock where id = $1 and disposition is null for update of raw_mail skip locked),
     effect as (insert into mail_effect (sha256, raw_mail_id) select $2, id from mail on conflict (sha256) do nothing
                returning raw_mail_id)
     select exists (select from mail) as mine,
            coalesce((select raw_mail_id from effect), (select raw_mail_id from mail_effect where sha256 = $2)) as first`;

/** Counts a failed attempt and puts the mail back, apart from the rest, until `nextAttemptAt`. */
export async function putBack(db: Queries, id: number, seconds: number, detail: string): Promise<void> {
  await db.query(
    `update raw_mail set attempts = attempts + 1, next_attempt_at = now() + make_interval(secs => $2), detail = $3
     where id = $1 and disposition is null`,
    [id, seconds, detail],
  );
}

/** Puts a mail back whose sender could not be looked up: it was read well, and its turn among the others stays. */
export async function holdForProof(db: Queries, id: number, seconds: number): Promise<void> {
  await db.query(
    `update raw_mail set proof_attempts = proof_attempts + 1, next_attempt_at = now() + make_interval(secs => $2),
            detail = 'its sender could not be looked up'
      where id = $1 and disposition is null`,
    [id, seconds],
  );
}

/** When the next waiting mail that was put back may be tried; null where none waits. */
export async function nextAttemptAt(db: Queries): Promise<Date | null> {
  const { rows } = await db.query<{ at: Date | null }>(
    "select min(next_attempt_at) as at from raw_mail where disposition is null",
  );
  return rows[0]?.at ?? null;
}

/** Settles a mail that never reaches `decide`: our own, a duplicate, a machine's without a ticket. */
export async function settle(
  tx: Queries,
  id: number,
  outcome: {
    disposition: string;
    reason: string;
    detail: string | null;
    sameAs: number | null;
    /** The ticket under which it is kept. */
    ticketId?: number | null;
    messageId: string | null;
    sender: string | null;
    subject: string | null;
  },
): Promise<boolean> {
  const { rowCount } = await tx.query(
    `update raw_mail set disposition = $2, reason = $3, detail = $4, same_as = $5, message_id = $6, sender = $7, subject = $8,
       ticket_id = coalesce($9, (select o.ticket_id from raw_mail o where o.id = $5)), decided_at = now()
     where id = $1 and disposition is null`,
    [
      id,
      outcome.disposition,
      outcome.reason,
      outcome.detail,
      outcome.sameAs,
      outcome.messageId,
      outcome.sender,
      outcome.subject,
      outcome.ticketId ?? null,
    ],
  );
  return rowCount === 1;
}

/** The bytes of one mail, as stored in its row (null where they live in the blob store); null where they were erased. */
export async function rawMail(
  db: Queries,
  id: number,
): Promise<{ sha256: Buffer; content: Buffer | null; receivedAt: Date } | null> {
  const { rows } = await db.query<{ sha256: Buffer; content: Buffer | null; received_at: Date }>(
    "select sha256, content, received_at from raw_mail where id = $1 and erased_at is null",
    [id],
  );
  const row = rows[0];
  return row ? { sha256: row.sha256, content: row.content, receivedAt: row.received_at } : null;
}
