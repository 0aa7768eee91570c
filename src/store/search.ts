/** The search over everything that was said: words without case and accents, each of which a ticket must hold somewhere. */
import type { Queries, Tx } from "../io/postgres.ts";
import type { Status } from "../ticket/ticket.ts";

/** What was searched for, as PostgreSQL compares it: a tsquery each; what holds no word is left out. */
export async function readTerms(db: Queries, terms: string[]): Promise<string[]> {
  const { rows } = await db.query<{ query: string }>(
    `select query || case when last_word ~ '.{3}' then ':*' else '' end as query from (
       select phraseto_tsquery('simple', searched_words(term))::text as query,
              (regexp_match(searched_words(term), '(\\S+)\\s*$'))[1] as last_word, n
       from unnest($1::text[]) with ordinality as t(term, n)) q where query <> '' order by n`,
    [terms],
  );
  return rows.map(({ query }) => query);
}

export type Hit = {
  id: number;
  subject: string;
  status: Status;
  severity: string;
  requesterName: string;
  requesterAddress: string;
  account: string | null;
  openedAt: Date;
  /** The newest message that holds one of the words; null where other facts of the ticket do. */
  text: string | null;
  author: string | null;
  at: Date | null;
};

const words = {
  message: "message_words(m.subject, m.text, m.author_name, m.author_address, m.attachments)",
  ticket: "ticket_words(k.id, k.subject, k.customer_references)",
};

/** Tickets that hold every one of these tsqueries, the latest touched first; at most `countMax` after `skip`. */
export async function searchTickets(tx: Tx, queries: string[], skip: number, countMax: number): Promise<Hit[]> {
  const holds = queries.map((_, index) => {
    const query = `$${index + 4}::tsquery`;
    return `select m.ticket_id as id from message m where ${words.message} @@ ${query}
      union select k.id from ticket k where ${words.ticket} @@ ${query}
      union select k.id from ticket k join contact c on c.id = k.requester_id where person_words(c.name, c.address) @@ ${query}
      union select k.id from ticket k join account a on a.id = k.account_id where person_words(a.name, '') @@ ${query}`;
  });
  const { rows } = await tx.query<Hit>(
    `with found as (${holds.map((each) => `(${each})`).join(" intersect ")}),
     page as (select t.id, t.updated_at from found join ticket t on t.id = found.id order by t.updated_at desc, t.id desc offset $1 limit $2)
     select t.id, t.subject, t.status, t.severity, r.name as "requesterName", r.address as "requesterAddress", a.name as account,
            t.opened_at as "openedAt", best.text, best.author, best.at
     from page join ticket t on t.id = page.id join contact r on r.id = t.requester_id left join account a on a.id = t.account_id
     left join lateral (select left(m.text, 20000) as text, coalesce(nullif(m.author_name, ''), m.author_address) as author, m.at
       from message m where m.ticket_id = t.id and ${words.message} @@ $3::tsquery order by m.at desc limit 1) best on true
     order by page.updated_at desc, page.id desc`,
    [skip, countMax, queries.map((query) => `(${query})`).join(" | "), ...queries],
  );
  return rows;
}

/** A search that takes longer is stopped: it would slow down the desk for everybody. */
export async function boundSearch(tx: Tx, timeoutMs: number): Promise<void> {
  await tx.query("select set_config('statement_timeout', $1, true)", [String(timeoutMs)]);
}
