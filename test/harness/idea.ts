/** A public idea, as if agents had gathered and published it. */
import type { Pool } from "pg";

export async function publishIdea(pool: Pool, title: string): Promise<number> {
  const { rows } = await pool.query<{ id: number }>(
    `insert into idea (gathered_title, folded_title, title, status, published_at, created_at, changed_at)
     values ($1, lower($1), $1, 'planned', now(), now(), now()) returning id::int`,
    [title],
  );
  return rows[0]?.id ?? 0;
}
