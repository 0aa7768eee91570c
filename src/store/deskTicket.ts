/** A ticket's conversation as an agent may see it: all of it, notes and unproven words too, with how far each sender was proven. */
import type { Queries } from "../io/postgres.ts";

export type DeskMessage = {
  id: number;
  direction: "in" | "out" | "note";
  authorName: string;
  authorAddress: string;
  at: Date;
  visible: string;
  text: string;
  isUnverified: boolean;
  attachments: { index: number; name: string; type: string; bytes: number; inline: boolean }[];
  rawMailId: number | null;
  /** Null: it was read before this was noted. */
  hasHtml: boolean | null;
  trustReason: string | null;
  /** What became of the letter that carries it to the customer; null where none does. */
  sending: string | null;
};

const shownCharsMax = 100_000;

/** At most `countMax` of them, the newest, oldest first. */
export async function deskMessages(db: Queries, ticketId: number, countMax: number): Promise<DeskMessage[]> {
  const { rows } = await db.query<DeskMessage>(
    `select m.id, m.direction, m.author_name as "authorName", m.author_address as "authorAddress", m.at,
            left(m.visible, $3) as visible, left(m.text, $3) as text, m.is_unverified as "isUnverified", m.attachments,
            m.raw_mail_id as "rawMailId", m.has_html as "hasHtml", w.trust_reason as "trustReason",
            (select o.state from outgoing o where o.message_row_id = m.id order by o.id limit 1) as sending
     from (select * from message where ticket_id = $1 order by at desc, id desc limit $2) m
     left join raw_mail w on w.id = m.raw_mail_id order by m.at, m.id`,
    [ticketId, countMax, shownCharsMax],
  );
  return rows;
}

export type FilePlace = { rawMailId: number; name: string };

/** Where a file of a message lies; null where the ticket has no such message or file. */
export async function filePlace(
  db: Queries,
  ticketId: number,
  messageId: number,
  index: number,
): Promise<FilePlace | null> {
  const { rows } = await db.query<FilePlace>(
    `select m.raw_mail_id as "rawMailId", a->>'name' as name from message m, jsonb_array_elements(m.attachments) a
     where m.id = $2 and m.ticket_id = $1 and m.raw_mail_id is not null and (a->>'index')::int = $3`,
    [ticketId, messageId, index],
  );
  return rows[0] ?? null;
}

export type HeldToken = { hash: Buffer; purpose: string; person: string; expiresAt: Date };

/** Keeps tokens of one ticket that were made for a page; one that is known lasts longer. */
export async function keepTokens(db: Queries, ticketId: number, tokens: HeldToken[]): Promise<void> {
  for (const { hash, purpose, person, expiresAt } of tokens) {
    await db.query(
      `insert into token (hash, purpose, ticket_id, person, expires_at) values ($1, $2, $3, $4, $5)
       on conflict (hash) do update set expires_at = greatest(token.expires_at, excluded.expires_at)`,
      [hash, purpose, ticketId, person, expiresAt],
    );
  }
}
