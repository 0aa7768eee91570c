/**
 * The conversation as one participant may see it: what was said since they took part, no notes, nothing
 * that was not proven, and no answer that waits, was taken back, or never left.
 */
import type { Queries } from "../io/postgres.ts";

export type SeenMessage = {
  id: number;
  /** The ticket it is on, which may be one that was merged. */
  ticket_id: number;
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

/** What a page can show and a person would read; a ticket that machines wrote on may have thousands, of a megabyte each. */
export const seenMax = { messages: 200, chars: 20_000 };

/** The latest messages, oldest first, one more than are shown where there are more; or, if they may see it, `only` one. */
export async function conversationFor(
  db: Queries,
  ticketId: number,
  person: string,
  only: number | null = null,
): Promise<SeenMessage[]> {
  const { rows } = await db.query<SeenMessage>(conversationSql, [ticketId, person, only]);
  return rows;
}

/**
 * Who opened a ticket sees all of it; whoever joined, or was made its requester later, what came after. Of tickets that were
 * merged into it each sees what they could see there, and nothing of the others'.
 */
const conversationSql = `
with recursive way(id) as (
  select $1::bigint
  union select t.id from way join ticket t on t.merged_into = way.id),
seen as (
  select t.id, coalesce(
    (select p.after_message from participant p join contact c on c.id = p.contact_id
      where p.ticket_id = t.id and c.address = $2),
    case when r.address = $2 then 0 end) as after_message
  from way join ticket t on t.id = way.id join contact r on r.id = t.requester_id)
select * from (
select m.id, m.ticket_id, m.direction, m.author_name, m.author_address, m.at,
  left(m.visible, ${seenMax.chars + 1}) as visible, m.raw_mail_id, m.attachments, r.score,
  (select o.message_id from outgoing o where o.message_row_id = m.id and o.recipient = $2 and o.letter in ('answer', 'solved')
    order by o.id desc limit 1) as letter_id
from seen join message m on m.ticket_id = seen.id left join rating r on r.message_id = m.id and r.person = $2
where seen.after_message is not null and not m.is_unverified and ($3::bigint is null or m.id = $3)
  and (m.author_address = $2 or m.id > seen.after_message)
  and (m.direction = 'in' or (m.direction = 'out' and exists (
    select from outgoing o where o.message_row_id = m.id and o.state <> 'cancelled'
      and not (o.state = 'queued' and o.next_at > now()))))
order by m.at desc, m.id desc limit ${seenMax.messages + 1}) as latest
order by at, id`;

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
