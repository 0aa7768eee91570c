/** Which agents are away until when. */
import type { Queries, Tx } from "../io/postgres.ts";
import type { Away, AwayChange } from "../ticket/away.ts";

/** Everyone who is away at `now` (ms since epoch), by address. */
export async function listAway(db: Queries, now: number): Promise<Record<string, Away>> {
  const { rows } = await db.query<{ agent: string; until: Date; source: Away["source"] }>(
    "select agent, until, source from agent_away where until > $1",
    [new Date(now)],
  );
  return Object.fromEntries(rows.map(({ agent, until, source }) => [agent, { until: until.getTime(), source }]));
}

export async function saveAway(tx: Tx, { agent, away }: AwayChange): Promise<void> {
  if (away === null) {
    await tx.query("delete from agent_away where agent = $1", [agent]);
    return;
  }
  await tx.query(
    `insert into agent_away (agent, until, source) values ($1, $2, $3)
     on conflict (agent) do update set until = excluded.until, source = excluded.source, said_at = now()`,
    [agent, new Date(away.until), away.source],
  );
}
