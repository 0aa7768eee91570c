/** Ideas as rows: gathered from tickets, named and published by agents, joined with one another. */
import type { Queries, Tx } from "../io/postgres.ts";
import type { IdeaAlike, IdeaStatus } from "../ticket/idea.ts";

export type Idea = {
  id: number;
  /** A customer's subject: for agents only. */
  gatheredTitle: string;
  /** An agent's words; null until somebody wrote some. */
  title: string | null;
  text: string;
  status: IdeaStatus;
  sentence: string;
  isPublic: boolean;
  joinedInto: number | null;
  /** Everyone who asked in a ticket or voted, each once. */
  wishedBy: number;
  createdAt: Date;
};

const wishing = `(select c.address from idea_ticket x join ticket t on t.id = x.ticket_id join contact c on c.id = t.requester_id
    where x.idea_id = i.id union select v.address from idea_vote v where v.idea_id = i.id)`;
const columns = `i.id, i.gathered_title as "gatheredTitle", i.title, i.text, i.status, i.sentence, i.published_at is not null as "isPublic",
  i.joined_into as "joinedInto", i.created_at as "createdAt", (select count(*)::int from ${wishing} as w) as "wishedBy"`;

/** Gathers a ticket's wish as an idea of its own, unless it belongs to one already. */
export async function gatherIdea(tx: Tx, ticketId: number, title: string, folded: string, at: Date): Promise<void> {
  await tx.query(
    `with made as (
       insert into idea (gathered_title, folded_title, created_at, changed_at)
       select $2, $3, $4, $4 where not exists (select from idea_ticket where ticket_id = $1) returning id
     )
     insert into idea_ticket (ticket_id, idea_id, at) select $1, id, $4 from made`,
    [ticketId, title, folded, at],
  );
}

/** Takes a ticket off the ideas again, while nobody has done anything with the idea it made. */
export async function dropGathered(tx: Tx, ticketId: number): Promise<void> {
  await tx.query(
    `with untouched as (
       select i.id from idea i join idea_ticket x on x.idea_id = i.id
       where x.ticket_id = $1 and i.status = 'gathered' and i.title is null and i.published_at is null
         and not exists (select from idea_ticket o where o.idea_id = i.id and o.ticket_id <> $1)
         and not exists (select from idea_vote v where v.idea_id = i.id)
         and not exists (select from idea j where j.joined_into = i.id)
       for update of i
     )
     delete from idea_ticket x using untouched where x.idea_id = untouched.id and x.ticket_id = $1`,
    [ticketId],
  );
  await tx.query(
    `delete from idea i where i.status = 'gathered' and i.title is null and i.published_at is null and i.joined_into is null
       and not exists (select from idea_ticket x where x.idea_id = i.id) and not exists (select from idea_vote v where v.idea_id = i.id)
       and not exists (select from vote_request r where r.idea_id = i.id) and not exists (select from idea j where j.joined_into = i.id)`,
  );
}

export async function findIdea(db: Queries, id: number): Promise<Idea | null> {
  const { rows } = await db.query<Idea>(`select ${columns} from idea i where i.id = $1`, [id]);
  return rows[0] ?? null;
}

/** Ideas that were not joined into others, the most wished for first. */
export async function listIdeas(db: Queries, only: { isPublic: boolean }, countMax: number): Promise<Idea[]> {
  const { rows } = await db.query<Idea>(
    `select * from (select ${columns} from idea i where i.joined_into is null and (not $1 or (i.published_at is not null and i.title is not null))) as l
     order by l."wishedBy" desc, l.id limit $2`,
    [only.isPublic, countMax],
  );
  return rows;
}

export type IdeaTicket = { ticketId: number; subject: string; requester: string };

export async function ticketsOfIdea(db: Queries, id: number, countMax: number): Promise<IdeaTicket[]> {
  const { rows } = await db.query<IdeaTicket>(
    `select t.id as "ticketId", t.subject, c.address as requester from idea_ticket x join ticket t on t.id = x.ticket_id
     join contact c on c.id = t.requester_id where x.idea_id = $1 order by t.id limit $2`,
    [id, countMax],
  );
  return rows;
}

/** Ideas with a name like this one, nearest first; none where the database has no pg_trgm. */
export async function ideasAlike(
  db: Queries,
  folded: string,
  except: { ideaId?: number; ticketId?: number },
): Promise<IdeaAlike[]> {
  const { rows } = await db.query<IdeaAlike>(
    `select i.id, coalesce(i.title, i.gathered_title) as name, (select count(*)::int from ${wishing} as w) as "wishedBy"
     from idea i where i.joined_into is null and i.status not in ('done', 'declined') and i.id is distinct from $2
       and not exists (select from idea_ticket x where x.idea_id = i.id and x.ticket_id = $3)
       and similarity(i.folded_title, $1) >= 0.35
     order by similarity(i.folded_title, $1) desc, i.id limit 3`,
    [folded, except.ideaId ?? null, except.ticketId ?? null],
  );
  return rows;
}

/** Changes what agents say of an idea. `folded` stands for the title where it changes. */
export async function changeIdea(
  tx: Tx,
  id: number,
  change: {
    title?: string;
    folded?: string;
    text?: string;
    status?: IdeaStatus;
    sentence?: string;
    isPublic?: boolean;
  },
  at: Date,
): Promise<void> {
  await tx.query(
    `update idea set title = coalesce($2, title), folded_title = coalesce($3, folded_title), text = coalesce($4, text),
       status = coalesce($5, status), sentence = coalesce($6, sentence),
       published_at = case when $7::boolean is null then published_at when $7 then coalesce(published_at, $8) end, changed_at = $8
     where id = $1`,
    [
      id,
      change.title ?? null,
      change.folded ?? null,
      change.text ?? null,
      change.status ?? null,
      change.sentence ?? null,
      change.isPublic ?? null,
      at,
    ],
  );
}

/** Everyone who wishes for one idea wishes for the other from now on; links to the first lead there. */
export async function joinIdeas(tx: Tx, id: number, into: number, at: Date): Promise<void> {
  await tx.query("update idea_ticket set idea_id = $2 where idea_id = $1", [id, into]);
  await tx.query(
    `insert into idea_vote (idea_id, address, language, voted_at) select $2, address, language, voted_at from idea_vote where idea_id = $1
     on conflict do nothing`,
    [id, into],
  );
  await tx.query("delete from idea_vote where idea_id = $1", [id]);
  await tx.query(
    "update idea set joined_into = $2, published_at = null, changed_at = $3 where id = $1 or joined_into = $1",
    [id, into, at],
  );
}

/** Puts a ticket with an idea; the one it was gathered as goes where nothing else holds it. */
export async function putTicket(tx: Tx, ticketId: number, ideaId: number, at: Date): Promise<void> {
  await dropGathered(tx, ticketId);
  await tx.query(
    `insert into idea_ticket (ticket_id, idea_id, at) values ($1, $2, $3)
     on conflict (ticket_id) do update set idea_id = excluded.idea_id, at = excluded.at`,
    [ticketId, ideaId, at],
  );
}
