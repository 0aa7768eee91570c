/**
 * Mails that were written on a page of ours. `posted_by` says by whose mailed link: only this file sets it, and no mail
 * can, so it proves the writer as no header could (src/README.md, "Written on a page").
 */
import type { Queries, Tx } from "../io/postgres.ts";

export type PostedMail = {
  postedBy: string;
  /** The same for the same press of a button; the second one stores nothing. */
  postKey: string;
  sha256: Buffer;
  byteCount: number;
  content: Buffer | null;
  receivedAt: Date;
};

/** Stores it like any other mail; false where it was stored before. */
export async function insertPosted(tx: Tx, mail: PostedMail): Promise<boolean> {
  const { rowCount } = await tx.query(
    `insert into raw_mail (posted_by, post_key, sha256, byte_count, content, received_at) values ($1, $2, $3, $4, $5, $6)
     on conflict (post_key) do nothing`,
    [mail.postedBy, mail.postKey, mail.sha256, mail.byteCount, mail.content, mail.receivedAt],
  );
  return rowCount === 1;
}

/** How many mails somebody wrote on our pages since `since`. */
export async function postedCount(db: Queries, postedBy: string, since: Date): Promise<number> {
  const { rows } = await db.query<{ count: number }>(
    "select count(*)::int as count from raw_mail where posted_by = $1 and received_at > $2",
    [postedBy, since],
  );
  return rows[0]?.count ?? 0;
}
