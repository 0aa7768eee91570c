/** Ratings as rows: what stands behind a rating link, what was saved before, and saving it with its history. */
import type { Queries, Tx } from "../io/postgres.ts";
import type { RatedResponse, RatingRecord, SavedRating, Score } from "../ticket/rating.ts";

export type FoundResponse = { ticketId: number; response: RatedResponse; personName: string; recentSaveCount: number };

/** How far back savings count as "at once". */
const atOnceMs = 30_000;

const excerptCharsMax = 400;

/** The answer that a letter with this Message-ID carried to `person`; null where there is none. */
export async function responseOf(
  db: Queries,
  letterId: string,
  person: string,
  now: number,
): Promise<FoundResponse | null> {
  const { rows } = await db.query<{
    ticket_id: number;
    id: number;
    author_name: string;
    author_address: string;
    excerpt: string;
    sent_at: Date | null;
    person_name: string | null;
    score: Score | null;
    comment: string | null;
    rated_at: Date | null;
    changed_at: Date | null;
    save_count: number;
    recent_count: number;
  }>(
    `select m.ticket_id, m.id, m.author_name, m.author_address, left(m.visible, ${excerptCharsMax + 1}) as excerpt,
       case when o.state = 'sending' then now() else o.sent_at end as sent_at,
       (select c.name from contact c where c.address = $2) as person_name,
       r.score, r.comment, r.rated_at, r.changed_at,
       (select count(*)::int from rating_history h where h.message_id = m.id and h.person = $2) as save_count,
       (select count(*)::int from rating k join rating_history h using (message_id, person)
         where k.person = $2 and k.changed_at > $3 and h.at > $3) as recent_count
     from outgoing o join message m on m.id = o.message_row_id
     left join rating r on r.message_id = m.id and r.person = $2
     where o.message_id = $1 and o.letter in ('answer', 'solved') and o.recipient = $2`,
    [letterId, person, new Date(now - atOnceMs)],
  );
  const row = rows[0];
  if (!row) return null;
  const before: SavedRating | null =
    row.score !== null && row.rated_at && row.changed_at
      ? {
          score: row.score,
          comment: row.comment ?? "",
          ratedAt: row.rated_at.getTime(),
          changedAt: row.changed_at.getTime(),
        }
      : null;
  return {
    ticketId: row.ticket_id,
    personName: row.person_name ?? "",
    recentSaveCount: row.recent_count,
    response: {
      messageId: row.id,
      agent: { name: row.author_name, address: row.author_address },
      excerpt: row.excerpt.length > excerptCharsMax ? `${row.excerpt.slice(0, excerptCharsMax)}…` : row.excerpt,
      deliveredAt: row.sent_at?.getTime() ?? null,
      before,
      saveCount: row.save_count,
    },
  };
}

/**
 * The last one counts; each is kept in the history. Where many came at once, the ones of the same moments before it were
 * the same machine's.
 */
export async function saveRating(tx: Tx, ticketId: number, rating: RatingRecord): Promise<void> {
  const { messageId, person, score, comment, source, mark, at } = rating;
  const moment = new Date(at);
  await tx.query(
    // The answer may stand on a ticket that was merged since.
    `insert into rating (message_id, person, ticket_id, score, comment, source, machine_mark, rated_at, changed_at)
     values ($1, $2, coalesce((select ticket_id from message where id = $1), $3::bigint), $4, $5, $6, $7, $8, $8)
     on conflict (message_id, person) do update set score = excluded.score, comment = excluded.comment,
       source = excluded.source, machine_mark = excluded.machine_mark, changed_at = excluded.changed_at`,
    [messageId, person, ticketId, score, comment, source, mark, moment],
  );
  await tx.query(
    `insert into rating_history (message_id, person, score, comment, source, machine_mark, at)
     values ($1, $2, $3, $4, $5, $6, $7)`,
    [messageId, person, score, comment, source, mark, moment],
  );
  if (mark !== "manyAtOnce") return;
  await tx.query(
    `update rating set machine_mark = 'manyAtOnce'
     where person = $1 and comment = '' and source = 'link'
       and changed_at > $2`,
    [person, new Date(at - atOnceMs)],
  );
}

export type RatingRow = {
  message_id: number;
  person: string;
  score: number;
  comment: string;
  machine_mark: string | null;
  changed_at: Date;
};

/** All ratings of a ticket's answers, the latest first. */
export async function ratingsOf(db: Queries, ticketId: number): Promise<RatingRow[]> {
  const { rows } = await db.query<RatingRow>(
    `select r.message_id, r.person, r.score, r.comment, r.machine_mark, r.changed_at
     from rating r join message m on m.id = r.message_id where m.ticket_id = $1 order by r.changed_at desc`,
    [ticketId],
  );
  return rows;
}
