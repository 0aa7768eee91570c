/** Who is signed in to the desk's pages, and which sign-in links were mailed lately. Secrets come in as hashes only. */
import type { Queries, Tx } from "../io/postgres.ts";

/**
 * The agent of a session that has not ended by `now`, null where there is none; and which events the database shows them:
 * where two of these are equal, no ticket was changed in between. Numbers are given before a transaction ends, so the highest
 * alone would hide the one that ends late.
 */
export async function agentOfSession(
  db: Queries,
  hash: Buffer,
  now: Date,
): Promise<{ agent: string; events: string } | null> {
  const { rows } = await db.query<{ agent: string; events: string }>({ name: "session", text: sessionSql }, [
    hash,
    now,
  ]);
  return rows[0] ?? null;
}

/** More events than are written while one transaction is open. */
const eventsMax = 200;

const sessionSql = `select agent,
    (select coalesce(sum(id), 0)::text from (select id from event order by id desc limit ${eventsMax}) last) as events
  from desk_session where hash = $1 and ends_at > $2`;

export type NewSession = { hash: Buffer; agent: string; beganAt: Date; endsAt: Date };

/** Begins a session; of the agent's others the newest `othersMax` stay. Sessions that have ended are forgotten. */
export async function beginSession(tx: Tx, session: NewSession, othersMax: number): Promise<void> {
  const { hash, agent, beganAt, endsAt } = session;
  await tx.query("delete from desk_session where ends_at <= $1", [beganAt]);
  await tx.query(
    `delete from desk_session where hash in (
       select hash from desk_session where agent = $1 order by began_at desc, hash offset $2)`,
    [agent, othersMax],
  );
  await tx.query("insert into desk_session (hash, agent, began_at, ends_at) values ($1, $2, $3, $4)", [
    hash,
    agent,
    beganAt,
    endsAt,
  ]);
}

export async function endSession(db: Queries, hash: Buffer): Promise<void> {
  await db.query("delete from desk_session where hash = $1", [hash]);
}

export type LinkCounts = { ofAgentInMinute: number; ofAgent: number; ofIp: number };

/** How many links were mailed since `since`, and to this agent since `minuteAgo`. Call with the lock held. */
export async function linkCounts(
  tx: Tx,
  agent: string,
  ipHash: Buffer,
  since: Date,
  minuteAgo: Date,
): Promise<LinkCounts> {
  const { rows } = await tx.query<LinkCounts>(
    `select count(*) filter (where agent = $1 and asked_at > $4)::int as "ofAgentInMinute",
            count(*) filter (where agent = $1)::int as "ofAgent", count(*) filter (where ip_hash = $2)::int as "ofIp"
     from sign_in_link where asked_at > $3`,
    [agent, ipHash, since, minuteAgo],
  );
  return rows[0] ?? { ofAgentInMinute: 0, ofAgent: 0, ofIp: 0 };
}

/** Counts one link more and forgets what no quota looks at any more. */
export async function countLink(tx: Tx, agent: string, ipHash: Buffer, at: Date, forgetBefore: Date): Promise<void> {
  await tx.query("delete from sign_in_link where asked_at <= $1", [forgetBefore]);
  await tx.query("insert into sign_in_link (agent, ip_hash, asked_at) values ($1, $2, $3)", [agent, ipHash, at]);
}

/** One caller at a time counts and adds, so that a quota holds against many at once. */
export async function lockLinks(tx: Tx): Promise<void> {
  await tx.query("select pg_advisory_xact_lock(hashtextextended('sign_in_link', 1042))");
}
