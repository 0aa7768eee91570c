/** Which live tickets the sweep has to put right, found in batches by their numbers. */
import type { Queries } from "../io/postgres.ts";

/**
 * Tickets with a running clock that nobody would look at in time: no look is set, or one after the soonest due instant.
 * `isRepeated`: overdue tickets are looked at again and again, so they need a look too.
 */
export async function ticketsWithoutLook(
  db: Queries,
  isRepeated: boolean,
  now: number,
  after: number,
  countMax: number,
): Promise<number[]> {
  const { rows } = await db.query<{ id: number }>(
    `select id from ticket
      where status <> 'closed' and id > $3
        and ((next_look_at is null and exists (
               select from jsonb_array_elements(clocks) c
                where c->>'state' = 'running' and jsonb_typeof(c->'dueAt') = 'number'
                  and ($1 or jsonb_typeof(c->'breachedAt') is distinct from 'number')))
             or (next_due_at > $2 and next_look_at > next_due_at)
             or (hold_until is not null and (next_look_at is null or next_look_at > hold_until)))
      order by id limit $4`,
    [isRepeated, new Date(now), after, countMax],
  );
  return rows.map(({ id }) => id);
}

/** Live tickets that were promised by an older version of the desk. */
export async function ticketsOfOldDesk(
  db: Queries,
  version: number,
  after: number,
  countMax: number,
): Promise<number[]> {
  const { rows } = await db.query<{ id: number }>(
    `select id from ticket where status <> 'closed' and merged_into is null and desk_version_id < $1 and id > $2
      order by id limit $3`,
    [version, after, countMax],
  );
  return rows.map(({ id }) => id);
}

/** The ticket's promises are the same in this version; a look that is due by `now` is not put off. */
export async function setDeskVersion(
  db: Queries,
  ticketId: number,
  version: number,
  nextLookAt: number | null,
  now: number,
): Promise<void> {
  await db.query(
    `update ticket set desk_version_id = $2,
            next_look_at = case when next_look_at <= $4 then next_look_at else $3::timestamptz end
      where id = $1`,
    [ticketId, version, nextLookAt === null ? null : new Date(nextLookAt), new Date(now)],
  );
}

/** Live tickets whose account has another plan than theirs. */
export async function ticketsOfOldPlan(db: Queries, after: number, countMax: number): Promise<number[]> {
  const { rows } = await db.query<{ id: number }>(
    `select t.id from ticket t join account a on a.id = t.account_id
      where t.status <> 'closed' and t.merged_into is null and t.plan <> a.plan and t.id > $1 order by t.id limit $2`,
    [after, countMax],
  );
  return rows.map(({ id }) => id);
}

export async function planOfAccount(db: Queries, accountId: number): Promise<string | null> {
  const { rows } = await db.query<{ plan: string }>("select plan from account where id = $1", [accountId]);
  return rows[0]?.plan ?? null;
}
