/** What the database server says of itself, for those who check an installation. */
import type { Queries } from "../io/postgres.ts";

export type DatabaseFacts = {
  version: string;
  encoding: string;
  isReadOnly: boolean;
  connectionsMax: number;
  connectionsFree: number;
  /** The server's clock against this process's, and how long asking took. */
  aheadMs: number;
  tripMs: number;
};

export async function databaseFacts(db: Queries): Promise<DatabaseFacts> {
  const { rows } = await db.query<Omit<DatabaseFacts, "aheadMs" | "tripMs">>(
    `select current_setting('server_version') as version, current_setting('server_encoding') as encoding,
            pg_is_in_recovery() or current_setting('transaction_read_only') = 'on' as "isReadOnly",
            current_setting('max_connections')::int as "connectionsMax",
            current_setting('max_connections')::int - current_setting('superuser_reserved_connections')::int
              - (select count(*)::int from pg_stat_activity where backend_type = 'client backend') as "connectionsFree"`,
  );
  const facts = rows[0];
  if (!facts) throw new Error("the database said nothing of itself");
  return { ...facts, ...(await clock(db)) };
}

async function clock(db: Queries): Promise<{ aheadMs: number; tripMs: number }> {
  const before = Date.now();
  const { rows } = await db.query<{ at: number }>(
    "select (extract(epoch from clock_timestamp()) * 1000)::float8 as at",
  );
  const after = Date.now();
  return { aheadMs: (rows[0]?.at ?? Number.NaN) - (before + after) / 2, tripMs: after - before };
}
