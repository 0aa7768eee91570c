/** A stored mail beside what was made of it, and the new reading put in the place of the old one. */
import type { Queries, Tx } from "../io/postgres.ts";
import type { MessageAttachment } from "../ticket/input.ts";

export type Made = {
  id: number;
  sha256: Buffer;
  content: Buffer | null;
  erasedAt: Date | null;
  disposition: string | null;
  reason: string | null;
  trust: string | null;
  trustReason: string | null;
  sender: string | null;
  subject: string | null;
  messageId: string | null;
  ticketId: number | null;
  /** The severity that it opened its ticket with; null where it opened none. */
  openedWith: string | null;
  requestType: string | null;
  message: MadeMessage | null;
};

export type MadeMessage = {
  id: number;
  direction: "in" | "out" | "note";
  author: string;
  subject: string;
  text: string;
  visible: string;
  language: string | null;
  attachments: MessageAttachment[];
};

export async function madeOf(db: Queries, id: number): Promise<Made | null> {
  const { rows } = await db.query<Made>(
    `select r.id, r.sha256, r.content, r.erased_at as "erasedAt", r.disposition, r.reason, r.trust, r.trust_reason as "trustReason",
       r.sender, r.subject, r.message_id as "messageId", r.ticket_id as "ticketId",
       (select e.data->>'severity' from event e where e.raw_mail_id = r.id and e.type = 'opened' limit 1) as "openedWith",
       (select t.request_type from ticket t where t.id = r.ticket_id) as "requestType",
       (select jsonb_build_object('id', m.id, 'direction', m.direction, 'author', m.author_address, 'subject', m.subject,
          'text', m.text, 'visible', m.visible, 'language', m.language, 'attachments', m.attachments)
        from message m where m.raw_mail_id = r.id) as message
     from raw_mail r where r.id = $1`,
    [id],
  );
  return rows[0] ?? null;
}

/** The words and labels only: what was decided of a mail stays as it was decided. */
export async function putReading(
  tx: Tx,
  made: Made,
  labels: { sender: string | null; subject: string | null },
  message: Pick<MadeMessage, "subject" | "text" | "visible" | "language" | "attachments"> | null,
): Promise<void> {
  await tx.query("update raw_mail set sender = $2, subject = $3 where id = $1 and erased_at is null", [
    made.id,
    labels.sender,
    labels.subject,
  ]);
  if (message === null || made.message === null) return;
  const { subject, text, visible, language, attachments } = message;
  await tx.query(
    "update message set subject = $2, text = $3, visible = $4, language = $5, attachments = $6 where id = $1",
    [made.message.id, subject, text, visible, language, JSON.stringify(attachments)],
  );
}
