/**
 * The clocks' ledger: which ticket must be looked at next, and what people were told of its clocks. UNIQUE by clock,
 * target version and threshold, so that nothing is told twice however often it is looked at.
 */
import type { Queries, Tx } from "../io/postgres.ts";
import type { LastWords, Told } from "../ticket/input.ts";

/** When the next ticket must be looked at (ms since epoch); null where none waits. */
export async function soonestLook(db: Queries): Promise<number | null> {
  const { rows } = await db.query<{ at: Date | null }>("select min(next_look_at) as at from ticket");
  return rows[0]?.at?.getTime() ?? null;
}

/** Locks the ticket that has waited longest for a look by `now` and that nobody else looks at; null where there is none. */
export async function takeDueLook(tx: Tx, now: number): Promise<number | null> {
  const { rows } = await tx.query<{ id: number }>(
    "select id from ticket where next_look_at <= $1 order by next_look_at limit 1 for update skip locked",
    [new Date(now)],
  );
  return rows[0]?.id ?? null;
}

export async function setNextLook(db: Queries, ticketId: number, at: number | null): Promise<void> {
  await db.query("update ticket set next_look_at = $2 where id = $1", [ticketId, at === null ? null : new Date(at)]);
}

/** What was told of a ticket's clocks, and what the customer wrote last; words that nobody proved are left out. */
export async function toldAndWords(tx: Tx, ticketId: number): Promise<{ told: Told[]; lastWords: LastWords | null }> {
  const { rows } = await tx.query<{ told: Told[]; words: LastWords | null }>(
    `select (select coalesce(jsonb_agg(jsonb_build_object('clock', r.clock, 'targetVersion', r.target_version,
               'threshold', r.threshold, 'at', (extract(epoch from r.due_at) * 1000)::float8)), '[]')
               from reminder r where r.ticket_id = $1) as told,
            (select jsonb_build_object('author', jsonb_build_object('name', m.author_name, 'address', m.author_address),
               'at', (extract(epoch from m.at) * 1000)::float8, 'text', m.visible)
               from message m where m.ticket_id = $1 and m.direction = 'in' and not m.is_unverified
              order by m.id desc limit 1) as words`,
    [ticketId],
  );
  return { told: rows[0]?.told ?? [], lastWords: rows[0]?.words ?? null };
}

/** Writes what is told now; what was told before stays as it was. */
export async function writeTold(
  tx: Tx,
  ticketId: number,
  told: (Told & { letter: string | null })[],
  now: number,
): Promise<void> {
  if (told.length === 0) return;
  const rows = told.map((each) => ({ ...each, at: new Date(each.at) }));
  await tx.query(
    `insert into reminder (ticket_id, clock, target_version, threshold, due_at, fired_at, letter)
     select $1, t.clock, t."targetVersion", t.threshold, t.at, $3, t.letter
     from jsonb_to_recordset($2::jsonb) as t(clock text, "targetVersion" int, threshold text, at timestamptz, letter text)
     on conflict do nothing`,
    [ticketId, JSON.stringify(rows), new Date(now)],
  );
}

/** True for whoever may write this agent's digest of the day; it is written once. */
export async function claimDigest(tx: Tx, agent: string, day: string, dueAt: number, now: number): Promise<boolean> {
  const { rowCount } = await tx.query(
    "insert into digest (agent, day, due_at, fired_at) values ($1, $2, $3, $4) on conflict do nothing",
    [agent, day, new Date(dueAt), new Date(now)],
  );
  return rowCount === 1;
}
