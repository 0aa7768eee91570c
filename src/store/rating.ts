/** Ratings as rows: what stands behind a rating link, what was saved before, and saving it with its history. */
import type { Queries, Tx } from "../io/postgres.ts";
import type { Language } from "../ticket/letter.ts";
import type { RatedResponse, RatingRecord, SavedRating, Score } from "../ticket/rating.ts";

export type FoundResponse = {
  ticketId: number;
  response: RatedResponse;
  personName: string;
  recentSaveCount: number;
};

/** What a rating link's page shows: the answer, who may rate it, and the ticket it stands on. */
export type RatingLink = FoundResponse & { person: string; subject: string; language: Language };

/** How far back savings count as "at once". */
const atOnceMs = 30_000;

const excerptCharsMax = 400;

type ResponseRow = {
  person: string;
  ticket_id: number;
  subject: string;
  language: Language;
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
};

/** `asked` is a table of one letter's Message-ID and one person; $1 is since when savings count as "at once". */
const responseSql = (asked: string) => `
  select k.person, m.ticket_id, t.subject, t.language, m.id, m.author_name, m.author_address,
    left(m.visible, ${excerptCharsMax + 1}) as excerpt,
    case when o.state = 'sending' then now() else o.sent_at end as sent_at,
    (select c.name from contact c where c.address = k.person) as person_name,
    r.score, r.comment, r.rated_at, r.changed_at,
    (select count(*)::int from rating_history h where h.message_id = m.id and h.person = k.person) as save_count,
    (select count(*)::int from rating b join rating_history h using (message_id, person)
      where b.person = k.person and b.changed_at > $1 and h.at > $1) as recent_count
  from (${asked}) k join outgoing o on o.message_id = k.letter join message m on m.id = o.message_row_id
  join ticket t on t.id = m.ticket_id left join rating r on r.message_id = m.id and r.person = k.person
  where o.letter in ('answer', 'solved') and o.recipient = k.person`;

const ofLetter = { name: "response", text: responseSql("select $2::text as letter, $3::text as person") };
/** A page costs one round trip: everybody's mail programs and scanners open these links. */
const ofLink = {
  name: "rating-link",
  text: responseSql(`select data->>'messageId' as letter, person from token
    where hash = $2 and purpose = 'rate' and used_at is null and revoked_at is null and expires_at > now()`),
};

/** The answer that a letter with this Message-ID carried to `person`; null where there is none. */
export async function responseOf(
  db: Queries,
  letterId: string,
  person: string,
  now: number,
): Promise<FoundResponse | null> {
  const { rows } = await db.query<ResponseRow>(ofLetter, [new Date(now - atOnceMs), letterId, person]);
  return rows[0] ? fromRow(rows[0]) : null;
}

/** What stands behind a living rating link, given its token's hash; null where there is none. */
export async function responseBehind(db: Queries, hash: Buffer, now: number): Promise<RatingLink | null> {
  const { rows } = await db.query<ResponseRow>(ofLink, [new Date(now - atOnceMs), hash]);
  return rows[0] ? fromRow(rows[0]) : null;
}

function fromRow(row: ResponseRow): RatingLink {
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
    person: row.person,
    ticketId: row.ticket_id,
    subject: row.subject,
    language: row.language,
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
