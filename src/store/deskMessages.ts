/** The conversation as agents see it: notes, unverified words and all, with how far each mail's sender was proven. */
import type { Queries } from "../io/postgres.ts";

export type DeskMessage = {
  id: number;
  direction: "in" | "out" | "note";
  authorName: string;
  authorAddress: string;
  at: Date;
  text: string;
  visible: string;
  isUnverified: boolean;
  attachments: { index: number; name: string; type: string; bytes: number; inline: boolean }[];
  rawMailId: number | null;
  /** Why the sender counts as proven or not, from the closed list of mail/trust.ts; null where no mail was judged. */
  trustReason: string | null;
  /** What becomes of an answer: the furthest of its letters. */
  fate: "waits" | "sent" | "failed" | "stopped" | null;
};

/** A conversation longer than this is read in the mail client; the newest of it are shown. */
export const deskMessagesMax = 500;

export async function deskMessages(db: Queries, ticketId: number): Promise<DeskMessage[]> {
  const { rows } = await db.query<DeskMessage>(sql, [ticketId]);
  return rows.reverse();
}

const sql = `
select m.id, m.direction, m.author_name as "authorName", m.author_address as "authorAddress", m.at, m.text, m.visible,
       m.is_unverified as "isUnverified", m.attachments, m.raw_mail_id as "rawMailId", r.trust_reason as "trustReason",
       case when m.direction = 'out' then (
         select case when bool_or(o.state = 'failed') then 'failed' when bool_or(o.state in ('queued', 'sending', 'deferred')) then 'waits'
                     when bool_or(o.state in ('sent', 'unknown')) then 'sent' when bool_or(o.state = 'cancelled') then 'stopped' end
         from outgoing o where o.message_row_id = m.id) end as fate
from message m left join raw_mail r on r.id = m.raw_mail_id
where m.ticket_id = $1 order by m.at desc, m.id desc limit ${deskMessagesMax}`;
