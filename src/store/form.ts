/** Forms that wait for their address to be proven, and how many came from whom. */
import type { Queries, Tx } from "../io/postgres.ts";

export type NewForm = {
  key: string;
  address: string;
  ipHash: Buffer;
  sha256: Buffer;
  byteCount: number;
  content: Buffer | null;
  at: Date;
};

export async function insertForm(tx: Tx, form: NewForm): Promise<void> {
  await tx.query(
    `insert into web_form (key, address, ip_hash, sha256, byte_count, content, created_at) values ($1, $2, $3, $4, $5, $6, $7)`,
    [form.key, form.address, form.ipHash, form.sha256, form.byteCount, form.content, form.at],
  );
}

export type FormCounts = { ofAddress: number; ofIp: number; ofAll: number; waitingBytes: number };

/** How many forms came since `since`: for this address, from this place, and altogether. */
export async function formCounts(db: Queries, address: string, ipHash: Buffer, since: Date): Promise<FormCounts> {
  const { rows } = await db.query<FormCounts>(
    `select count(*) filter (where address = $1)::int as "ofAddress", count(*) filter (where ip_hash = $2)::int as "ofIp",
            count(*)::int as "ofAll",
            (select coalesce(sum(byte_count), 0)::float8 from web_form where sent_at is null) as "waitingBytes"
     from web_form where created_at > $3`,
    [address, ipHash, since],
  );
  return rows[0] ?? { ofAddress: 0, ofIp: 0, ofAll: 0, waitingBytes: 0 };
}

/** One caller at a time counts and inserts, so that a quota holds against many at once. */
export async function lockForms(tx: Tx): Promise<void> {
  await tx.query("select pg_advisory_xact_lock(hashtextextended('web_form', 1042))");
}

/**
 * Forgets forms from before, and answers with the hashes of bytes that live outside of rows and are nobody's any more: what
 * was proven is a mail now, which has the same bytes.
 */
export async function dropFormsBefore(tx: Tx, before: Date): Promise<Buffer[]> {
  const { rows } = await tx.query<{ sha256: Buffer }>(
    `with gone as (delete from web_form where created_at < $1 returning sha256, content is null as "isOutside")
     select distinct g.sha256 from gone g
     where g."isOutside" and not exists (select from raw_mail r where r.sha256 = g.sha256 and r.content is null)
       and not exists (select from web_form f where f.sha256 = g.sha256 and f.content is null and f.created_at >= $1)`,
    [before],
  );
  return rows.map(({ sha256 }) => sha256);
}

export type WaitingForm = {
  address: string;
  sha256: Buffer;
  byteCount: number;
  content: Buffer | null;
  sentAt: Date | null;
};

/** With `lock` nobody else sends it meanwhile. */
export async function findForm(tx: Tx, key: string, lock: boolean): Promise<WaitingForm | null> {
  const { rows } = await tx.query<WaitingForm>(
    `select address, sha256, byte_count as "byteCount", content, sent_at as "sentAt" from web_form
     where key = $1${lock ? " for update" : ""}`,
    [key],
  );
  return rows[0] ?? null;
}

export async function markFormSent(tx: Tx, key: string, at: Date): Promise<void> {
  await tx.query("update web_form set sent_at = $2, content = null where key = $1", [key, at]);
}
