/** The forged mails that the desk sent to itself, and what came of each. */
import type { Queries, Tx } from "../io/postgres.ts";
import type { Probe } from "../mail/write/probe.ts";

export type ProbeState = "sending" | "sent" | "refused" | "unsent" | "returned" | "arrived" | "believed" | "missing";

export type ProbeRow = Probe & { at: Date; state: ProbeState; detail: string };

/**
 * Whether today's mails are still to be written. Not in the first hour of a desk: whoever sets it up is trying it with other
 * mails just then, and may not have finished.
 */
export async function isRunDue(db: Queries, run: string, now: Date, settledMs: number): Promise<boolean> {
  const { rows } = await db.query<{ due: boolean }>(
    `select not exists (select from probe where run = $1)
            and exists (select from self_test where tried is not null and at <= $2::timestamptz - $3 * interval '1 millisecond')
            as due`,
    [run, now, settledMs],
  );
  return rows[0]?.due === true;
}

/** Claims a run; false where another worker has it. */
export async function beginRun(db: Queries, run: string, names: string[], now: Date): Promise<boolean> {
  const { rowCount } = await db.query(
    `insert into probe (run, name, at, state) select $1, name, $3, 'sending' from unnest($2::text[]) as name
     on conflict do nothing`,
    [run, names, now],
  );
  return rowCount === names.length;
}

/** Takes the mails that no server could be given; each is tried so many times. */
export async function retakeUnsent(db: Queries, run: string, attemptsMax: number): Promise<string[]> {
  const { rows } = await db.query<{ name: string }>(
    `update probe set state = 'sending', attempts = attempts + 1
      where run = $1 and state = 'unsent' and attempts < $2 returning name`,
    [run, attemptsMax],
  );
  return rows.map(({ name }) => name);
}

/** What the mail server said. A mail that arrived meanwhile keeps what became of it. */
export async function writeSubmitted(
  db: Queries,
  { run, name }: Probe,
  state: "sent" | "refused" | "unsent",
  detail: string,
): Promise<void> {
  await db.query("update probe set state = $3, detail = $4 where run = $1 and name = $2 and state = 'sending'", [
    run,
    name,
    state,
    detail,
  ]);
}

/** Locks a mail that is still awaited and was sent since `since`; null for any other: each counts once. */
export async function awaitedProbe(tx: Tx, { run, name }: Probe, since: Date): Promise<ProbeRow | null> {
  const { rows } = await tx.query<ProbeRow>(
    `select run, name, at, state, detail from probe
      where run = $1 and name = $2 and at > $3 and state in ('sending', 'sent', 'unsent', 'returned', 'missing')
        for update`,
    [run, name, since],
  );
  return rows[0] ?? null;
}

export async function writeArrived(
  tx: Tx,
  { run, name }: Probe,
  state: "arrived" | "believed" | "returned",
  detail: string,
): Promise<void> {
  await tx.query("update probe set state = $3, detail = $4 where run = $1 and name = $2", [run, name, state, detail]);
}

/** What was sent before `before` and never came; rows older than `forgotten` are let go. */
export async function endProbes(db: Queries, before: Date, forgotten: Date): Promise<number> {
  const { rowCount } = await db.query(
    "update probe set state = 'missing' where state in ('sending', 'sent') and at < $1",
    [before],
  );
  await db.query("delete from probe where at < $1", [forgotten]);
  return rowCount ?? 0;
}

/** The mails of the latest run, in the order of their names; empty where none was ever sent. */
export async function latestRun(db: Queries): Promise<ProbeRow[]> {
  const { rows } = await db.query<ProbeRow>(
    `select run, name, at, state, detail from probe
      where run = (select run from probe order by at desc, run desc limit 1) order by name`,
  );
  return rows;
}
