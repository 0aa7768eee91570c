/**
 * What stays of mails and tickets whose content is gone: of a raw mail its keys, so that it is neither fetched nor acted
 * on again; of a ticket its dates, clocks and figures. Nothing is deleted that another row needs to stand on.
 */
import type { Queries, Tx } from "../io/postgres.ts";

/** A mail's bytes, its labels, and every later copy of the same bytes. Answers with the hashes whose bytes nobody needs now. */
export async function buryMails(tx: Queries, ids: number[], why: "dropped" | "expired"): Promise<Buffer[]> {
  if (ids.length === 0) return [];
  const { rows } = await tx.query<{ sha256: Buffer }>(
    `update raw_mail set content = null, detail = null, message_id = null, sender = null, subject = null,
       trust_evidence = null, posted_by = null, erased_at = now(), decided_at = coalesce(decided_at, now()),
       reason = case when disposition is null or disposition = 'quarantined' then $2 else reason end,
       disposition = coalesce(disposition, 'quarantined')
     where id = any($1) or (same_as = any($1) and erased_at is null)
     returning sha256`,
    [ids, why],
  );
  const hashes = rows.map((row) => row.sha256);
  // A mail that never acted must not act when the same bytes come again.
  await tx.query(
    `insert into mail_effect (sha256, raw_mail_id)
     select distinct on (sha256) sha256, id from raw_mail where id = any($1) order by sha256, id
     on conflict (sha256) do nothing`,
    [ids],
  );
  return await unneeded(tx, hashes);
}

/** The same bytes as a mail that was buried: they are not kept a second time. */
export async function buryDuplicate(tx: Queries, id: number, of: number): Promise<Buffer[]> {
  const { rows } = await tx.query("select from raw_mail where id = $1 and erased_at is not null", [of]);
  return rows.length === 0 ? [] : await buryMails(tx, [id], "dropped");
}

/** Puts other bytes in a mail's place; the hash of the old ones stays its key. */
export async function replaceMail(tx: Queries, id: number, content: Buffer): Promise<Buffer[]> {
  const { rows } = await tx.query<{ sha256: Buffer }>(
    "update raw_mail set content = $2, byte_count = $3, trust_evidence = null where id = $1 and erased_at is null returning sha256",
    [id, content, content.length],
  );
  return await unneeded(
    tx,
    rows.map((row) => row.sha256),
  );
}

/** Which of these hashes no row keeps outside of itself any more. */
async function unneeded(db: Queries, hashes: Buffer[]): Promise<Buffer[]> {
  const { rows } = await db.query<{ sha256: Buffer }>(
    `select distinct h.sha256 from unnest($1::bytea[]) as h(sha256)
     where not exists (select from raw_mail r where r.sha256 = h.sha256 and r.erased_at is null and r.content is null)
       and not exists (select from web_form f where f.sha256 = h.sha256 and f.sent_at is null and f.content is null)`,
    [hashes],
  );
  return rows.map((row) => row.sha256);
}

/** The Message-IDs by which mails of these tickets, or of this writer, are known, so that they can be sealed. */
export async function knownIds(
  db: Queries,
  of: { ticketIds: number[]; author: string | null },
): Promise<{ id: number; messageId: string }[]> {
  const { rows } = await db.query<{ id: number; messageId: string }>(
    `select id, message_id as "messageId" from message
     where message_id is not null and direction = 'in' and (ticket_id = any($1) or author_address = $2)`,
    [of.ticketIds, of.author],
  );
  return rows;
}

export async function setMessageIds(tx: Tx, ids: { id: number; messageId: string }[]): Promise<void> {
  await tx.query(
    `update message m set message_id = k."messageId" from jsonb_to_recordset($1::jsonb) as k(id bigint, "messageId" text)
     where m.id = k.id`,
    [JSON.stringify(ids)],
  );
}

/** Whole tickets: what was said, by whom, and what was attached. Letters that still wait are stopped. */
export async function emptyTickets(tx: Tx, ids: number[], words: string): Promise<void> {
  if (ids.length === 0) return;
  await tx.query(
    `update message set text = $2, visible = $2, subject = $2, attachments = '[]' where ticket_id = any($1)`,
    [ids, words],
  );
  await tx.query(
    `update ticket set subject = $2, customer_references = '{}', first_message_id = null, erased_at = coalesce(erased_at, now())
     where id = any($1)`,
    [ids, words],
  );
  await tx.query(
    `update outgoing set content = null, response = null,
       state = case when state in ('queued', 'deferred') then 'cancelled' else state end
     where ticket_id = any($1) and state <> 'sending'`,
    [ids],
  );
  await tx.query("update rating set comment = '' where ticket_id = any($1)", [ids]);
  await tx.query(
    `update rating_history h set comment = '' from rating r
     where r.message_id = h.message_id and r.person = h.person and r.ticket_id = any($1)`,
    [ids],
  );
  await tx.query("update token set data = '{}' where ticket_id = any($1) and purpose <> 'bounce'", [ids]);
}

/** Ideas that were gathered from these tickets alone bear a customer's subject; `also` those that were published. */
export async function emptyIdeas(tx: Tx, ids: number[], words: string, also: "published" | null): Promise<void> {
  await tx.query(
    `update idea i set gathered_title = $2, folded_title = '', text = case when published_at is null then '' else text end
     where (published_at is null or $3) and exists (select from idea_ticket k where k.idea_id = i.id and k.ticket_id = any($1))
       and not exists (select from idea_ticket k where k.idea_id = i.id and not k.ticket_id = any($1))`,
    [ids, words, also === "published"],
  );
}

/** What one person wrote on other people's tickets. Answers with the raw mails it came in. */
export async function emptyMessagesOf(tx: Tx, author: string, words: string): Promise<void> {
  await tx.query(
    `update message set text = $2, visible = $2, subject = $2, attachments = '[]', author_name = '' where author_address = $1`,
    [author, words],
  );
  await tx.query("update rating set comment = '' where person = $1", [author]);
  await tx.query("update rating_history set comment = '' where person = $1", [author]);
}

/** What is kept of a person themself, and what would be written to them. The row stays for the tickets that name it. */
export async function emptyContact(tx: Tx, address: string, standIn: string): Promise<Buffer[]> {
  await tx.query(
    `update outgoing set content = null, response = null,
       state = case when state in ('queued', 'deferred') then 'cancelled' else state end
     where recipient = $1 and state <> 'sending'`,
    [address],
  );
  await tx.query("delete from token where person = $1", [address]);
  await tx.query("delete from greeting where address = $1", [address]);
  await tx.query("delete from withheld_letter where address = $1", [address]);
  await tx.query("delete from refusal where address = $1", [address]);
  await tx.query("delete from suppression where address = $1", [address]);
  await tx.query("delete from participant p using contact c where c.id = p.contact_id and c.address = $1", [address]);
  await tx.query(
    `update contact set address = $2, name = '', account_id = null, language = null, is_authoriser = false where address = $1`,
    [address, standIn],
  );
  const { rows } = await tx.query<{ sha256: Buffer }>("delete from web_form where address = $1 returning sha256", [
    address,
  ]);
  return await unneeded(
    tx,
    rows.map((row) => row.sha256),
  );
}
