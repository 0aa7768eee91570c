import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { openLog } from "../../src/io/log.ts";
import { holdInstance, type Instance } from "../../src/store/instance.ts";
import {
  abandonOrphans,
  claimDue,
  type Fate,
  nextDueIn,
  returnUnsent,
  reviveUnknown,
  settle,
  settleAndClaim,
} from "../../src/store/outbox.ts";
import { type FreshDatabase, freshDatabase } from "../harness/database.ts";

const log = openLog("silent", "json");
const now = new Date("2026-11-23T09:00:00Z");
const at = (ms: number) => new Date(now.getTime() + ms);

describe("the outbox", () => {
  let database: FreshDatabase;
  let one: Instance;
  let two: Instance;
  beforeAll(async () => {
    database = await freshDatabase();
    [one, two] = [await holdInstance(database.pool, log), await holdInstance(database.pool, log)];
  });
  beforeEach(() => database.pool.query("truncate outgoing restart identity"));
  afterAll(async () => {
    await Promise.all([one.release(), two.release()]);
    await database.drop();
  });

  async function write(
    name: string,
    change: { priority?: number; nextAt?: Date; class?: string; state?: string; sender?: string } = {},
  ) {
    const { rows } = await database.pool.query<{ id: number }>(
      `insert into outgoing (event_key, recipient, letter, class, message_id, envelope_from, content, priority, created_at, next_at, state, sender)
       values ($1, $1, 'answer', $2, $1, 'b@acme.example', '{"attachments": []}', $3, $4, $5, $6, $7) returning id`,
      [
        name,
        change.class ?? "reply",
        change.priority ?? 5,
        at(-60_000),
        change.nextAt ?? at(-1),
        change.state ?? "queued",
        change.sender ?? null,
      ],
    );
    return rows[0]?.id ?? 0;
  }

  async function look(id: number) {
    const { rows } = await database.pool.query(
      `select state, attempts, unknown_count as "unknownCount", content is null as "isEmpty" from outgoing where id = $1`,
      [id],
    );
    return rows[0];
  }

  const fate = (id: number, change: Partial<Fate> = {}): Fate => ({
    id,
    state: "sent",
    response: "250 ok",
    delayMs: 0,
    attempts: 1,
    unknownCount: 0,
    keepsContent: false,
    ...change,
  });

  test("the most urgent are taken first, then the longest due, and none before its time", async () => {
    await write("late", { nextAt: at(-10) });
    await write("early", { nextAt: at(-20) });
    await write("urgent", { priority: 1, nextAt: at(-5) });
    await write("held", { priority: 1, nextAt: at(30_000) });
    const taken = await claimDue(database.pool, one.name, 2, now);
    expect(taken.map((row) => row.recipient)).toEqual(["urgent", "early"]);
    expect(taken[0]).toMatchObject({ ageMs: 60_000, attempts: 0, unknownCount: 0, class: "reply" });
    expect((await claimDue(database.pool, two.name, 10, now)).map((row) => row.recipient)).toEqual(["late"]);
    expect(await nextDueIn(database.pool, now)).toBe(30_000);
  });

  test("claims at the same moment never share a letter", async () => {
    for (let i = 0; i < 40; i++) await write(`p${i}`);
    const claims = await Promise.all([one, two, one, two].map(({ name }) => claimDue(database.pool, name, 10, now)));
    const ids = claims.flat().map((row) => row.id);
    expect(ids.length).toBeGreaterThan(0);
    expect(new Set(ids).size).toBe(ids.length);
  });

  test("a fate is written for the sender's own letters only, and empties their words", async () => {
    const ids = { mine: await write("mine"), theirs: await write("theirs") };
    await claimDue(database.pool, one.name, 1, now);
    await claimDue(database.pool, two.name, 1, now);
    expect(await settle(database.pool, one.name, [fate(ids.mine), fate(ids.theirs)], now)).toEqual([ids.mine]);
    expect(await look(ids.mine)).toMatchObject({ state: "sent", isEmpty: true });
    expect(await look(ids.theirs)).toMatchObject({ state: "sending", isEmpty: false });
  });

  test("fates and the next claim fit in one statement", async () => {
    const first = await write("first");
    await write("second");
    await claimDue(database.pool, one.name, 1, now);
    const next = await settleAndClaim(
      database.pool,
      one.name,
      [fate(first, { state: "deferred", delayMs: 60_000, keepsContent: true })],
      5,
      now,
    );
    expect(next.map((row) => row.recipient)).toEqual(["second"]);
    expect(await look(first)).toMatchObject({ state: "deferred", isEmpty: false });
    expect(await nextDueIn(database.pool, now)).toBe(60_000);
  });

  test("letters of a dead sender are of unknown fate: replies come again in time, courtesies never", async () => {
    const dead = { state: "sending", sender: "host/1/dead" };
    const ids = {
      reply: await write("reply", dead),
      courtesy: await write("courtesy", { ...dead, class: "courtesy" }),
      living: await write("living", { state: "sending", sender: two.name }),
      own: await write("own", { state: "sending", sender: one.name }),
    };
    expect(await abandonOrphans(database.pool, one.name, 900_000, now)).toBe(2);
    expect(await look(ids.reply)).toMatchObject({ state: "unknown", unknownCount: 1, isEmpty: false });
    expect(await look(ids.courtesy)).toMatchObject({ state: "unknown", isEmpty: true });
    expect(await look(ids.living)).toMatchObject({ state: "sending" });
    expect(await look(ids.own)).toMatchObject({ state: "sending" });
    expect(await nextDueIn(database.pool, now)).toBe(900_000);
    await reviveUnknown(database.pool, at(899_000));
    expect(await look(ids.reply)).toMatchObject({ state: "unknown" });
    await reviveUnknown(database.pool, at(900_000));
    expect(await look(ids.reply)).toMatchObject({ state: "deferred", unknownCount: 1 });
    expect(await look(ids.courtesy)).toMatchObject({ state: "unknown" });
  });

  test("letters claimed for us that we do not know of wait again", async () => {
    const ids = [await write("known"), await write("lost")];
    await claimDue(database.pool, one.name, 2, now);
    expect(await returnUnsent(database.pool, one.name, [ids[0] ?? 0])).toBe(1);
    expect(await look(ids[1] ?? 0)).toMatchObject({ state: "deferred", attempts: 0 });
    expect(await look(ids[0] ?? 0)).toMatchObject({ state: "sending" });
  });

  test("a claim among many thousand waiting letters reads no more than it takes", async () => {
    await database.pool.query(
      `insert into outgoing (event_key, recipient, letter, class, message_id, envelope_from, content, next_at, created_at)
       select 'e' || i, 'r' || i, 'answer', 'reply', 'm' || i, 'b', '{}', $1::timestamptz + i * interval '1 second', $1 from generate_series(1, 20000) i`,
      [at(-5_000_000)],
    );
    await database.pool.query("analyze outgoing");
    const { rows } = await database.pool.query(
      `explain (format json) select id from outgoing where state in ('queued', 'deferred') and next_at <= $1 order by priority, next_at, id limit 5 for update skip locked`,
      [now],
    );
    expect(JSON.stringify(rows[0])).toContain("outgoing_due");
    expect(JSON.stringify(rows[0])).not.toContain('"Sort"');
  });
});
