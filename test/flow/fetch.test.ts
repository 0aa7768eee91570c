import { setTimeout as sleep } from "node:timers/promises";
import { ImapFlow } from "imapflow";
import { afterAll, afterEach, beforeAll, describe, expect, test } from "vitest";
import { type FetchOptions, fetchInbox } from "../../src/flow/fetch.ts";
import { openBlobs, sha256Of } from "../../src/io/blobs.ts";
import { openLog } from "../../src/io/log.ts";
import { openQueue, type Queue } from "../../src/io/queue.ts";
import { limits } from "../../src/mail/limits.ts";
import { holdInstance, type Instance } from "../../src/store/instance.ts";
import { type FreshDatabase, freshDatabase } from "../harness/database.ts";
import { type Dovecot, hasDovecot, password, startDovecot } from "../harness/dovecot.ts";
import { startProxy } from "./proxy.ts";

const log = openLog("silent", "json");
/** Every connection to the database but the one that asks, as a restart of the server would cut them. */
const cutAll = `select pg_terminate_backend(pid) from pg_stat_activity
  where datname = current_database() and pid <> pg_backend_pid()`;

type Stored = {
  uid: number;
  uidValidity: number;
  content: Buffer;
  receivedAt: Date;
  reason: string | null;
  bytes: number;
};

describe.skipIf(!hasDovecot())("fetching", () => {
  let dovecot: Dovecot;
  let database: FreshDatabase;
  let queue: Queue;
  let instance: Instance;
  const running: { stop: () => Promise<void> }[] = [];
  beforeAll(async () => {
    [dovecot, database] = await Promise.all([startDovecot(), freshDatabase()]);
    queue = await openQueue(database.url, log);
    instance = await holdInstance(database.pool, log);
  });
  afterEach(async () => {
    await Promise.all(running.splice(0).map((fetcher) => fetcher.stop()));
  });
  afterAll(async () => {
    await instance.release();
    await queue.stop();
    await Promise.all([dovecot.stop(), database.drop()]);
  });

  async function optionsFor(user: string, port = dovecot.imapPort): Promise<Omit<FetchOptions, "signal">> {
    const inbox = {
      name: user,
      host: "127.0.0.1",
      port,
      secure: false,
      user,
      password,
      folder: "INBOX",
      auth: "password" as const,
      moveTo: null,
      since: null,
    };
    const settings = { pauseMinMs: 20, pauseMaxMs: 100, leaseWaitMs: 50 };
    return {
      inbox,
      pool: database.pool,
      queue,
      blobs: await openBlobs({ kind: "postgres" }),
      log,
      instance: instance.name,
      settings,
    };
  }

  function start(options: Omit<FetchOptions, "signal">) {
    const ended = new AbortController();
    const done = fetchInbox({ ...options, signal: ended.signal });
    const fetcher = {
      abort: () => ended.abort(),
      stop: async () => {
        ended.abort();
        await done;
      },
    };
    running.push(fetcher);
    return fetcher;
  }

  async function stored(user: string): Promise<Stored[]> {
    const { rows } = await database.pool.query<Stored>(
      `select r.uid, r.uid_validity as "uidValidity", r.content, r.received_at as "receivedAt", r.reason, r.byte_count as bytes
         from raw_mail r join mailbox m on m.id = r.mailbox_id where m.name = $1 order by r.id`,
      [user],
    );
    return rows;
  }

  async function untilStored(user: string, count: number): Promise<Stored[]> {
    return await until(async () => {
      const rows = await stored(user);
      return rows.length >= count ? rows : null;
    });
  }

  async function flagsOf(user: string, folder = "INBOX"): Promise<string[][]> {
    const client = new ImapFlow({
      host: "127.0.0.1",
      port: dovecot.imapPort,
      secure: false,
      doSTARTTLS: false,
      auth: { user, pass: password },
      logger: false,
    });
    await client.connect();
    await client.mailboxOpen(folder);
    const rows = await client.fetchAll("1:*", { flags: true });
    await client.logout();
    return rows.map((row) => [...(row.flags ?? [])].sort());
  }

  test("every mail is stored with its exact bytes and receipt, the reader is woken, and the mail is marked but not seen", async () => {
    const raws = Array.from({ length: 120 }, (_, i) =>
      Buffer.from(`Subject: mail ${i}\r\n\r\n${"zażółć".repeat(i * 20)}\r\n`),
    );
    const at = (i: number) => new Date(Date.UTC(2026, 9, 1, 10, 0, i));
    for (const [i, raw] of raws.entries()) await dovecot.deliver("exact", raw, { internalDate: at(i) });
    start(await optionsFor("exact"));
    const rows = await untilStored("exact", raws.length);
    expect(rows.map((row) => row.content.toString()).sort()).toEqual(raws.map(String).sort());
    expect(rows.map((row) => row.receivedAt.getTime()).sort()).toEqual(raws.map((_, i) => at(i).getTime()));
    const jobs = await database.pool.query("select from pgboss.job where name = 'process'");
    expect(jobs.rowCount).toBeGreaterThan(0);
    const flags = await until(async () => {
      const all = await flagsOf("exact");
      return all.every((of) => of.includes("$IntrayStored")) ? all : null;
    });
    expect(flags.flat()).not.toContain("\\Seen");
  });

  test("new mail is heard at once, long before the next sweep", async () => {
    await dovecot.deliver("idle", "Subject: first\r\n\r\none\r\n");
    start(await optionsFor("idle"));
    await untilStored("idle", 1);
    for (const count of [2, 3, 4]) {
      const before = performance.now();
      await dovecot.deliver("idle", `Subject: ${count}\r\n\r\nmore\r\n`);
      await untilStored("idle", count);
      expect(performance.now() - before).toBeLessThan(5_000);
    }
  });

  test("a folder older than the desk is read from the day that `since` names, and what comes later is read as ever", async () => {
    for (const [subject, day] of [
      ["old", "2026-01-10"],
      ["older than its day", "2026-03-01"],
      ["new", "2026-06-02"],
    ] as const) {
      await dovecot.deliver("since", `Subject: ${subject}\r\n\r\nx\r\n`, {
        internalDate: new Date(`${day}T12:00:00Z`),
      });
    }
    const options = await optionsFor("since");
    start({ ...options, inbox: { ...options.inbox, since: new Date("2026-06-01T00:00:00Z") } });
    const [only] = await untilStored("since", 1);
    expect(String(only?.content)).toContain("Subject: new");
    await dovecot.deliver("since", "Subject: later\r\n\r\nx\r\n");
    expect((await untilStored("since", 2)).map((row) => /Subject: (.*)\r/.exec(String(row.content))?.[1])).toEqual([
      "new",
      "later",
    ]);
  });

  test("a connection cut anywhere in a range loses and doubles nothing", async () => {
    const raws = Array.from({ length: 30 }, (_, i) =>
      Buffer.from(`Subject: cut ${i}\r\n\r\n${"x".repeat(i * 997)}\r\n`),
    );
    for (const raw of raws) await dovecot.deliver("cut", raw, { internalDate: new Date() });
    const proxy = await startProxy(dovecot.imapPort);
    // Each connection gets a little further into the answers before it ends.
    for (let bytes = 300, i = 0; i < 25; i++, bytes += 4_111) {
      proxy.cutAfter(bytes);
      const fetcher = start(await optionsFor("cut", proxy.port));
      await until(async () => proxy.cutCount() > i || (await stored("cut")).length === raws.length);
      await fetcher.stop();
    }
    expect(proxy.cutCount()).toBeGreaterThan(5);
    proxy.cutAfter(null);
    start(await optionsFor("cut", proxy.port));
    const rows = await untilStored("cut", raws.length);
    expect(rows.map((row) => row.content.toString()).sort()).toEqual(raws.map(String).sort());
    await proxy.stop();
  });

  test("a changed UIDVALIDITY has the mailbox read again from its first mail, under new keys with the same bytes", async () => {
    // Older than what the reconcile looks at: only the cursor can bring these back.
    const longAgo = new Date("2026-01-05T09:00:00Z");
    for (const i of [1, 2, 3])
      await dovecot.deliver("renumbered", `Subject: ${i}\r\n\r\nsame\r\n`, { internalDate: longAgo });
    start(await optionsFor("renumbered"));
    const before = await untilStored("renumbered", 3);
    await dovecot.recreateInbox("renumbered");
    const after = (await untilStored("renumbered", 6)).slice(3);
    expect(new Set(after.map((row) => row.uidValidity))).not.toContain(before[0]?.uidValidity);
    const hashes = (rows: Stored[]) => rows.map((row) => sha256Of(row.content).toString("hex")).sort();
    expect(hashes(after)).toEqual(hashes(before));
  });

  test("of two fetchers one reads at a time, and the other takes over when the first ends", async () => {
    const other = await holdInstance(database.pool, log);
    const options = await optionsFor("shared");
    const readers: string[] = [];
    const noting = (name: string) => ({ ...options, instance: name, onStored: () => readers.push(name) });
    for (let i = 0; i < 20; i++) await dovecot.deliver("shared", `Subject: ${i}\r\n\r\n${i}\r\n`);
    const fetchers = [start(noting(instance.name)), start(noting(other.name))];
    await untilStored("shared", 20);
    expect(new Set(readers).size).toBe(1);
    await fetchers[readers[0] === instance.name ? 0 : 1]?.stop();
    await dovecot.deliver("shared", "Subject: last\r\n\r\nlast\r\n");
    await untilStored("shared", 21);
    expect(new Set(readers).size).toBe(2);
    await other.release();
  });

  test("a lease held by a worker that died is taken at once", async () => {
    const options = await optionsFor("orphan");
    await database.pool.query(
      "insert into mailbox (name, lease_holder, lease_until) values ('orphan', 'a/1/dead', now() + interval '1 hour')",
    );
    await dovecot.deliver("orphan", "Subject: hello\r\n\r\nhello\r\n");
    start(options);
    expect(await untilStored("orphan", 1)).toHaveLength(1);
  });

  test("a worker that lost its lease stores nothing more", async () => {
    const other = await holdInstance(database.pool, log);
    const options = await optionsFor("lost");
    await dovecot.deliver("lost", "Subject: one\r\n\r\none\r\n");
    start(options);
    await untilStored("lost", 1);
    const takeOver =
      "update mailbox set lease_holder = $1, lease_until = now() + interval '1 hour' where name = 'lost'";
    await database.pool.query(takeOver, [other.name]);
    await dovecot.deliver("lost", "Subject: two\r\n\r\ntwo\r\n");
    const note = await until(async () => {
      const { rows } = await database.pool.query("select last_error from mailbox where name = 'lost'");
      return rows[0].last_error;
    });
    expect(note).toMatch(/another worker/);
    expect(await stored("lost")).toHaveLength(1);
    await other.release();
    await untilStored("lost", 2);
  });

  test("a worker that ends between the commit and the mark stores nothing twice", async () => {
    const options = await optionsFor("unmarked");
    for (let i = 0; i < 5; i++) await dovecot.deliver("unmarked", `Subject: ${i}\r\n\r\n${i}\r\n`);
    const first: { abort?: () => void } = {};
    const fetcher = start({ ...options, onStored: () => first.abort?.() });
    first.abort = fetcher.abort;
    await untilStored("unmarked", 5);
    await fetcher.stop();
    expect((await flagsOf("unmarked")).flat()).not.toContain("$IntrayStored");
    start(options);
    await dovecot.deliver("unmarked", "Subject: six\r\n\r\nsix\r\n");
    expect((await untilStored("unmarked", 6)).map((row) => row.uid)).toEqual([1, 2, 3, 4, 5, 6]);
  });

  test("a mail that is missing in the tables is found by the reconcile", async () => {
    const options = await optionsFor("gap");
    for (let i = 0; i < 4; i++) await dovecot.deliver("gap", `Subject: ${i}\r\n\r\n${i}\r\n`);
    await start(options).stop;
    await untilStored("gap", 4);
    await running.at(-1)?.stop();
    await database.pool.query(
      "delete from raw_mail where uid in (2, 3) and mailbox_id = (select id from mailbox where name = 'gap')",
    );
    start(options);
    expect((await untilStored("gap", 4)).map((row) => row.uid).sort()).toEqual([1, 2, 3, 4]);
  });

  test("a mail above the limit is kept by its beginning, with the reason, and the next mails follow", async () => {
    const large = Buffer.concat([
      Buffer.from("Subject: huge\r\n\r\n"),
      Buffer.alloc(limits.rawBytesMax + 1_000_000, "a\r\n"),
    ]);
    await dovecot.deliver("huge", large, { internalDate: new Date() });
    await dovecot.deliver("huge", "Subject: small\r\n\r\nsmall\r\n");
    start(await optionsFor("huge"));
    const rows = await untilStored("huge", 2);
    const huge = rows.find((row) => row.bytes > limits.rawBytesMax);
    const small = rows.find((row) => row.bytes < limits.rawBytesMax);
    expect(huge).toMatchObject({ reason: "tooLarge", bytes: large.length });
    expect(huge?.content).toHaveLength(limits.headerBytesMax);
    expect(small).toMatchObject({ reason: null });
  });

  test("a server that falls silent is left, and reading goes on when it answers again", async () => {
    const options = await optionsFor("silent");
    await dovecot.deliver("silent", "Subject: one\r\n\r\none\r\n");
    start({ ...options, settings: { ...options.settings, sweepMs: 200, silenceMaxMs: 1_000 } });
    await untilStored("silent", 1);
    dovecot.pause();
    await until(async () => {
      const { rows } = await database.pool.query("select last_error from mailbox where name = 'silent'");
      return rows[0].last_error;
    });
    dovecot.resume();
    await dovecot.deliver("silent", "Subject: two\r\n\r\ntwo\r\n");
    await untilStored("silent", 2);
  });

  test("a restarted server is read again by itself", async () => {
    await dovecot.deliver("restarted", "Subject: one\r\n\r\none\r\n");
    start(await optionsFor("restarted"));
    await untilStored("restarted", 1);
    await dovecot.restart();
    await dovecot.deliver("restarted", "Subject: two\r\n\r\ntwo\r\n");
    await untilStored("restarted", 2);
  });

  test("a database that cuts every connection again and again loses and doubles nothing", async () => {
    start(await optionsFor("cutbase"));
    const raws: string[] = [];
    for (let i = 0; i < 40; i++) {
      raws.push(`Subject: ${i}\r\n\r\nmail ${i}\r\n`);
      await dovecot.deliver("cutbase", raws[i] ?? "", { internalDate: new Date() });
      if (i % 8 === 0) await database.pool.query(cutAll);
    }
    const rows = await untilStored("cutbase", raws.length);
    expect(rows.map((row) => row.content.toString()).sort()).toEqual(raws.sort());
  });

  test("stored mail is moved where the address asks for it", async () => {
    const options = await optionsFor("moved");
    await dovecot.deliver("moved", "Subject: one\r\n\r\none\r\n");
    start({ ...options, inbox: { ...options.inbox, moveTo: "Stored" } });
    await untilStored("moved", 1);
    const moved = await until(async () => {
      const flags = await flagsOf("moved", "Stored").catch(() => []);
      return flags.length ? flags : null;
    });
    expect(moved).toHaveLength(1);
    await dovecot.deliver("moved", "Subject: two\r\n\r\ntwo\r\n");
    await untilStored("moved", 2);
  });

  test("a refused login is told in one line, without the password, and not tried again at once", async () => {
    const proxy = await startProxy(dovecot.imapPort);
    const options = await optionsFor("refused", proxy.port);
    start({ ...options, inbox: { ...options.inbox, password: "s3cret-wrong" } });
    const note = await until(async () => {
      const { rows } = await database.pool.query("select last_error from mailbox where name = 'refused'");
      return rows[0]?.last_error;
    });
    expect(note).toMatch(/mailbox refused at 127\.0\.0\.1:\d+: the login was refused .*INBOX_URL$/);
    expect(note).not.toContain("s3cret");
    await dovecot.deliver("patient", "Subject: meanwhile\r\n\r\nhello\r\n");
    start(await optionsFor("patient"));
    await untilStored("patient", 1);
    expect(proxy.connectionCount()).toBe(1);
    await proxy.stop();
  });
});

/** Asks again until there is an answer; a test's time limit ends it. A test that cuts all connections cuts its own too. */
async function until<T>(ask: () => Promise<T | null | undefined | false>): Promise<T> {
  for (;;) {
    const answer = await ask().catch((error) => {
      if (error instanceof Error && "code" in error && error.code === "57P01") return null;
      throw error;
    });
    if (answer) return answer;
    await sleep(20);
  }
}
