/**
 * How late reminders are: 100,000 tickets with a clock ahead, 1,000 of them due within one minute, looked at by the worker's
 * own loop; lateness from the due moment to the commit that holds the letters. Beside it the same moments as pg-boss jobs in
 * a queue of equal size, and how long it takes to find the next look with 1,000,000 pending.
 * Run: node bench/timers.ts [pending] [due] [seconds]
 */
import { chmodSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { PgBoss } from "pg-boss";
import { startPostgres } from "../src/demo/database.ts";
import { putIntoForce } from "../src/flow/apply.ts";
import { openDesks } from "../src/flow/desks.ts";
import { startReminding } from "../src/flow/remind.ts";
import { loadTemplates } from "../src/io/letters/templates.ts";
import { openLog } from "../src/io/log.ts";
import { openPool, transaction } from "../src/io/postgres.ts";
import { parseKeyring } from "../src/mail/write/reference.ts";
import { migrate } from "../src/store/migrate.ts";
import { soonestLook, takeDueLook } from "../src/store/reminder.ts";
import { parseDesk } from "../src/ticket/desk.ts";
import { calendarOf } from "../src/ticket/sla/calendar.ts";
import { startClock } from "../src/ticket/sla/clock.ts";
import { deskYaml, support } from "../test/harness/deskFile.ts";

const pendingCount = Number(process.argv[2] ?? 100_000);
const dueCount = Number(process.argv[3] ?? 1_000);
const windowMs = Number(process.argv[4] ?? 60) * 1_000;
const manyCount = pendingCount * 10;
const goals = { p95: 2_000, max: 5_000, ratio: 2 };
const dayMs = 86_400_000;
/** Half of the target, which is 30 minutes around the clock. */
const firstThresholdMs = 15 * 60_000;
const desk = parseDesk(deskYaml);
const calendars = (name: string) => calendarOf(desk, name);

const folder = mkdtempSync(join(tmpdir(), "intray-timers-"));
chmodSync(folder, 0o755);
const server = await startPostgres({
  folder: join(folder, "postgres"),
  trust: true,
  settings: ["track_commit_timestamp=on", "max_connections=60"],
});
const pool = openPool(server.url, { applicationName: "bench timers" });
try {
  await migrate(pool);
  await putIntoForce(pool, desk, [], false);
  await pool.query("insert into contact (address, name) values ('ada@shop.example', 'Ada')");
  await addTickets(pendingCount - dueCount, () => Date.now() + dayMs + Math.random() * 90 * dayMs);
  await pool.query("vacuum analyze ticket");
  const few = await fetchTimes();
  const late = await lateness();
  tell(`${pendingCount} pending, ${dueCount} due within ${windowMs / 1_000} s: lateness to the commit`, late);
  tell("the same moments as pg-boss jobs, polled every 0.5 s", await bossLateness());
  await addTickets(manyCount - pendingCount, () => Date.now() + dayMs + Math.random() * 90 * dayMs);
  await pool.query("vacuum analyze ticket");
  const many = await fetchTimes();
  tell(`finding the soonest look, ${pendingCount} pending`, few.soonest);
  tell(`finding the soonest look, ${manyCount} pending`, many.soonest);
  tell(`taking a due ticket under its lock, ${pendingCount} pending`, few.taking);
  tell(`taking a due ticket under its lock, ${manyCount} pending`, many.taking);
  const ratio = share(many.taking, 0.5) / share(few.taking, 0.5);
  const isGood = share(late, 0.95) <= goals.p95 && share(late, 1) <= goals.max && ratio <= goals.ratio;
  console.log(
    `taking with ten times as many: ${ratio.toFixed(2)} times as long. Goals (p95 ${goals.p95} ms, max ${goals.max} ms, ` +
      `at most ${goals.ratio} times): ${isGood ? "reached" : "MISSED"}`,
  );
} finally {
  await pool.end();
  await server.stop();
  rmSync(folder, { recursive: true, force: true });
}

/** Tickets whose next look is at `lookAt`, in batches. */
async function addTickets(count: number, lookAt: () => number): Promise<void> {
  const target = { ms: 2 * firstThresholdMs, clock: "business" as const, calendar: "always" };
  for (let made = 0; made < count; made += 5_000) {
    const rows = Array.from({ length: Math.min(5_000, count - made) }, () => {
      const at = Math.round(lookAt());
      const clock = startClock(calendars, "firstResponse", 1, target, at - firstThresholdMs, "opened");
      return { at: new Date(at), due: new Date(clock.dueAt ?? at), clocks: [clock] };
    });
    await pool.query(
      `insert into ticket (subject, status, severity, plan, requester_id, team, language, clocks, desk_version_id, opened_at,
                           next_due_at, next_look_at)
       select 'Checkout is down', 'new', 'A', 'enterprise', 1, 'technical', 'en', t.clocks, 1, t.at, t.due, t.at
       from jsonb_to_recordset($1::jsonb) as t(at timestamptz, due timestamptz, clocks jsonb)`,
      [JSON.stringify(rows)],
    );
  }
}

/** The worker's loop for one window; a moment is met when the commit that holds its letters is done. */
async function lateness(): Promise<number[]> {
  const templates = await loadTemplates();
  const keys = parseKeyring(`k1:${Buffer.alloc(32, 7).toString("base64")}`);
  const stationery = {
    templates,
    keys,
    support: { name: "Acme Support", address: support },
    replyPattern: "support+{token}@acme.example",
    publicUrl: "http://localhost:3000",
  };
  const shop = { pool, desks: openDesks(Date.now), stationery, log: openLog("error", "json"), now: Date.now };
  const from = Date.now() + 2_000;
  await addTickets(dueCount, () => from + Math.random() * windowMs);
  const reminding = startReminding(shop, () => {});
  await sleep(from + windowMs + goals.max - Date.now());
  await reminding.stop();
  const { rows } = await pool.query<{ ms: number }>(
    `select (extract(epoch from pg_xact_commit_timestamp(r.xmin) - r.due_at) * 1000)::float8 as ms from reminder r
      where threshold = '50%'`,
  );
  const letters = await pool.query<{ n: number }>("select count(*)::int as n from outgoing");
  if (rows.length !== dueCount || letters.rows[0]?.n !== 2 * dueCount) {
    throw new Error(`${rows.length} reminders and ${letters.rows[0]?.n} letters of ${dueCount} tickets`);
  }
  return rows.map(({ ms }) => ms);
}

async function bossLateness(): Promise<number[]> {
  const boss = new PgBoss({ connectionString: server.url, max: 5, useListenNotify: true });
  boss.on("error", () => {});
  await boss.start();
  await boss.createQueue("clock", { policy: "short", notify: true });
  for (let made = 0; made < pendingCount - dueCount; made += 2_000) {
    const jobs = Array.from({ length: 2_000 }, (_, index) => ({
      singletonKey: `far${made + index}`,
      startAfter: new Date(Date.now() + dayMs + Math.random() * 13 * dayMs),
    }));
    await boss.insert("clock", jobs);
  }
  await pool.query("analyze");
  const from = Date.now() + 2_000;
  const moments = Array.from({ length: dueCount }, () => Math.round(from + Math.random() * windowMs));
  await boss.insert(
    "clock",
    moments.map((at, index) => ({ singletonKey: `near${index}`, startAfter: new Date(at), data: { at } })),
  );
  const late: number[] = [];
  await boss.work<{ at: number }>(
    "clock",
    { batchSize: 100, burstWhenBatchFull: true, pollingIntervalSeconds: 0.5, notifyPollingIntervalSeconds: 0.5 },
    async (jobs) => {
      for (const job of jobs) late.push(Date.now() - job.data.at);
    },
  );
  await sleep(from + windowMs + goals.max - Date.now());
  await boss.stop({ graceful: true, timeout: 5_000 });
  return late;
}

/** What the loop asks: when is the next look, and whose is it. One ticket is made due for each asking. */
async function fetchTimes(): Promise<{ soonest: number[]; taking: number[] }> {
  const soonest: number[] = [];
  const taking: number[] = [];
  const { rows } = await pool.query<{ id: number }>("select id from ticket order by random() limit 400");
  for (const { id } of rows) {
    await transaction(pool, async (tx) => {
      await tx.query("update ticket set next_look_at = $2 where id = $1", [id, new Date(Date.now() - 1_000)]);
      soonest.push(await timed(() => soonestLook(tx)));
      taking.push(await timed(() => takeDueLook(tx, Date.now())));
      await tx.query("rollback and chain");
    });
  }
  return { soonest, taking };
}

async function timed(work: () => Promise<unknown>): Promise<number> {
  const start = performance.now();
  await work();
  return performance.now() - start;
}

function share(values: number[], part: number): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(part * sorted.length))] ?? Number.NaN;
}

function tell(what: string, values: number[]): void {
  const [p50, p95, max] = [0.5, 0.95, 1].map((part) => share(values, part).toFixed(1));
  console.log(`${what}: p50 ${p50} ms, p95 ${p95} ms, max ${max} ms (${values.length})`);
}
