/**
 * The originals of stored mails in the mailbox they came from, deleted where they are certainly these: the bytes that the
 * server hands over must have the hash under which the mail was stored. A UID alone may mean another mail by now.
 */
import { sha256Of } from "../../io/blobs.ts";
import { type Inbox, type InboxAddress, openInbox } from "../../io/imap.ts";
import type { Log } from "../../io/log.ts";
import type { Queries } from "../../io/postgres.ts";
import { mailboxNames } from "../../store/mailbox.ts";
import type { Traced } from "./traces.ts";

export type Deleted = { deleted: number; notFound: number };

type Access = { log: Log; signal: AbortSignal; accessToken?: ((renew?: boolean) => Promise<string>) | undefined };

/** Deletes the originals of these mails. Throws InboxError where a mailbox cannot be opened. */
export async function deleteCopies(
  db: Queries,
  inboxes: InboxAddress[],
  mails: Traced[],
  access: Access,
): Promise<Deleted> {
  const names = await mailboxNames(db);
  const found = new Set<number>();
  for (const address of inboxes) {
    const theirs = mails.filter(({ mailboxId }) => mailboxId !== null && names.get(mailboxId) === address.name);
    if (theirs.length === 0) continue;
    const folders = [address, ...(address.moveTo ? [{ ...address, folder: address.moveTo, moveTo: null }] : [])];
    for (const folder of folders) {
      const inbox = await openInbox(folder, access);
      try {
        for (const mail of theirs) {
          if (found.has(mail.id)) continue;
          if (await deleteOne(inbox, mail, folder.folder === address.folder)) found.add(mail.id);
        }
      } finally {
        inbox.close();
      }
    }
  }
  const fetched = mails.filter(({ mailboxId }) => mailboxId !== null);
  return { deleted: found.size, notFound: fetched.length - found.size };
}

async function deleteOne(inbox: Inbox, mail: Traced, isItsFolder: boolean): Promise<boolean> {
  const knowsUid = isItsFolder && mail.uid !== null && mail.uidValidity === inbox.uidValidity;
  const byUid = knowsUid && mail.uid !== null ? [mail.uid] : [];
  if (await deleteWhereSame(inbox, byUid, mail.sha256)) return true;
  return (
    mail.messageId !== null && (await deleteWhereSame(inbox, await inbox.withMessageId(mail.messageId), mail.sha256))
  );
}

async function deleteWhereSame(inbox: Inbox, uids: number[], sha256: Buffer): Promise<boolean> {
  const same: number[] = [];
  for (const listed of await inbox.sizes(uids)) {
    const [mail] = await inbox.fetch([listed]);
    if (mail && sha256Of(mail.content).equals(sha256)) same.push(mail.uid);
  }
  await inbox.remove(same);
  return same.length > 0;
}
