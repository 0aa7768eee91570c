/** The two switches that every worker reads (greetings, commands), and what the daily self-test found. */
import type { Queries, Tx } from "../io/postgres.ts";

export type BreakerName = "greetings" | "commands";

export type Breaker = { name: BreakerName; since: Date; why: string };

export async function breakers(db: Queries): Promise<Breaker[]> {
  return (await db.query<Breaker>("select name, since, why from breaker order by name")).rows;
}

/** Whether mail commands are switched off. */
export async function areCommandsOff(db: Queries): Promise<boolean> {
  const { rowCount } = await db.query({ name: "commands off", text: "select from breaker where name = 'commands'" });
  return rowCount === 1;
}

/** Opens; false where it was open already. */
export async function openBreaker(tx: Tx, name: BreakerName, why: string, now: Date): Promise<boolean> {
  const { rowCount } = await tx.query(
    "insert into breaker (name, since, why) values ($1, $2, $3) on conflict (name) do nothing",
    [name, now, why],
  );
  return rowCount === 1;
}

/** Closes; since when it was open, or null where it was not. */
export async function closeBreaker(db: Queries, name: BreakerName): Promise<Date | null> {
  const { rows } = await db.query<{ since: Date }>("delete from breaker where name = $1 returning since", [name]);
  return rows[0]?.since ?? null;
}

/** New matters of unproven senders since then, told or not: what presses on the breaker. At most `most` are counted. */
export async function pressureSince(db: Queries, since: Date, most: number): Promise<number> {
  const { rows } = await db.query<{ count: number }>(
    `select count(*)::int as count from (select from greeting where received_at > $1 and not is_proven limit $2) as few`,
    [since, most],
  );
  return rows[0]?.count ?? 0;
}

/** How many greetings the open breaker held back. */
export async function withheldSince(db: Queries, since: Date): Promise<number> {
  const { rows } = await db.query<{ count: number }>(
    "select count(*)::int as count from greeting where decided_at >= $1 and withheld = 'breakerOpen'",
    [since],
  );
  return rows[0]?.count ?? 0;
}

/** Takes today's self-test for this worker; false where another has it. */
export async function claimSelfTest(db: Queries, day: string, now: Date): Promise<boolean> {
  const { rowCount } = await db.query("insert into self_test (day, at) values ($1, $2) on conflict (day) do nothing", [
    day,
    now,
  ]);
  return rowCount === 1;
}

/** Gives the day back: the test could not be made. */
export async function releaseSelfTest(db: Queries, day: string): Promise<void> {
  await db.query("delete from self_test where day = $1 and tried is null", [day]);
}

export async function writeSelfTest(
  db: Queries,
  day: string,
  tried: number,
  passedThrough: string[],
  now: Date,
): Promise<void> {
  await db.query(
    `insert into self_test (day, at, tried, passed_through) values ($1, $2, $3, $4)
     on conflict (day) do update set at = excluded.at, tried = excluded.tried, passed_through = excluded.passed_through`,
    [day, now, tried, passedThrough],
  );
}

export type SelfTestRow = { at: Date; tried: number | null; passedThrough: string[] | null };

export async function lastSelfTest(db: Queries): Promise<SelfTestRow | null> {
  const { rows } = await db.query<SelfTestRow>(
    `select at, tried, passed_through as "passedThrough" from self_test order by day desc limit 1`,
  );
  return rows[0] ?? null;
}
