/** What decisions about other tickets and people write beside their tickets, and what commands about them look up. */
import type { Queries, Tx } from "../io/postgres.ts";
import type { MessageAttachment } from "../ticket/input.ts";

/** A message that may become a ticket of its own. */
export type SplitRow = {
  id: number;
  author_name: string;
  author_address: string;
  at: Date;
  subject: string;
  text: string;
  visible: string;
  language: string | null;
  raw_mail_id: number | null;
  message_id: string | null;
  is_unverified: boolean;
  attachments: MessageAttachment[];
  trust: string | null;
  trust_reason: string | null;
  is_opening: boolean;
  is_last: boolean;
};

/**
 * The customer's mail whose notice one of `answered` is (Message-IDs), or else the last that came on the ticket; null where
 * there is none.
 */
export async function messageToSplit(db: Queries, ticketId: number, answered: string[]): Promise<SplitRow | null> {
  const { rows } = await db.query<SplitRow>(
    `with wanted as (select coalesce(
       (select m.id from outgoing o join message m on m.ticket_id = $1 and o.event_key = 'mail:' || m.raw_mail_id
         where o.message_id = any($2) and o.letter in ('customerReply', 'newTicket') and m.direction = 'in'
         order by m.id desc limit 1),
       (select max(m.id) from message m where m.ticket_id = $1 and m.direction = 'in')) as id)
     select m.id, m.author_name, m.author_address, m.at, m.subject, m.text, m.visible, m.language, m.raw_mail_id, m.message_id,
            m.is_unverified, m.attachments, r.trust, r.trust_reason,
            m.id = (select min(f.id) from message f where f.ticket_id = $1 and f.direction = 'in') as is_opening,
            not exists (select from message l where l.ticket_id = $1 and l.direction = 'in' and not l.is_unverified
                          and l.id > m.id) as is_last
     from message m join wanted on wanted.id = m.id left join raw_mail r on r.id = m.raw_mail_id`,
    [ticketId, answered],
  );
  return rows[0] ?? null;
}

/** A message and its mail go to another ticket. `from` null: it is back where it was. */
export async function moveMessage(
  tx: Tx,
  move: { messageId: number; to: number; from: number | null; isUnverified: boolean },
): Promise<void> {
  const { messageId, to, from, isUnverified } = move;
  await tx.query(
    `with moved as (
       update message set ticket_id = $2, split_from = $3, is_unverified = $4 where id = $1 returning raw_mail_id)
     update raw_mail set ticket_id = $2 from moved where raw_mail.id = moved.raw_mail_id`,
    [messageId, to, from, isUnverified],
  );
}

/** A stranger's message counts from now on. */
export async function verifyMessage(tx: Tx, ticketId: number, messageId: number): Promise<void> {
  await tx.query("update message set is_unverified = false where id = $1 and ticket_id = $2", [messageId, ticketId]);
}

/** Letters about the ticket to these people are stopped where they have not left. */
export async function stopLettersTo(tx: Tx, ticketId: number, people: string[]): Promise<void> {
  await tx.query(
    `update outgoing set state = 'cancelled', content = null, response = 'its reader takes no part any more'
      where ticket_id = $1 and recipient = any($2) and state in ('queued', 'deferred')`,
    [ticketId, people],
  );
}

/** Whoever takes no part any more holds nothing that is good for the ticket; a letter that comes back still names itself. */
export async function revokeTokens(tx: Tx, ticketId: number, people: string[]): Promise<void> {
  await tx.query(
    `update token set revoked_at = now()
      where ticket_id = $1 and person = any($2) and purpose <> 'bounce' and revoked_at is null`,
    [ticketId, people],
  );
}

/** Was this person last taken out of the ticket by an agent? */
export async function wasRemoved(db: Queries, ticketId: number, address: string): Promise<boolean> {
  const { rows } = await db.query<{ removed: boolean }>(
    `select type = 'left' and reason = 'agentRemoved' as removed from event
      where ticket_id = $1 and type in ('joined', 'left') and data->'person'->>'address' = $2 order by id desc limit 1`,
    [ticketId, address],
  );
  return rows[0]?.removed ?? false;
}

/** Which tickets were merged into this one, one by one or along others. */
export async function mergedInto(db: Queries, ticketId: number): Promise<number[]> {
  const { rows } = await db.query<{ id: number }>(
    `with recursive way(id) as (
       select id from ticket where merged_into = $1
       union select t.id from way join ticket t on t.merged_into = way.id)
     select id from way order by id limit 100`,
    [ticketId],
  );
  return rows.map(({ id }) => id);
}

/** What a stranger wrote, and the ticket it leads to now. */
export type StrangersWords = { id: number; ticketId: number; at: Date; visible: string; isUnverified: boolean };

export async function strangersWords(db: Queries, rawMailId: number): Promise<StrangersWords | null> {
  const { rows } = await db.query<StrangersWords>(
    `select id, leads_to(ticket_id) as "ticketId", at, left(visible, 5000) as visible, is_unverified as "isUnverified"
     from message where raw_mail_id = $1 and direction = 'in'`,
    [rawMailId],
  );
  return rows[0] ?? null;
}

/** Did an agent refuse this person, or these words of theirs, and nobody approve since? */
export async function wasRefused(
  db: Queries,
  address: string,
  ticketId: number,
  messageId: number | null,
): Promise<boolean> {
  const { rows } = await db.query<{ type: string }>(
    `select type from event
      where ticket_id = $1 and type in ('approved', 'refused') and data->'person'->>'address' = $2
        and data->'messageId' = coalesce(to_jsonb($3::bigint), 'null')
      order by id desc limit 1`,
    [ticketId, address, messageId],
  );
  return rows[0]?.type === "refused";
}
