/**
 * Raw mail: the bytes as they came, stored before anyone understands them. Everything that comes in, by IMAP, pipe or
 * web form, enters here.
 */
import type { Queries } from "../io/postgres.ts";

export type NewRawMail = {
  mailboxId: number | null;
  uidValidity: number | null;
  uid: number | null;
  sha256: Buffer;
  /** The whole size, also where `content` holds only the beginning. */
  byteCount: number;
  /** Null when the bytes live in the blob store. */
  content: Buffer | null;
  receivedAt: Date;
  /** Set where it is known before reading that the mail cannot be read: it ends in quarantine with this. */
  reason?: "tooLarge" | null;
  detail?: string | null;
};

const columns = "mailbox_id, uid_validity, uid, sha256, byte_count, content, received_at, reason, detail";

/**
 * Stores mails in one statement. A mail already stored under its (mailbox, UIDVALIDITY, UID) is passed over; the ids of
 * those newly stored come back.
 */
export async function insertRawMails(tx: Queries, mails: NewRawMail[]): Promise<number[]> {
  if (mails.length === 0) return [];
  const values: unknown[] = [];
  const tuples = mails.map((mail) => {
    const { mailboxId, uidValidity, uid, sha256, byteCount, content, receivedAt, reason, detail } = mail;
    const row = [mailboxId, uidValidity, uid, sha256, byteCount, content, receivedAt, reason ?? null, detail ?? null];
    values.push(...row);
    return `(${row.map((_, i) => `$${values.length - row.length + i + 1}`).join(", ")})`;
  });
  // Buffers as separate parameters travel in binary; inside an array they would be spelled out in hexadecimal.
  const { rows } = await tx.query<{ id: number }>(
    `insert into raw_mail (${columns}) values ${tuples.join(", ")}
     on conflict (mailbox_id, uid_validity, uid) do nothing returning id`,
    values,
  );
  return rows.map((row) => row.id);
}
