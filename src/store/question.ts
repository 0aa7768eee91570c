/** Questions as rows: which customers have been silent for as long as the desk lets them, and what has had its time. */
import type { Queries } from "../io/postgres.ts";

/** Tickets with a question that is to be asked again, or is over, by `now` (ms since epoch). */
export async function dueQuestions(db: Queries, now: number, countMax: number): Promise<number[]> {
  const { rows } = await db.query<{ ticket_id: number }>(
    `select q.ticket_id from question q join ticket t on t.id = q.ticket_id
      where q.ask_again_at <= $1 and (t.status = 'solved' or (t.status <> 'closed' and q.question->>'kind' <> 'resolution'))
      order by q.ask_again_at limit $2`,
    [new Date(now), countMax],
  );
  return rows.map((row) => row.ticket_id);
}
