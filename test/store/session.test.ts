/** What a session's look-up tells of the tickets: whether anything happened to one of them since. */
import { randomBytes } from "node:crypto";
import { afterAll, beforeAll, expect, test } from "vitest";
import { putIntoForce } from "../../src/flow/apply.ts";
import { transaction } from "../../src/io/postgres.ts";
import { agentOfSession, beginSession } from "../../src/store/session.ts";
import { parseDesk } from "../../src/ticket/desk.ts";
import { type FreshDatabase, freshDatabase } from "../harness/database.ts";
import { deskYaml } from "../harness/deskFile.ts";

const hash = randomBytes(32);
const happens = "insert into event (ticket_id, at, type, actor) values (1001, now(), 'noted', 'jan@acme.example')";
let database: FreshDatabase;
beforeAll(async () => {
  database = await freshDatabase();
  const { pool } = database;
  await putIntoForce(pool, parseDesk(deskYaml), [], false);
  await pool.query("insert into contact (address, name) values ('ada@shop.example', 'Ada')");
  await pool.query(
    `insert into ticket (id, subject, status, severity, plan, requester_id, team, language, desk_version_id, opened_at)
     select 1001, 'Down', 'open', 'B', 'standard', id, 'technical', 'en', 1, now() from contact`,
  );
  const endsAt = new Date(Date.now() + 3_600_000);
  await transaction(pool, (tx) =>
    beginSession(tx, { hash, agent: "jan@acme.example", beganAt: new Date(), endsAt }, 9),
  );
}, 60_000);
afterAll(() => database?.drop());

const eventsSeen = async () => (await agentOfSession(database.pool, hash, new Date()))?.events;

test("it is another one after each event, and the same as long as nothing happens", async () => {
  const seen = [await eventsSeen()];
  for (let n = 0; n < 5; n++) {
    await database.pool.query(happens);
    expect(seen).not.toContain(await eventsSeen());
    seen.push(await eventsSeen());
  }
  expect(await eventsSeen()).toBe(seen.at(-1));
});

test("it is another one when a transaction ends whose events have lower numbers than others that are seen", async () => {
  const late = await database.pool.connect();
  try {
    await late.query("begin");
    await late.query(happens);
    for (let n = 0; n < 50; n++) await database.pool.query(happens);
    const before = await eventsSeen();
    await late.query("commit");
    expect(await eventsSeen()).not.toBe(before);
  } finally {
    late.release(true);
  }
});
