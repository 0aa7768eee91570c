/**
 * The search over everything that was said: words without case and accents, each of which a ticket must hold somewhere.
 * Where so much holds each of the words that reading all of it would take long, only what came last is looked through: nobody
 * reads ten thousand tickets, and one more word makes it few.
 */
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

/** `isWhole` false: so much holds each of the words that only what came last was looked through. */
export type Found = { hits: Hit[]; isWhole: boolean };

const words = {
  message: "message_words(m.subject, m.text, m.author_name, m.author_address, m.attachments)",
  ticket: "ticket_words(k.id, k.subject, k.customer_references)",
};

export type SearchLimits = {
  wholeMax: number;
  eachMax: number;
  last: number;
  phrase: { wholeMax: number; last: number };
};

export const searchLimits: SearchLimits = {
  /** More tickets than this are not all read: to order them by when they were touched takes each of them from the disk. */
  wholeMax: 5_000,
  /** For so few, looking whether each holds the other words as well is quicker than to find all that hold those. */
  eachMax: 100,
  /** How many of the last messages, and of the last tickets, are looked through instead. */
  last: 10_000,
  /** An order of words is not in the index: each message that holds them all is read and parted into words for it. */
  phrase: { wholeMax: 2_000, last: 2_000 },
};

/** Tickets that hold every one of these tsqueries, the latest touched first; at most `countMax` after `skip`. */
export async function searchTickets(
  tx: Tx,
  queries: string[],
  page: { skip: number; countMax: number },
  limits: SearchLimits = searchLimits,
): Promise<Found> {
  let candidates: Set<number> | null = null;
  const unchecked: string[] = [];
  // Long words are the rarer ones, and a few tickets that hold one need no list of all that hold another.
  for (const query of [...queries].sort((a, b) => b.length - a.length)) {
    const isFew: boolean = candidates !== null && candidates.size <= limits.eachMax;
    const all: number[] | null = isFew ? null : await allHolders(tx, query, limits);
    if (all) candidates = both(candidates, all);
    else unchecked.push(query);
  }
  if (candidates) return { hits: await readPage(tx, candidates, queries, unchecked, page), isWhole: true };
  const first = await firstOfLast(tx, queries, limits);
  for (const query of queries) candidates = both(candidates, (await holders(tx, query, { first })) ?? []);
  const hits = await readPage(tx, candidates ?? new Set(), queries, [], page);
  return { hits, isWhole: first.message <= 1 && first.ticket <= 1 };
}

function both(one: Set<number> | null, other: number[]): Set<number> {
  return new Set(one === null ? other : other.filter((id) => one.has(id)));
}

/** Null where they are too many. */
async function allHolders(tx: Tx, query: string, { wholeMax, phrase }: SearchLimits): Promise<number[] | null> {
  const inAnyOrder = query.replace(/ <(?:-|\d+)> /g, " & ");
  const isPhrase = inAnyOrder !== query;
  const most = isPhrase ? phrase.wholeMax : wholeMax;
  const found = await holders(tx, inAnyOrder, { rowsMax: most });
  return found && isPhrase ? await holders(tx, query, { rowsMax: most }) : found;
}

type First = { message: number; ticket: number };

/**
 * The tickets that hold a tsquery, some of them twice: all from `first` on, or all where no more than `rowsMax` messages,
 * tickets or tickets of people or accounts hold it, else null.
 */
async function holders(
  tx: Tx,
  query: string,
  bounds: { first: First } | { rowsMax: number },
): Promise<number[] | null> {
  const isLast = "first" in bounds;
  const [ofMessages, ofTickets] = isLast ? ["and m.id >= $2::bigint", "and k.id >= $3::bigint"] : ["", ""];
  const few = isLast ? "" : "limit $2::bigint + 1";
  const { rows } = await tx.query<{ by: number; id: number }>(
    `(select 0 as by, m.ticket_id as id from message m where ${words.message} @@ $1::tsquery ${ofMessages} ${few})
     union all (select 1, k.id from ticket k where ${words.ticket} @@ $1::tsquery ${ofTickets} ${few})
     union all (select 2, k.id from contact c join ticket k on k.requester_id = c.id
                where person_words(c.name, c.address) @@ $1::tsquery ${ofTickets} ${few})
     union all (select 3, k.id from account a join ticket k on k.account_id = a.id
                where person_words(a.name, '') @@ $1::tsquery ${ofTickets} ${few})`,
    isLast ? [query, bounds.first.message, bounds.first.ticket] : [query, bounds.rowsMax],
  );
  const counts = [0, 0, 0, 0];
  for (const { by } of rows) counts[by] = (counts[by] ?? 0) + 1;
  return !isLast && Math.max(...counts) > bounds.rowsMax ? null : rows.map(({ id }) => id);
}

async function firstOfLast(tx: Tx, queries: string[], { last, phrase }: SearchLimits): Promise<First> {
  const { rows } = await tx.query<First>(
    `select coalesce(pg_sequence_last_value(pg_get_serial_sequence('message', 'id')::regclass), 0) - $1::bigint + 1 as message,
            coalesce(pg_sequence_last_value(pg_get_serial_sequence('ticket', 'id')::regclass), 0) - $1::bigint + 1 as ticket`,
    [queries.some((query) => query.includes(" <")) ? phrase.last : last],
  );
  return rows[0] ?? { message: 0, ticket: 0 };
}

/** A page of the candidates that hold the `unchecked` words too, looked at one after the other until it is full. */
async function readPage(
  tx: Tx,
  candidates: Set<number>,
  queries: string[],
  unchecked: string[],
  { skip, countMax }: { skip: number; countMax: number },
): Promise<Hit[]> {
  if (candidates.size === 0) return [];
  const { rows } = await tx.query<Hit>(
    `with found as (select t.id, t.updated_at from unnest($1::bigint[]) f(id) join ticket t on t.id = f.id
       order by t.updated_at desc, t.id desc offset 0),
     page as (select * from found where true ${unchecked.map((_, index) => `and ${holds(`$${index + 5}::tsquery`)}`).join(" ")}
       order by updated_at desc, id desc offset $2 limit $3)
     select t.id, t.subject, t.status, t.severity, r.name as "requesterName", r.address as "requesterAddress", a.name as account,
            t.opened_at as "openedAt", best.text, best.author, best.at
     from page join ticket t on t.id = page.id join contact r on r.id = t.requester_id left join account a on a.id = t.account_id
     left join lateral (select left(m.text, 20000) as text, coalesce(nullif(m.author_name, ''), m.author_address) as author, m.at
       from message m where m.ticket_id = t.id and ${words.message} @@ $4::tsquery order by m.at desc limit 1) best on true
     order by page.updated_at desc, page.id desc`,
    [[...candidates], skip, countMax, queries.map((query) => `(${query})`).join(" | "), ...unchecked],
  );
  return rows;
}

/** Whether the ticket `found.id` holds this tsquery. */
function holds(query: string): string {
  return `(exists (select from message m where m.ticket_id = found.id and ${words.message} @@ ${query})
    or exists (select from ticket k join contact c on c.id = k.requester_id left join account a on a.id = k.account_id
      where k.id = found.id and (${words.ticket} @@ ${query} or person_words(c.name, c.address) @@ ${query}
        or coalesce(person_words(a.name, '') @@ ${query}, false))))`;
}

/**
 * A search that takes longer is stopped: it would slow down the desk for everybody. It keeps to the indexes of words, because
 * the planner takes it for cheap to make them anew from each row; and to one processor.
 */
export async function boundSearch(tx: Tx, timeoutMs: number): Promise<void> {
  await tx.query(
    `select set_config('statement_timeout', $1, true), set_config('plan_cache_mode', 'force_custom_plan', true),
            set_config('enable_seqscan', 'off', true), set_config('enable_indexscan', 'off', true),
            set_config('max_parallel_workers_per_gather', '0', true), set_config('jit', 'off', true)`,
    [String(timeoutMs)],
  );
}
