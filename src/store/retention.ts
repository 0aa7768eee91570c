/** What has had its time: raw mails and closed tickets past the desk's terms, without those on hold. */
import type { Queries, Tx } from "../io/postgres.ts";
import { isHeldSql } from "./hold.ts";

/** Decided mails stored before `before` whose ticket, if any, is closed; the oldest first. */
export async function expiredMails(db: Queries, before: Date, countMax: number): Promise<number[]> {
  const { rows } = await db.query<{ id: number }>(
    `select r.id from raw_mail r left join ticket t on t.id = r.ticket_id
     where r.erased_at is null and r.disposition is not null and r.stored_at < $1
       and (t.id is null or (t.status = 'closed' and not ${isHeldSql("t.id")}))
       and not exists (select from legal_hold h where h.address in (r.sender, r.posted_by))
     order by r.stored_at, r.id limit $2`,
    [before, countMax],
  );
  return rows.map(({ id }) => id);
}

/** Tickets closed before `before`; locked, so that no reply reopens one while it is emptied. */
export async function expiredTickets(tx: Tx, before: Date, countMax: number): Promise<number[]> {
  const { rows } = await tx.query<{ id: number }>(
    `select t.id from ticket t where t.status = 'closed' and t.erased_at is null and t.closed_at < $1 and not ${isHeldSql("t.id")}
     order by t.closed_at, t.id limit $2 for update of t skip locked`,
    [before, countMax],
  );
  return rows.map(({ id }) => id);
}

export async function mailsOfTickets(db: Queries, ids: number[]): Promise<number[]> {
  const { rows } = await db.query<{ id: number }>(
    "select id from raw_mail where ticket_id = any($1) and erased_at is null",
    [ids],
  );
  return rows.map(({ id }) => id);
}

/** Everyone whom the rows of these tickets name by address, besides agents and the desk itself. */
export async function peopleOfTickets(db: Queries, ids: number[], agents: string[]): Promise<string[]> {
  const { rows } = await db.query<{ address: string }>(
    `select distinct address from (
       select author_address as address from message where ticket_id = any($1)
       union select actor from event where ticket_id = any($1) union select recipient from outgoing where ticket_id = any($1)
       union select person from rating where ticket_id = any($1) union select person from token where ticket_id = any($1)
       union select c.address from contact c join ticket t on t.requester_id = c.id where t.id = any($1)
       union select c.address from contact c join participant p on p.contact_id = c.id where p.ticket_id = any($1)) a
     where address like '%@%' and not address = any($2)`,
    [ids, agents],
  );
  return rows.map(({ address }) => address);
}

/** On these tickets the people are called by their stand-ins from now on. */
export async function renamePeople(
  tx: Tx,
  ids: number[],
  people: { address: string; standIn: string }[],
): Promise<void> {
  const names = JSON.stringify(people);
  const pairs = `jsonb_to_recordset($2::jsonb) as k(address text, "standIn" text)`;
  for (const [table, column] of [
    ["event", "actor"],
    ["outgoing", "recipient"],
    ["rating", "person"],
    ["token", "person"],
  ]) {
    await tx.query(
      `update ${table} set ${column} = k."standIn" from ${pairs} where ticket_id = any($1) and ${column} = k.address`,
      [ids, names],
    );
  }
  await tx.query(
    `update message set author_address = k."standIn", author_name = '' from ${pairs}
     where ticket_id = any($1) and author_address = k.address`,
    [ids, names],
  );
}

/** Of these addresses, those who stand in no account's list and on no ticket that is still kept. */
export async function orphans(db: Queries, addresses: string[]): Promise<string[]> {
  const { rows } = await db.query<{ address: string }>(
    `select c.address from contact c
     where c.address = any($1) and c.account_id is null and not c.is_authoriser
       and not exists (select from legal_hold h where h.address = c.address)
       and not exists (select from ticket t where t.requester_id = c.id and t.erased_at is null)
       and not exists (select from participant p join ticket t on t.id = p.ticket_id
                        where p.contact_id = c.id and t.erased_at is null)
       and not exists (select from message m join ticket t on t.id = m.ticket_id
                        where m.author_address = c.address and t.erased_at is null)`,
    [addresses],
  );
  return rows.map(({ address }) => address);
}
