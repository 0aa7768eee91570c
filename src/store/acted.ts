/** What agents did by mail: found again to be taken back, and answers stopped while they are still here. */
import type { Queries, Tx } from "../io/postgres.ts";
import type { Undoable } from "../ticket/input.ts";

/** Letters that bring an agent's words to customers. */
const relays = ["answer", "solved", "question", "merged", "split"];

/** The row of an answer that certainly has not left: whoever sends must first take it, and cannot while it is locked. */
const stillHere = "state in ('queued', 'deferred')";

/**
 * The agent's last mail on a ticket that was not taken back, or that of one raw mail; null where there is none. Its letters
 * are locked until the transaction ends.
 */
export async function lastActed(
  tx: Tx,
  ticketId: number,
  agent: string,
  rawMailId: number | null = null,
): Promise<Undoable | null> {
  const found = await lastActedOf(tx, ticketId, agent, rawMailId);
  if (!found) return null;
  const { rawMailId: mail, lines, text, before, after } = found.data;
  const { has_heard: hasHeard } = found;
  return { rawMailId: mail, lines, text, before, after, hasHeard, answer: await fateOfAnswer(tx, mail) };
}

type Acted = { ticket_id: number; data: Omit<Undoable, "answer">; has_heard: boolean };

/** On the ticket itself, or on one that this very mail merged into it. */
async function lastActedOf(
  db: Queries,
  ticketId: number,
  agent: string,
  rawMailId: number | null,
): Promise<Acted | null> {
  const { rows } = await db.query<Acted>(
    `select e.ticket_id, e.data,
            exists (select from event r where r.ticket_id = e.ticket_id and r.id > e.id
                       and r.type in ('received', 'questionAnswered')) as has_heard
       from event e
      where (e.ticket_id = $1 or (e.data->'after'->>'mergedInto' = $1::text
               and e.ticket_id in (select id from ticket where merged_into = $1)))
        and e.type = 'acted' and e.actor = $2 and ($3::bigint is null or e.raw_mail_id = $3)
        and not exists (select from event u where u.ticket_id = e.ticket_id and u.type = 'undone'
                          and u.data->'rawMailId' = e.data->'rawMailId')
      order by e.id desc limit 1`,
    [ticketId, agent, rawMailId],
  );
  return rows[0] ?? null;
}

/** Which two tickets taking back this agent's last mail would change; `other` null: only the one. Nothing is locked. */
export async function ticketsToUndo(
  db: Queries,
  ticketId: number,
  agent: string,
  rawMailId: number | null = null,
): Promise<{ ticketId: number; other: number | null } | null> {
  const found = await lastActedOf(db, ticketId, agent, rawMailId);
  if (!found) return null;
  const { before, after } = found.data;
  const linked = after.related?.find((id) => !before.related?.includes(id));
  return { ticketId: found.ticket_id, other: after.mergedInto ?? after.splitOff?.ticketId ?? linked ?? null };
}

async function fateOfAnswer(tx: Tx, rawMailId: number): Promise<Undoable["answer"]> {
  const all = await tx.query<{ id: number }>("select id from outgoing where event_key = any($1) and letter = any($2)", [
    keysOf(rawMailId),
    relays,
  ]);
  if (all.rows.length === 0) return "none";
  const here = await tx.query<{ id: number }>(
    `select id from outgoing where id = any($1) and ${stillHere} for update skip locked`,
    [all.rows.map(({ id }) => id)],
  );
  return here.rows.length === all.rows.length ? "held" : "left";
}

/** Stops the letters that `lastActed` has locked; their text stays on the ticket as a note. */
export async function stopAnswers(tx: Tx, rawMailId: number): Promise<void> {
  await tx.query(
    `update outgoing set state = 'cancelled', content = null, response = 'stopped by its agent'
      where event_key = any($1) and letter = any($2) and ${stillHere}`,
    [keysOf(rawMailId), relays],
  );
  await tx.query("update message set direction = 'note' where raw_mail_id = $1 and direction = 'out'", [rawMailId]);
}

/** The same mail came once more by another way (an alias and a list): its agent, its id and its words are the same. */
export async function actedBefore(
  db: Queries,
  mail: { id: number; sender: string; messageId: string; ticketId: number; text: string; lines: string[] },
): Promise<boolean> {
  const { rows } = await db.query<{ seen: boolean }>(
    `select exists (
       select from raw_mail r
         left join message m on m.raw_mail_id = r.id
         left join event e on e.raw_mail_id = r.id and e.type in ('acted', 'undone')
        where r.message_id = $2 and r.sender = $3 and r.id <> $1
          and (leads_to(r.ticket_id) = leads_to($4) or exists (
                 select from event s where s.raw_mail_id = r.id and s.type = 'splitOff' and s.data->'ticketId' = to_jsonb($4::bigint)))
          and r.disposition in ('answer', 'note', 'command')
          and (m.text = $5 or (m.id is null and (e.data->'lines' = $6::jsonb or e.type = 'undone')))) as seen`,
    [mail.id, mail.messageId, mail.sender, mail.ticketId, mail.text, JSON.stringify(mail.lines)],
  );
  return rows[0]?.seen ?? false;
}

/** The same forward of an agent came once more by another way. */
export async function passedOnBefore(
  db: Queries,
  mail: { id: number; sender: string; messageId: string; text: string },
): Promise<boolean> {
  const { rows } = await db.query<{ seen: boolean }>(
    `select exists (
       select from raw_mail r join message m on m.raw_mail_id = r.id
        where r.message_id = $2 and r.sender = $3 and r.id <> $1 and m.direction = 'in' and m.text = $4) as seen`,
    [mail.id, mail.messageId, mail.sender, mail.text],
  );
  return rows[0]?.seen ?? false;
}

function keysOf(rawMailId: number): string[] {
  return [`mail:${rawMailId}`, `mail:${rawMailId}:approved`];
}
