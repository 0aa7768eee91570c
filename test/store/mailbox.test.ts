import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { openLog } from "../../src/io/log.ts";
import { transaction } from "../../src/io/postgres.ts";
import { holdInstance, type Instance } from "../../src/store/instance.ts";
import {
  ensureMailbox,
  LeaseLost,
  missingUids,
  moveCursor,
  noteLook,
  readCursor,
  releaseLease,
  takeLease,
} from "../../src/store/mailbox.ts";
import { insertRawMails, type NewRawMail } from "../../src/store/raw.ts";
import { type FreshDatabase, freshDatabase } from "../harness/database.ts";

const log = openLog("silent", "json");
const hourMs = 3_600_000;

describe("mailboxes", () => {
  let database: FreshDatabase;
  let one: Instance;
  let two: Instance;
  beforeAll(async () => {
    database = await freshDatabase();
    [one, two] = [await holdInstance(database.pool, log), await holdInstance(database.pool, log)];
  });
  afterAll(async () => {
    await Promise.all([one.release(), two.release()]);
    await database.drop();
  });

  const mail = (mailboxId: number | null, uid: number | null, words = `mail ${uid}`): NewRawMail => ({
    mailboxId,
    uidValidity: mailboxId === null ? null : 7,
    uid,
    sha256: Buffer.from(words),
    byteCount: words.length,
    content: Buffer.from(words),
    receivedAt: new Date("2026-11-23T09:00:00Z"),
  });

  test("a mailbox has one row, however often it is asked for", async () => {
    const ids = await Promise.all([1, 2, 3].map(() => ensureMailbox(database.pool, "same")));
    expect(new Set(ids).size).toBe(1);
  });

  test("a lease belongs to one living holder until it is given back or runs out", async () => {
    const id = await ensureMailbox(database.pool, "leased");
    expect(await takeLease(database.pool, id, one.name, hourMs)).toBe(true);
    expect(await takeLease(database.pool, id, two.name, hourMs)).toBe(false);
    expect(await takeLease(database.pool, id, one.name, hourMs)).toBe(true);
    await releaseLease(database.pool, id, two.name);
    expect(await takeLease(database.pool, id, two.name, hourMs)).toBe(false);
    await releaseLease(database.pool, id, one.name);
    expect(await takeLease(database.pool, id, two.name, -1)).toBe(true);
    expect(await takeLease(database.pool, id, one.name, hourMs)).toBe(true);
  });

  test("the lease of an instance that ended is free at once", async () => {
    const id = await ensureMailbox(database.pool, "orphaned");
    const third = await holdInstance(database.pool, log);
    await takeLease(database.pool, id, third.name, hourMs);
    expect(await takeLease(database.pool, id, one.name, hourMs)).toBe(false);
    await third.release();
    // PostgreSQL gives the lock back when it notices that the connection is closed.
    await expect.poll(() => takeLease(database.pool, id, one.name, hourMs)).toBe(true);
  });

  test("an instance whose connection broke is soon seen alive again", async () => {
    const id = await ensureMailbox(database.pool, "blinked");
    await takeLease(database.pool, id, one.name, hourMs);
    const holder = async (): Promise<number | null> => {
      const { rows } = await database.pool.query(
        `select pid from pg_locks where locktype = 'advisory' and objsubid = 2
            and objid = (hashtext($1)::bigint & 4294967295)::oid`,
        [one.name],
      );
      return rows[0]?.pid ?? null;
    };
    const before = await holder();
    await database.pool.query("select pg_terminate_backend($1)", [before]);
    await expect.poll(async () => ![null, before].includes(await holder()), { timeout: 10_000 }).toBe(true);
    expect(await takeLease(database.pool, id, two.name, hourMs)).toBe(false);
  });

  test("the cursor moves only for the holder, only forward, and begins anew with a new UIDVALIDITY", async () => {
    const id = await ensureMailbox(database.pool, "read");
    expect(await readCursor(database.pool, id)).toEqual({ uidValidity: null, lastUid: 0 });
    await takeLease(database.pool, id, one.name, hourMs);
    await moveCursor(database.pool, id, one.name, 7, 20);
    await moveCursor(database.pool, id, one.name, 7, 10);
    expect(await readCursor(database.pool, id)).toEqual({ uidValidity: 7, lastUid: 20 });
    await moveCursor(database.pool, id, one.name, 8, 3);
    expect(await readCursor(database.pool, id)).toEqual({ uidValidity: 8, lastUid: 3 });
    await expect(moveCursor(database.pool, id, two.name, 8, 4)).rejects.toThrow(LeaseLost);
  });

  test("mails whose cursor cannot move are not stored either", async () => {
    const id = await ensureMailbox(database.pool, "fenced");
    const storing = transaction(database.pool, async (tx) => {
      await insertRawMails(tx, [mail(id, 1)]);
      await moveCursor(tx, id, two.name, 7, 1);
    });
    await expect(storing).rejects.toThrow(LeaseLost);
    expect(await missingUids(database.pool, id, 7, [1])).toEqual([1]);
  });

  test("a mail is stored once under its UID, and any number of times without one", async () => {
    const id = await ensureMailbox(database.pool, "stored");
    expect(await insertRawMails(database.pool, [mail(id, 1), mail(id, 2)])).toHaveLength(2);
    expect(await insertRawMails(database.pool, [mail(id, 2), mail(id, 3)])).toHaveLength(1);
    expect(await insertRawMails(database.pool, [mail(null, null, "piped"), mail(null, null, "piped")])).toHaveLength(2);
    expect(await insertRawMails(database.pool, [])).toEqual([]);
    expect(await missingUids(database.pool, id, 7, [1, 2, 3, 4, 5])).toEqual([4, 5]);
    expect(await missingUids(database.pool, id, 8, [1])).toEqual([1]);
  });

  test("a look clears the note of what went wrong before", async () => {
    const id = await ensureMailbox(database.pool, "noted");
    const note = async () =>
      (await database.pool.query("select last_error, last_looked_at from mailbox where id = $1", [id])).rows[0];
    await noteLook(database.pool, id, "no answer");
    expect(await note()).toEqual({ last_error: "no answer", last_looked_at: null });
    await noteLook(database.pool, id, null);
    expect(await note()).toEqual({ last_error: null, last_looked_at: expect.any(Date) });
  });
});
