/** Votes for ideas, the mailed links they come by, and whom we told how an idea ended. */
import type { Queries, Tx } from "../io/postgres.ts";
import type { IdeaEnd } from "../ticket/idea.ts";
import type { Language } from "../ticket/letter.ts";

export type VoteCounts = { ofAddress: number; ofIp: number; ofAll: number };

/** One caller at a time counts and inserts, so that a quota holds against many at once. */
export async function lockVotes(tx: Tx): Promise<void> {
  await tx.query("select pg_advisory_xact_lock(hashtextextended('vote_request', 1042))");
}

export async function voteCounts(db: Queries, address: string, ipHash: Buffer, since: Date): Promise<VoteCounts> {
  const { rows } = await db.query<VoteCounts>(
    `select count(*) filter (where address = $1)::int as "ofAddress", count(*) filter (where ip_hash = $2)::int as "ofIp",
            count(*)::int as "ofAll" from vote_request where created_at > $3`,
    [address, ipHash, since],
  );
  return rows[0] ?? { ofAddress: 0, ofIp: 0, ofAll: 0 };
}

/** Keeps that a link was asked for, and forgets those that are too old to count; answers with its number. */
export async function keepVoteRequest(
  tx: Tx,
  { ideaId, address, ipHash, at }: { ideaId: number; address: string; ipHash: Buffer; at: Date },
  forgetBefore: Date,
): Promise<number> {
  await tx.query("delete from vote_request where created_at < $1", [forgetBefore]);
  const { rows } = await tx.query<{ id: number }>(
    "insert into vote_request (idea_id, address, ip_hash, created_at) values ($1, $2, $3, $4) returning id",
    [ideaId, address, ipHash, at],
  );
  return rows[0]?.id ?? 0;
}

/** Which idea a mailed link votes for; null where it was not asked for by this address, or is too old. */
export async function ideaOfRequest(db: Queries, id: number, address: string): Promise<number | null> {
  const { rows } = await db.query<{ ideaId: number }>(
    `select idea_id as "ideaId" from vote_request where id = $1 and address = $2`,
    [id, address],
  );
  return rows[0]?.ideaId ?? null;
}

export async function hasVoted(db: Queries, ideaId: number, address: string): Promise<boolean> {
  const { rowCount } = await db.query("select from idea_vote where idea_id = $1 and address = $2", [ideaId, address]);
  return rowCount === 1;
}

export async function saveVote(tx: Tx, ideaId: number, address: string, language: Language, at: Date): Promise<void> {
  await tx.query(
    "insert into idea_vote (idea_id, address, language, voted_at) values ($1, $2, $3, $4) on conflict do nothing",
    [ideaId, address, language, at],
  );
}

/** Someone who wishes for an idea: by a ticket, or by a vote alone. */
export type Wisher = { address: string; name: string; language: Language; ticketId: number | null };

/** Those who wish for an idea and were not told yet that it ended so; whoever asked is told on their latest ticket. */
export async function untold(db: Queries, ideaId: number, end: IdeaEnd, countMax: number): Promise<Wisher[]> {
  const { rows } = await db.query<Wisher>(
    `select distinct on (w.address) w.* from (
       select c.address, c.name, coalesce(c.language, t.language) as language, t.id as "ticketId"
       from idea_ticket x join ticket t on t.id = x.ticket_id join contact c on c.id = t.requester_id where x.idea_id = $1
       union all
       select v.address, coalesce(c.name, ''), coalesce(c.language, v.language), null
       from idea_vote v left join contact c on c.address = v.address where v.idea_id = $1
     ) as w
     where not exists (select from idea_told o where o.idea_id = $1 and o.address = w.address and o.status = $2)
     order by w.address, w."ticketId" desc nulls last limit $3`,
    [ideaId, end, countMax],
  );
  return rows;
}

/** True for whoever marks it first. */
export async function markTold(tx: Tx, ideaId: number, address: string, end: IdeaEnd, at: Date): Promise<boolean> {
  const { rowCount } = await tx.query(
    "insert into idea_told (idea_id, address, status, told_at) values ($1, $2, $3, $4) on conflict do nothing",
    [ideaId, address, end, at],
  );
  return rowCount === 1;
}
