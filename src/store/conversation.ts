/**
 * The conversation as one participant may see it: what was said from the mail on that brought them in, no notes, nothing
 * that was not proven, and no answer that waits, was taken back, or never left.
 */
import type { Queries } from "../io/postgres.ts";

export type SeenMessage = {
  id: number;
  direction: "in" | "out";
  author_name: string;
  author_address: string;
  at: Date;
  visible: string;
  raw_mail_id: number | null;
  attachments: { index: number; name: string; type: string; bytes: number; inline: boolean }[];
  /** The Message-ID of the letter that carried an answer to this person; null where none did. */
  letter_id: string | null;
  score: number | null;
};

/** `isRequester`: they see all of it. */
export async function conversationFor(
  db: Queries,
  ticketId: number,
  person: string,
  isRequester: boolean,
): Promise<SeenMessage[]> {
  const { rows } = await db.query<SeenMessage>(conversationSql, [ticketId, person, isRequester]);
  return rows;
}

/** A participant's first message is the one of the mail that brought them in; without one it counts from when they joined. */
const conversationSql = `
with joined as (
  select e.raw_mail_id from event e
  where e.ticket_id = $1 and e.type = 'joined' and e.data->'person'->>'address' = $2 order by e.id desc limit 1),
opening as (
  select coalesce(
    (select m.id from message m join joined j on j.raw_mail_id = m.raw_mail_id where m.ticket_id = $1),
    (select min(m.id) from message m, participant p join contact c on c.id = p.contact_id
      where m.ticket_id = $1 and p.ticket_id = $1 and c.address = $2 and m.at >= p.joined_at)) as id)
select m.id, m.direction, m.author_name, m.author_address, m.at, m.visible, m.raw_mail_id, m.attachments, r.score,
  (select o.message_id from outgoing o where o.message_row_id = m.id and o.recipient = $2 and o.letter in ('answer', 'solved')
    order by o.id desc limit 1) as letter_id
from message m left join rating r on r.message_id = m.id and r.person = $2
where m.ticket_id = $1 and not m.is_unverified
  and ($3 or m.author_address = $2 or m.id >= (select id from opening))
  and (m.direction = 'in' or (m.direction = 'out' and exists (
    select from outgoing o where o.message_row_id = m.id and o.state <> 'cancelled'
      and not (o.state = 'queued' and o.next_at > now()))))
order by m.at, m.id`;

/** Which of these tokens still work. */
export async function liveTokens(db: Queries, hashes: Buffer[]): Promise<Set<string>> {
  if (hashes.length === 0) return new Set();
  const { rows } = await db.query<{ hash: string }>(
    `select encode(hash, 'hex') as hash from token
     where hash = any($1) and used_at is null and revoked_at is null and expires_at > now()`,
    [hashes],
  );
  return new Set(rows.map(({ hash }) => hash));
}
