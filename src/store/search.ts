/**
 * Full-text search over everything on tickets: what was said, subjects, references, people and accounts. Words are found
 * from their beginnings, without case and accents (migrations/0019, 0020).
 */
import type { Queries } from "../io/postgres.ts";
import type { Status } from "../ticket/ticket.ts";

/** `snippet` holds the words around a find, those found between `foundFrom` and `foundTo`; "" where it is no message's. */
export type SearchRow = {
  id: number;
  subject: string;
  status: Status;
  severity: string;
  requesterName: string;
  requesterAddress: string;
  account: string | null;
  openedAt: Date;
  snippet: string;
};

/** Signs that no text of ours holds: control characters are taken out when a mail is read. */
export const foundFrom = "\u0002";
export const foundTo = "\u0003";

/** More words narrow a search down no further than these. */
const wordsMax = 8;
/** Of each kind the newest finds are looked at, however many there are. */
const findsMax = 200;

/** Tickets on which every word of `asked` is found in one place, newest first; none where nothing is asked. */
export async function searchTickets(db: Queries, asked: string, countMax: number): Promise<SearchRow[]> {
  const { rows } = await db.query<SearchRow>(sql, [asked, countMax]);
  return rows;
}

const message = "message_words(m.subject, m.text, m.author_name, m.author_address, m.attachments)";

const sql = `
with word as (
  select w from regexp_split_to_table(searched_words(left($1, 200)), '[^[:alnum:]]+') with ordinality as s(w, n)
  where w <> '' order by n limit ${wordsMax}),
asked as (select string_agg(quote_literal(w) || ':*', ' & ')::tsquery as query from word having count(*) > 0),
found as (
  (select m.ticket_id as id, m.id as message_id from asked, message m where ${message} @@ asked.query order by m.id desc limit ${findsMax})
  union all
  (select t.id, null from asked, ticket t where ticket_words(t.id, t.subject, t.customer_references) @@ asked.query order by t.id desc limit ${findsMax})
  union all
  (select t.id, null from asked, contact c join ticket t on t.requester_id = c.id where person_words(c.name, c.address) @@ asked.query order by t.id desc limit ${findsMax})
  union all
  (select t.id, null from asked, account a join ticket t on t.account_id = a.id where person_words(a.name, '') @@ asked.query order by t.id desc limit ${findsMax})),
best as (select id, max(message_id) as message_id from found group by id order by id desc limit $2)
select t.id, t.subject, t.status, t.severity, r.name as "requesterName", r.address as "requesterAddress", a.name as account,
       t.opened_at as "openedAt",
       coalesce((select ts_headline('simple', left(m.visible, 20000), asked.query,
         'MaxFragments=2, MinWords=5, MaxWords=18, FragmentDelimiter= … , StartSel=${foundFrom}, StopSel=${foundTo}')
         from message m, asked where m.id = best.message_id), '') as snippet
from best join ticket t on t.id = best.id join contact r on r.id = t.requester_id left join account a on a.id = t.account_id
order by t.id desc`;
