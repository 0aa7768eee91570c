/**
 * The outbox: letters to be sent and what became of each. A row is `sending` (committed) before the first byte of it
 * leaves, so that after a crash nobody takes it for unsent; `content` is emptied once the row's fate is known.
 * `now` null means the database's clock; an instant is given only where a test lets time pass.
 */

import type { Extras } from "../io/letters/templates.ts";
import type { Queries } from "../io/postgres.ts";
import type { Mail } from "../mail/write/compose.ts";
import type { Letter } from "../ticket/letter.ts";
import { aliveSql } from "./instance.ts";

/** A letter with all its facts; its words are written from them when it is sent, because HTML is twenty times as large. */
export type LetterToWrite = { letter: Letter; extras: Extras };

/** What `compose` writes a mail from; the bytes of attachments are taken from the raw mail when it is sent. */
export type OutgoingContent = Omit<Mail, "attachments" | "messageId" | "subject" | "text" | "html"> & {
  words: LetterToWrite;
  attachments: { rawMailId: number; index: number; name: string; type: string }[];
};

export type OutgoingRow = {
  id: number;
  recipient: string;
  letter: string;
  class: "reply" | "courtesy";
  ticketId: number | null;
  messageRowId: number | null;
  messageId: string;
  envelopeFrom: string;
  /** Null where it has been emptied by mistake: such a row cannot be sent. */
  content: OutgoingContent | null;
  attempts: number;
  unknownCount: number;
  /** How long ago the letter was written. */
  ageMs: number;
};

/** What is written to a row after it was tried. `delayMs`: when it is looked at again, from now. */
export type Fate = {
  id: number;
  state: "sent" | "deferred" | "failed" | "unknown";
  response: string;
  delayMs: number;
  attempts: number;
  unknownCount: number;
  keepsContent: boolean;
};

const clock = (parameter: string) => `coalesce(${parameter}::timestamptz, now())`;

const columns = `o.id, o.recipient, o.letter, o.class, o.ticket_id as "ticketId", o.message_row_id as "messageRowId",
  o.message_id as "messageId", o.envelope_from as "envelopeFrom", o.content, o.attempts, o.unknown_count as "unknownCount"`;

/** `$1` instance, `$2` the clock: every statement below begins so. */
const settling = `update outgoing o set state = f.state, response = f.response, attempts = f.attempts,
    unknown_count = f."unknownCount", next_at = ${clock("$2")} + f."delayMs" * interval '1 millisecond',
    sent_at = case when f.state = 'sent' then ${clock("$2")} end, content = case when f."keepsContent" then o.content end
  from jsonb_to_recordset($3::jsonb) as f(id bigint, state text, response text, "delayMs" float8, attempts int,
                                          "unknownCount" smallint, "keepsContent" boolean)
  where o.id = f.id and o.sender = $1 and o.state in ('sending', 'unknown')
  returning o.id`;

const claiming = (limit: string) => `due as materialized (
    select id, row_number() over () as place from (
      select id from outgoing where state in ('queued', 'deferred') and next_at <= ${clock("$2")}
       order by priority, next_at, id limit ${limit} for update skip locked) as first
  ), taken as (
    update outgoing o set state = 'sending', sender = $1, sending_at = ${clock("$2")} from due where o.id = due.id
    returning ${columns}, (extract(epoch from ${clock("$2")} - o.created_at) * 1000)::float8 as "ageMs", due.place
  ) select * from taken order by place`;

const settlingAndClaiming = `with settled as (${settling}), ${claiming("$4")}`;

/** Takes up to `countMax` due rows for this instance: the most urgent, then the oldest. They are `sending` from then on. */
export async function claimDue(
  db: Queries,
  instance: string,
  countMax: number,
  now: Date | null,
): Promise<OutgoingRow[]> {
  if (countMax === 0) return [];
  return (
    await db.query<OutgoingRow>({ name: "claim letters", text: `with ${claiming("$3")}` }, [instance, now, countMax])
  ).rows;
}

/** Writes fates; answers with the ids it wrote: a row that another worker has judged meanwhile is left alone. */
export async function settle(db: Queries, instance: string, fates: Fate[], now: Date | null): Promise<number[]> {
  if (fates.length === 0) return [];
  const { rows } = await db.query<{ id: number }>(settling, [instance, now, JSON.stringify(fates)]);
  return rows.map((row) => row.id);
}

/** Both at once, where nobody needs to be told of the fates: one round trip and one flush for a handful of letters. */
export async function settleAndClaim(
  db: Queries,
  instance: string,
  fates: Fate[],
  countMax: number,
  now: Date | null,
): Promise<OutgoingRow[]> {
  const values = [instance, now, JSON.stringify(fates), countMax];
  return (await db.query<OutgoingRow>({ name: "settle and claim letters", text: settlingAndClaiming }, values)).rows;
}

/** Replies whose fate has been unknown once are due again after their time. */
export async function reviveUnknown(db: Queries, now: Date | null): Promise<void> {
  await db.query(
    `update outgoing set state = 'deferred'
      where state = 'unknown' and unknown_count = 1 and class = 'reply' and next_at <= ${clock("$1")}`,
    [now],
  );
}

/** In how many milliseconds the next row is due; null when none waits. */
export async function nextDueIn(db: Queries, now: Date | null): Promise<number | null> {
  const { rows } = await db.query<{ ms: number | null }>(
    `select (extract(epoch from min(at) - ${clock("$1")}) * 1000)::float8 as ms from (
       select min(next_at) as at from outgoing where state in ('queued', 'deferred')
       union all
       select min(next_at) from outgoing where state = 'unknown' and unknown_count = 1 and class = 'reply') as soonest`,
    [now],
  );
  return rows[0]?.ms ?? null;
}

/** A living worker whose connection broke shows itself again within this time. */
const reconnectMs = 5_000;

/**
 * Rows that a dead instance was sending: nobody knows whether they left. Replies wait for `replyDelayMs` and are sent once
 * more, courtesies never again. Answers with how many there were.
 */
export async function abandonOrphans(
  db: Queries,
  instance: string,
  replyDelayMs: number,
  now: Date | null,
): Promise<number> {
  const { rowCount } = await db.query(
    `update outgoing o set state = 'unknown', unknown_count = unknown_count + 1, attempts = attempts + 1,
            response = 'the worker ended while it was sending',
            next_at = ${clock("$3")} + $2::float8 * interval '1 millisecond',
            content = case when class = 'reply' then content end
      where state = 'sending' and sender <> $1 and not ${aliveSql("o.sender")}
        and (sending_at is null or sending_at < ${clock("$3")} - $4::float8 * interval '1 millisecond')`,
    [instance, replyDelayMs, now, reconnectMs],
  );
  return rowCount ?? 0;
}

/** Rows claimed for us by a commit whose answer was lost: they were certainly not sent, and wait again. */
export async function returnUnsent(db: Queries, instance: string, atWork: number[]): Promise<number> {
  const { rowCount } = await db.query(
    `update outgoing set state = 'deferred' where state = 'sending' and sender = $1 and not id = any($2::bigint[])`,
    [instance, atWork],
  );
  return rowCount ?? 0;
}
