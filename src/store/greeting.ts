/**
 * Greetings: one row for each new matter, saying whether its sender got a letter by itself. Caps and floods are counted
 * here over sliding times; rows are only added, so that no mail waits for another's count.
 */
import type { Queries, Tx } from "../io/postgres.ts";
import type { FloodScope, Pressure } from "../ticket/restraint.ts";

export type GreetingClues = {
  address: string;
  domain: string;
  isProven: boolean;
  /** Not proven, or of no account that we know. */
  isStranger: boolean;
  /** Anybody has an address there: what one does says nothing of another. */
  isFreeMail: boolean;
  textHash: Buffer;
  /** Tickets of ours that the mail names. */
  named: number[];
  receivedAt: Date;
};

export type RunningFlood = { id: number; ticketId: number };

export type Counted = { pressure: Pressure; flood: RunningFlood | null };

const day = "interval '1 day'";
const hour = "interval '1 hour'";

/** Nothing is counted further than any cap reaches: under a flood the counting must stay cheap. */
const count = (condition: string, most: string) =>
  `(select count(*)::int from (select from greeting where ${condition} limit ${most}) as few)`;

const text = `select
  ${count(`address = $1 and received_at > $5::timestamptz - ${day} and withheld is null`, "100")} as "toAddress",
  ${count(`domain = $2 and received_at > $5::timestamptz - ${hour} and withheld is null and not is_proven`, "1000")} as "toDomain",
  ${count(`received_at > $5::timestamptz - ${hour} and withheld is null and not is_proven`, "$6")} as "toUnproven",
  ${count(`(address = $1 or (domain = $10 and cardinality($4::bigint[]) > 0)) and received_at > $5::timestamptz - ${day} and withheld is null and is_echo`, "10")} as echoes,
  exists (select from greeting where text_hash = $3 and address = $1 and received_at > $5::timestamptz - ${day}
            and decided_at < $5::timestamptz)
    or exists (select from greeting where ticket_id = any($4::bigint[]) and (address = $1 or domain = $10) and received_at > $5::timestamptz - ${day}) as "isEcho",
  ${count(`text_hash = $3 and received_at > $5::timestamptz - ${day} and withheld is null`, "100")} as "sameWords",
  exists (select from breaker where name = 'greetings') as "isBreakerOpen",
  exists (select from suppression where address = $1) as "isSuppressed",
  ${count(`address = $1 and is_proven = $8 and received_at > $5::timestamptz - ${hour}`, "$7")} as "fromAddress",
  ${count(`text_hash = $3 and address = $1 and is_proven = $8 and received_at > $5::timestamptz - ${hour}`, "$7")} as "sameText",
  ${count(`domain = $2 and received_at > $5::timestamptz - ${hour} and is_stranger`, "$7")} as "fromDomain",
  (select jsonb_build_object('id', f.id, 'ticketId', f.ticket_id) from flood f
    where f.ended_at is null and f.is_proven = $8
      and ((f.scope = 'sender' and f.subject = $1) or (f.scope = 'domain' and f.subject = $2 and $9))
    order by f.scope desc limit 1) as flood`;

/** What came and went before this mail. \`most\`: the largest limits of the desk. */
export async function countGreetings(
  tx: Tx,
  clues: GreetingClues,
  most: { greetings: number; matters: number },
): Promise<Counted> {
  const { rows } = await tx.query<Pressure & { flood: RunningFlood | null }>({ name: "count greetings", text }, [
    clues.address,
    clues.domain,
    clues.textHash,
    clues.named,
    clues.receivedAt,
    most.greetings,
    most.matters,
    clues.isProven,
    clues.isStranger,
    clues.isFreeMail ? "" : clues.domain,
  ]);
  const found = rows[0];
  if (!found) throw new Error("the count of greetings answered nothing");
  const { flood, ...pressure } = found;
  return { pressure, flood };
}

export type NewGreeting = GreetingClues & {
  ticketId: number;
  decidedAt: Date;
  withheld: string | null;
  isEcho: boolean;
};

export async function writeGreeting(tx: Tx, greeting: NewGreeting): Promise<void> {
  await tx.query(
    {
      name: "greeting",
      text: `insert into greeting (ticket_id, address, domain, received_at, decided_at, withheld, is_stranger, is_proven, text_hash, is_echo)
             values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)`,
    },
    [
      greeting.ticketId,
      greeting.address,
      greeting.domain,
      greeting.receivedAt,
      greeting.decidedAt,
      greeting.withheld,
      greeting.isStranger,
      greeting.isProven,
      greeting.textHash,
      greeting.isEcho,
    ],
  );
}

/** Silent by rule: nobody is told of these. */
const silentReasons = ["list", "notAddressedToUs", "ownAddress"];

export type Untold = { since: Date; reasons: { reason: string; count: number }[]; tickets: number[] };

/** Letters that were held back since the leads were told last; null where there are none. */
export async function untoldWithheld(db: Queries): Promise<Untold | null> {
  const { rows } = await db.query<{ reason: string; count: number; since: Date; tickets: number[] }>(
    `select reason, count(*)::int as count, min(at) as since, (array_agg(ticket_id order by at))[1:20] as tickets
       from (select withheld as reason, decided_at as at, ticket_id from greeting
              where withheld is not null and told_at is null and not withheld = any($1)
             union all
             select reason, at, ticket_id from withheld_letter where told_at is null) as untold
      group by reason order by count desc`,
    [silentReasons],
  );
  const [first] = rows;
  if (!first) return null;
  const since = new Date(Math.min(...rows.map((row) => row.since.getTime())));
  const tickets = [...new Set(rows.flatMap((row) => row.tickets).filter((id) => id !== null))].slice(0, 20);
  return { since, reasons: rows.map(({ reason, count: n }) => ({ reason, count: n })), tickets };
}

/** `reason` null: all of them. */
export async function markTold(tx: Tx, now: Date, reason: string | null): Promise<void> {
  await tx.query(
    `update greeting set told_at = $1 where withheld is not null and told_at is null and coalesce(withheld = $2, true)`,
    [now, reason],
  );
  if (reason === null) await tx.query("update withheld_letter set told_at = $1 where told_at is null", [now]);
}

/** Whether letters of this event are in the outbox already; whoever asks holds the place until the end of the transaction. */
export async function isLetterWritten(tx: Tx, eventKey: string): Promise<boolean> {
  const { rows } = await tx.query<{ locked: boolean; written: boolean }>(
    `select pg_try_advisory_xact_lock(hashtextextended($1, 1043)) as locked,
            exists (select from outgoing where event_key = $1) as written`,
    [eventKey],
  );
  return !rows[0]?.locked || rows[0].written;
}

/** Nothing here is asked for after so long; what was not told yet stays. */
export async function dropOldGreetings(db: Queries, before: Date): Promise<void> {
  await db.query("delete from greeting where received_at < $1 and decided_at < $1", [before]);
  await db.query("delete from withheld_letter where at < $1 and told_at is not null", [before]);
  await db.query("delete from refusal where at < $1", [new Date(before.getTime() - 90 * 24 * 3600 * 1000)]);
}

/** Begins a flood, kept under this ticket; false where another worker was quicker. */
export async function beginFlood(
  tx: Tx,
  flood: FloodScope,
  isProven: boolean,
  ticketId: number,
  now: Date,
): Promise<boolean> {
  const { rowCount } = await tx.query(
    `insert into flood (scope, subject, is_proven, ticket_id, began_at) values ($1, $2, $3, $4, $5)
     on conflict (scope, subject, is_proven) where ended_at is null do nothing`,
    [flood.scope, flood.subject, isProven, ticketId, now],
  );
  return rowCount === 1;
}

export type EndingFlood = { id: number; ticketId: number; subject: string; scope: "sender" | "domain"; count: number };

/** Running floods to which fewer than \`few\` mails came since \`since\`; locked for the caller. */
export async function endingFloods(tx: Tx, since: Date, few: number): Promise<EndingFlood[]> {
  const { rows } = await tx.query<EndingFlood>(
    `select f.id, f.ticket_id as "ticketId", f.subject, f.scope,
            (select count(*)::int from raw_mail r where r.ticket_id = f.ticket_id and r.reason = 'flood'
              and r.received_at >= f.began_at - interval '1 hour') as count
       from flood f
      where f.ended_at is null and f.began_at < $1
        and (select count(*) from (select from raw_mail r where r.ticket_id = f.ticket_id and r.reason = 'flood'
               and r.received_at > $1 limit $2) as late) < $2
      order by f.id limit 100 for update of f skip locked`,
    [since, few],
  );
  return rows;
}

export async function endFlood(tx: Tx, id: number, now: Date): Promise<void> {
  await tx.query("update flood set ended_at = $2 where id = $1", [id, now]);
}
