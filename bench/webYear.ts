/**
 * The desk that the pages' benchmark looks at: a year of tickets as they stand in life. People, teams, words and states differ,
 * accounts have the plans of their tickets, what is due by now was told, the next look at each clock lies ahead, and the
 * next ticket gets the next number.
 */
import pg from "pg";
import { parseDesk } from "../src/ticket/desk.ts";
import { remindersFor, soonest } from "../src/ticket/look.ts";
import { calendarOf } from "../src/ticket/sla/calendar.ts";
import { nextThreshold, passedThresholds } from "../src/ticket/sla/clock.ts";
import { deskYaml } from "../test/harness/deskFile.ts";
import { planYear, writeYear, type Year } from "../test/harness/manyTickets.ts";

const dayMs = 86_400_000;

/** Fills an empty database whose desk is in force with `ticketCount` tickets, each with a message of its requester. */
export async function writeLivedYear(url: string, ticketCount: number): Promise<void> {
  const year = planYear(ticketCount, 20_261_123, Date.now());
  // Our own pool's timeouts are for statements of life.
  const db = new pg.Pool({ connectionString: url, max: 1 });
  await writeYear(db, year);
  await db.query("alter table ticket disable trigger ticket_clock_figures_change");
  await writePeople(db);
  await endForgotten(db);
  await writeLooks(db, year);
  await writeWords(db);
  await db.query("alter table ticket enable trigger ticket_clock_figures_change");
  // The year's tickets brought their own numbers.
  await db.query("select setval(pg_get_serial_sequence('ticket', 'id'), (select max(id) from ticket))");
  await db.query("vacuum analyze");
  await db.end();
}

/** Many requesters; three agents; every third account pays for more; a fifth of what was closed waits for its customer. */
async function writePeople(db: pg.Pool): Promise<void> {
  await db.query(
    `insert into contact (address, name)
       select 'person' || n || '@firm' || n % 300 || '.example', 'Person ' || n from generate_series(1, 5000) n`,
  );
  await db.query("update account set plan = 'enterprise' where id % 3 = 0");
  const isBack = "status = 'closed' and closed_how = 'agreed' and id % 5 = 0";
  await db.query(
    `update ticket t set
       subject = (array['Checkout is down', 'Refund of an order', 'Płatność nie działa', 'Invoice is wrong'])[1 + id % 4] || ' ' || id,
       requester_id = 2 + id % 5000,
       account_id = (select a.id from account a where a.plan = t.plan order by a.id offset t.id % 60 limit 1),
       team = case when id % 3 = 0 then 'success' else 'technical' end,
       assignee = case when id % 7 < 3 then null when id % 3 = 0 then 'ola@acme.example'
                       when id % 2 = 0 then 'jan@acme.example' else 'ewa@acme.example' end,
       status = case when ${isBack} then (array['pending', 'solved', 'onHold'])[1 + id / 5 % 3]
                     when status = 'open' and id % 4 = 0 then 'new' else status end,
       closed_how = case when ${isBack} then null else closed_how end,
       closed_at = case when ${isBack} then null else closed_at end,
       updated_at = opened_at + interval '1 hour',
       next_due_at = (select min(to_timestamp((c->>'dueAt')::float8 / 1000)) from jsonb_array_elements(clocks) c
                       where c->>'state' = 'running' and c->>'dueAt' is not null)
     where merged_into is null and closed_how is distinct from 'spam'`,
  );
}

/** The year leaves some tickets open for months, each hour of which would be told: on a desk that is looked after none is. */
async function endForgotten(db: pg.Pool): Promise<void> {
  await db.query(
    `update ticket set status = 'closed', closed_how = 'agreed', closed_at = opened_at + interval '10 days', next_due_at = null,
            clocks = replace(clocks::text, '"state": "running"', '"state": "missed"')::jsonb
      where status in ('new', 'open') and opened_at < now() - interval '10 days'`,
  );
}

/** What was told of each clock in its time, and when the worker looks at each ticket next. */
async function writeLooks(db: pg.Pool, { rows, now }: Year): Promise<void> {
  const desk = parseDesk(deskYaml);
  const calendars = (name: string) => calendarOf(desk, name);
  const told: object[] = [];
  const looks = rows.flatMap(({ planned: { id, severity, openedAt }, clocks }) => {
    if (openedAt < now - 10 * dayMs) return [];
    const reminders = remindersFor({ severity }, { desk });
    for (const clock of clocks) {
      const passed = passedThresholds(calendars, clock, reminders, clock.startedAt, now);
      told.push(...passed.map(({ threshold, at }) => ({ id, clock: clock.id, threshold, at: new Date(at) })));
    }
    const at = soonest(clocks.map((clock) => nextThreshold(calendars, clock, reminders, now)?.at ?? null));
    return at === null ? [] : [{ id, at: new Date(at) }];
  });
  await db.query(
    `update ticket t set next_look_at = l.at from jsonb_to_recordset($1::jsonb) as l(id bigint, at timestamptz)
      where t.id = l.id and t.status <> 'closed'`,
    [JSON.stringify(looks)],
  );
  await db.query(
    `insert into reminder (ticket_id, clock, target_version, threshold, due_at, fired_at)
       select l.id, l.clock, 1, l.threshold, l.at, l.at
         from jsonb_to_recordset($1::jsonb) as l(id bigint, clock text, threshold text, at timestamptz)
     on conflict do nothing`,
    [JSON.stringify(told)],
  );
}

async function writeWords(db: pg.Pool): Promise<void> {
  await db.query(
    `insert into message (ticket_id, direction, author_name, author_address, at, subject, text, visible)
       select t.id, 'in', c.name, c.address, t.opened_at, t.subject, words, words
         from ticket t join contact c on c.id = t.requester_id,
           lateral (select 'Good morning, order ' || t.id || ' is stuck since ' || (t.id % 28 + 1) || ' March and '
             || (array['the refund', 'zwrot', 'the parcel', 'faktura', 'the payment'])[1 + t.id % 5] || ' never came; '
             || repeat('we have tried it twice and the page says an error happened. ', 4)
             || case when t.id % 2500 = 0 then 'Our shop is in Włocławek, refund please.' else 'Regards' end as words) w`,
  );
}
