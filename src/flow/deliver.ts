/** Hands mail to the journey without IMAP: stored like any other, the receipt being the moment it was handed over. */
import type { Pool } from "pg";
import { type Blobs, sha256Of } from "../io/blobs.ts";
import { transaction } from "../io/postgres.ts";
import type { Queue } from "../io/queue.ts";
import { limits } from "../mail/limits.ts";
import { insertRawMails, type NewRawMail } from "../store/raw.ts";

/** Stores the mails in one transaction and wakes whoever reads them; answers their numbers. */
export async function deliverMails(
  mails: Buffer[],
  { pool, blobs, queue, receivedAt }: { pool: Pool; blobs: Blobs; queue: Queue | null; receivedAt: Date },
): Promise<number[]> {
  const rows: NewRawMail[] = [];
  for (const mail of mails) {
    const tooLarge = mail.length > limits.rawBytesMax;
    const sha256 = sha256Of(mail);
    rows.push({
      mailboxId: null,
      uidValidity: null,
      uid: null,
      sha256,
      byteCount: mail.length,
      content: await blobs.keep(sha256, mail),
      receivedAt,
      ...(tooLarge
        ? { reason: "tooLarge" as const, detail: `${mail.length} bytes; at most ${limits.rawBytesMax} are read` }
        : {}),
    });
  }
  return await transaction(pool, async (tx) => {
    const ids = await insertRawMails(tx, rows);
    await queue?.wake(tx, "process");
    return ids;
  });
}

/**
 * Parts an mbox into its mails (RFC 4155): a mail begins at a line "From " at the very start or behind an empty line;
 * ">From " inside a mail gives its mark back. Bytes that do not begin so are one mail.
 */
export function partMbox(bytes: Buffer): Buffer[] {
  if (!bytes.subarray(0, 5).equals(Buffer.from("From "))) return [bytes];
  const starts = [0];
  for (let at = bytes.indexOf("\nFrom "); at !== -1; at = bytes.indexOf("\nFrom ", at + 1)) {
    const isBlankBefore = bytes[at - 1] === 10 || (bytes[at - 1] === 13 && bytes[at - 2] === 10);
    if (isBlankBefore) starts.push(at + 1);
  }
  return starts.map((start, index) => {
    const end = starts[index + 1] ?? bytes.length;
    const firstLineEnd = bytes.indexOf(10, start);
    const mail = bytes.subarray(firstLineEnd === -1 || firstLineEnd >= end ? end : firstLineEnd + 1, end);
    return unquoteFrom(mail);
  });
}

function unquoteFrom(mail: Buffer): Buffer {
  if (mail.indexOf("\n>From ") === -1 && mail.indexOf("\n>>From ") === -1) return mail;
  return Buffer.from(mail.toString("latin1").replace(/(\n>{0,50})>From /g, "$1From "), "latin1");
}
