/** Where a person stands in the tables: their tickets, what they wrote, and the mails that may hold their words. */
import type { Queries } from "../io/postgres.ts";
import type { Said } from "../mail/forget/forget.ts";
import { ticketsOfPersonSql } from "./hold.ts";

export type PersonFound = {
  contactId: number | null;
  names: string[];
  /** Tickets they opened: erased as a whole. */
  ownTickets: number[];
  /** Of these, the ones that are still open. */
  liveTickets: number[];
  /** Tickets they joined or wrote on besides. */
  otherTickets: number[];
  messageCount: number;
};

/** A machine may give itself another name in each mail, and every name is looked for in every text. */
const namesMax = 50;

export async function findPerson(db: Queries, address: string): Promise<PersonFound> {
  const { rows } = await db.query<PersonFound>(
    `select (select id from contact where address = $1) as "contactId",
       to_jsonb(array(select name from (select name from contact where address = $1
             union all select author_name from message where author_address = $1) n
             where name <> '' group by name order by count(*) desc, name limit $2)) as "names",
       to_jsonb(array(select t.id from ticket t join contact c on c.id = t.requester_id where c.address = $1 order by 1)) as "ownTickets",
       to_jsonb(array(select t.id from ticket t join contact c on c.id = t.requester_id
             where c.address = $1 and t.status <> 'closed' order by 1)) as "liveTickets",
       to_jsonb(array(select ticket_id from (${ticketsOfPersonSql}) all_of_them
             except select t.id from ticket t join contact c on c.id = t.requester_id where c.address = $1 order by 1)) as "otherTickets",
       (select count(*)::int from message where author_address = $1) as "messageCount"`,
    [address, namesMax],
  );
  const found = rows[0];
  if (!found) throw new Error("the look-up of a person answered nothing");
  return found;
}

/** Everything a person wrote: on each ticket, between what others said there, and what stands alone. */
export async function wordsOfPerson(db: Queries, address: string, ownTickets: number[]): Promise<Said[][]> {
  const { rows: said } = await db.query<{ ticketId: number; text: string; isTheirs: boolean }>(
    `select m.ticket_id as "ticketId", m.subject || E'\\n' || m.visible as text, m.author_address = $1 as "isTheirs" from message m
     where m.ticket_id in (select ticket_id from message where author_address = $1) order by m.ticket_id, m.at, m.id`,
    [address],
  );
  const { rows: alone } = await db.query<{ text: string }>(
    `select subject as text from ticket where id = any($2)
     union all select comment from rating where person = $1 union all select comment from rating_history where person = $1`,
    [address, ownTickets],
  );
  const byTicket = Map.groupBy(said, ({ ticketId }) => ticketId);
  return [...byTicket.values(), ...alone.map(({ text }) => [{ text, isTheirs: true }])];
}

export type StoredMail = {
  id: number;
  sha256: Buffer;
  content: Buffer | null;
  receivedAt: Date;
  disposition: string | null;
  ticketId: number | null;
  sender: string | null;
  postedBy: string | null;
  mailboxId: number | null;
  uidValidity: number | null;
  uid: number | null;
  messageId: string | null;
};

const columns = `id, sha256, content, received_at as "receivedAt", disposition, ticket_id as "ticketId", sender,
  posted_by as "postedBy", mailbox_id as "mailboxId", uid_validity as "uidValidity", uid, message_id as "messageId"`;

/** Mails whose bytes are kept, in order; so few at a time that their bytes fit into memory. */
export async function keptMails(db: Queries, after: number, countMax: number): Promise<StoredMail[]> {
  const { rows } = await db.query<StoredMail>(
    `select ${columns} from raw_mail where id > $1 and erased_at is null order by id limit $2`,
    [after, countMax],
  );
  return rows;
}

/** The mails that a person sent or wrote on a page, as far as their bytes are kept. */
export async function mailsFrom(db: Queries, address: string): Promise<number[]> {
  const { rows } = await db.query<{ id: number }>(
    "select id from raw_mail where (sender = $1 or posted_by = $1) and erased_at is null order by id",
    [address],
  );
  return rows.map(({ id }) => id);
}

export async function storedMail(db: Queries, id: number): Promise<StoredMail | null> {
  const { rows } = await db.query<StoredMail>(`select ${columns} from raw_mail where id = $1 and erased_at is null`, [
    id,
  ]);
  return rows[0] ?? null;
}

/** Every address that was an agent's in any version of the desk: what they did stays theirs. */
export async function everyAgent(db: Queries): Promise<Set<string>> {
  const { rows } = await db.query<{ address: string }>(
    "select distinct jsonb_object_keys((desk::jsonb)->'agents') as address from desk_version",
  );
  return new Set(rows.map((row) => row.address));
}

/** Events and questions of tickets that are emptied: their data is walked and rewritten. */
export async function dataOfTickets(
  db: Queries,
  ids: number[],
): Promise<{
  events: { id: number; data: unknown }[];
  questions: { ticket_id: number; ordinal: number; question: unknown }[];
}> {
  const events = await db.query<{ id: number; data: unknown }>(
    "select id, data from event where ticket_id = any($1) and data <> '{}' order by id",
    [ids],
  );
  const questions = await db.query<{ ticket_id: number; ordinal: number; question: unknown }>(
    "select ticket_id, ordinal, question from question where ticket_id = any($1)",
    [ids],
  );
  return { events: events.rows, questions: questions.rows };
}

export async function writeEventData(tx: Queries, events: { id: number; data: unknown }[]): Promise<void> {
  await tx.query(
    `update event e set data = k.data from jsonb_to_recordset($1::jsonb) as k(id bigint, data jsonb) where e.id = k.id`,
    [JSON.stringify(events)],
  );
}

export async function writeQuestion(tx: Queries, ticketId: number, ordinal: number, question: unknown): Promise<void> {
  await tx.query("update question set question = $3 where ticket_id = $1 and ordinal = $2", [
    ticketId,
    ordinal,
    JSON.stringify(question),
  ]);
}
