/**
 * The clocks' shadow is what the clocks are, whatever becomes of a ticket: after each of many changes it equals what
 * plain SQL reads out of the tickets' JSON.
 */
import { afterAll, beforeAll, expect, test } from "vitest";
import { putIntoForce } from "../../src/flow/apply.ts";
import { parseDesk } from "../../src/ticket/desk.ts";
import { type FreshDatabase, freshDatabase } from "../harness/database.ts";
import { deskYaml } from "../harness/deskFile.ts";
import { draws, planYear, writeYear } from "../harness/manyTickets.ts";

let database: FreshDatabase;
beforeAll(async () => {
  database = await freshDatabase();
  await putIntoForce(database.pool, parseDesk(deskYaml), [], false);
  await writeYear(database.pool, planYear(400, 7, Date.parse("2026-11-23T09:00:00Z"), 10), 10);
});
afterAll(() => database?.drop());

const shadow = `
  select f.ticket_id, f.metric, f.ordinal, s.word as severity, p.word as plan, f.account_id, f.is_counted, f.fate, f.started_at,
         f.due_at, f.stopped_at, f.breached_at, f.target_ms, f.used_ms, f.waited_ms
    from clock_figure f join figure_word s on s.id = f.severity join figure_word p on p.id = f.plan`;
const at = (name: string) => `to_timestamp((c->>'${name}')::numeric / 1000)`;
const isStopped = "c->>'state' in ('met', 'missed')";
const plain = `
  select t.id, array_position(array['firstResponse', 'nextResponse', 'resolution'], c->>'metric')::smallint,
         (c->>'ordinal')::smallint, t.severity, t.plan, t.account_id, coalesce(t.closed_how, '') <> 'spam' and t.merged_into is null,
         (array_position(array['met', 'missed', 'cancelled', null, 'running', null, 'paused'], c->>'state')
           + case when ${isStopped} or c->>'breachedAt' is null then 0 else 1 end)::smallint,
         ${at("startedAt")}, ${at("dueAt")}, ${at("stoppedAt")}, ${at("breachedAt")}, (c->'target'->>'ms')::bigint,
         case when ${isStopped} then (c->>'usedMs')::numeric::bigint end,
         case when ${isStopped} then ((c->>'stoppedAt')::numeric - (c->>'startedAt')::numeric
           - (select coalesce(sum(greatest(0, least((s->>'to')::numeric, (c->>'stoppedAt')::numeric) - (s->>'from')::numeric)), 0)
                from jsonb_array_elements(c->'spans') s))::bigint end
    from ticket t, jsonb_array_elements(t.clocks) c`;

/** Clocks on one side only, and how many there are at all. */
async function compared(): Promise<{ wrong: unknown[]; count: number }> {
  const { rows: wrong } = await database.pool.query(
    `(select 'shadow' as only, x.* from (${shadow} except ${plain}) x) union all (select 'plain', x.* from (${plain} except ${shadow}) x) limit 3`,
  );
  const { rows } = await database.pool.query(
    "select (select count(*)::int from clock_figure) as figures, (select sum(jsonb_array_length(clocks))::int from ticket) as clocks",
  );
  expect(rows[0].figures).toBe(rows[0].clocks);
  return { wrong, count: rows[0].figures };
}

test("the shadow of the clocks equals the tickets' JSON, whatever is done to a ticket", async () => {
  const { pool } = database;
  expect(await compared()).toMatchObject({ wrong: [] });
  const chance = draws(20_261_123);
  const other = "(select o.clocks from ticket o where o.id = $2)";
  const deeds = [
    "closed_how = 'spam', status = 'closed'",
    "closed_how = null, status = 'open'",
    "merged_into = case when merged_into is null then 1000 end",
    "severity = case when severity = 'A' then 'a new word' else 'A' end",
    "plan = 'plan ' || $2::bigint % 7",
    "account_id = case when account_id is null then 1 + $2::bigint % 10 end",
    "account_id = null, subject = ''",
    `clocks = ${other}`,
    "clocks = clocks - 0",
    "clocks = jsonb_path_query_array(clocks, '$[last to 0]')",
    "clocks = '[]'",
    'clocks = (select coalesce(jsonb_agg(c || \'{"state": "paused", "dueAt": null, "stoppedAt": null}\'), \'[]\') from jsonb_array_elements(clocks) c)',
    'clocks = (select coalesce(jsonb_agg(c || \'{"state": "cancelled", "breachedAt": 1790000000001}\'), \'[]\') from jsonb_array_elements(clocks) c)',
    "clocks = (select coalesce(jsonb_agg(case when c->>'stoppedAt' is null then c else c || '{\"state\": \"met\", \"usedMs\": 60001.0}' end), '[]') from jsonb_array_elements(clocks) c)",
  ];
  for (let turn = 0; turn < 250; turn++) {
    const id = 1_001 + chance.whole(400);
    const deed = chance.pick(deeds);
    await pool.query(`update ticket set ${deed} where id = $1 and $2::bigint is not null`, [
      id,
      1_001 + chance.whole(400),
    ]);
    if (turn % 10 === 0) expect((await compared()).wrong, deed).toEqual([]);
  }
  const { wrong, count } = await compared();
  expect(wrong).toEqual([]);
  expect(count).toBeGreaterThan(300);
});

test("what is deleted leaves the figures with its ticket", async () => {
  const { pool } = database;
  await pool.query(
    `insert into ticket (id, subject, status, severity, plan, requester_id, team, language, clocks, desk_version_id, opened_at)
     select 999999, subject, 'open', severity, plan, requester_id, team, language, clocks, desk_version_id, opened_at
       from ticket where jsonb_array_length(clocks) > 1 limit 1`,
  );
  const { rows } = await pool.query("select count(*)::int as count from clock_figure where ticket_id = 999999");
  expect(rows[0].count).toBeGreaterThan(1);
  expect((await compared()).wrong).toEqual([]);
  await pool.query("delete from ticket where id = 999999");
  expect((await compared()).wrong).toEqual([]);
});
