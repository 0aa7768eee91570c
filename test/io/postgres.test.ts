import { afterAll, beforeAll, expect, test } from "vitest";
import { connectPool, DatabaseUnreachable, databasePlace, openPool, transaction } from "../../src/io/postgres.ts";
import { type FreshDatabase, freshDatabase } from "../harness/database.ts";

let database: FreshDatabase;
const options = { applicationName: "intray postgres.test" };

beforeAll(async () => {
  database = await freshDatabase("empty");
  await database.pool.query("create table sample (id bigint primary key, day date)");
});
afterAll(() => database.drop());

test("a transaction that returns has written all of it", async () => {
  const answer = await transaction(database.pool, async (tx) => {
    await tx.query("insert into sample (id) values ($1)", [1]);
    await tx.boss.executeSql("insert into sample (id) values ($1)", [2]);
    return "done";
  });
  expect(answer).toBe("done");
  const { rows } = await database.pool.query("select id from sample where id in (1, 2) order by id");
  expect(rows).toEqual([{ id: 1 }, { id: 2 }]);
});

test("a transaction that throws has written nothing, and its connection goes back clean", async () => {
  const failing = transaction(database.pool, async (tx) => {
    await tx.query("insert into sample (id) values (10)");
    await tx.boss.executeSql("insert into sample (id) values (10)");
  });
  await expect(failing).rejects.toMatchObject({ code: "23505" });
  const { rows } = await database.pool.query("select count(*) as count from sample where id = 10");
  expect(rows).toEqual([{ count: 0 }]);
  expect(database.pool.idleCount).toBe(database.pool.totalCount);
});

test("two transactions that lock each other out both come through, the one that was ended by running again", async () => {
  await database.pool.query("create table pair (id int primary key, touched int not null default 0)");
  await database.pool.query("insert into pair (id) values (1), (2)");
  let attempts = 0;
  let holding = 0;
  let bothHold = () => {};
  const both = new Promise<void>((resolve) => {
    bothHold = resolve;
  });
  const touch = "update pair set touched = touched + 1 where id = $1";
  const run = (first: number, second: number) =>
    transaction(database.pool, async (tx) => {
      attempts++;
      await tx.query(touch, [first]);
      if (++holding === 2) bothHold();
      await both;
      await tx.query(touch, [second]);
      return first;
    });
  expect(await Promise.all([run(1, 2), run(2, 1)])).toEqual([1, 2]);
  const { rows } = await database.pool.query("select id, touched from pair order by id");
  expect(rows).toEqual([
    { id: 1, touched: 2 },
    { id: 2, touched: 2 },
  ]);
  expect(attempts).toBe(3);
});

test.each([
  ["40001", 4],
  ["40P01", 4],
  ["23505", 1],
  ["57014", 1],
])("a transaction that always ends with %s is tried %i times", async (code, times) => {
  let attempts = 0;
  const failing = transaction(database.pool, async (tx) => {
    attempts++;
    await tx.query(`do $$ begin raise exception using errcode = '${code}'; end $$`);
  });
  await expect(failing).rejects.toMatchObject({ code });
  expect(attempts).toBe(times);
  expect(database.pool.idleCount).toBe(database.pool.totalCount);
});

test("a count is a number and a date is a day, whatever the zone of the process", async () => {
  const { rows } = await database.pool.query("select 9007199254740991::bigint as big, date '2026-03-29' as day");
  expect(rows).toEqual([{ big: 9_007_199_254_740_991, day: "2026-03-29" }]);
});

test("a connection killed inside a transaction fails that transaction alone", async () => {
  const pool = openPool(database.url, options);
  const killed = transaction(pool, async (tx) => {
    const { rows } = await tx.query<{ pid: number }>("select pg_backend_pid() as pid");
    await database.pool.query("select pg_terminate_backend($1, 5000)", [rows[0]?.pid]);
    await tx.query("select 1");
  });
  await expect(killed).rejects.toThrow();
  expect((await pool.query("select 1 as one")).rows).toEqual([{ one: 1 }]);
  await pool.end();
});

test("the timeouts reach the server under the name of the application", async () => {
  const pool = await connectPool(database.url, options);
  const settings = ["statement_timeout", "lock_timeout", "idle_in_transaction_session_timeout", "application_name"];
  const { rows } = await pool.query("select current_setting(name) as value from unnest($1::text[]) as name", [
    settings,
  ]);
  expect(rows.map((row) => row.value)).toEqual(["30s", "10s", "1min", "intray postgres.test"]);
  await pool.end();
});

const unusable: [rule: string, url: () => string, line: RegExp][] = [
  [
    "nobody listens",
    () => "postgres://a:secret@127.0.0.1:1/intray",
    /^no PostgreSQL answers at 127\.0\.0\.1:1\/intray; /,
  ],
  [
    "the host is unknown",
    () => "postgres://a:secret@db.invalid/intray",
    /^the database host of db\.invalid:5432\/intray /,
  ],
  ["the database is missing", () => database.url.replace(/t_\w+$/, "nowhere"), /there is no database at .*nowhere; /],
  ["TLS is asked of a server without it", () => `${database.url}?sslmode=require`, /does not support SSL/],
  [
    "the mode of TLS is unknown",
    () => `${database.url}?sslmode=maybe`,
    /^sslmode=maybe in DATABASE_URL is not known; /,
  ],
  [
    "the certificate authority is missing",
    () => `${database.url}?sslmode=verify-full&sslrootcert=/no`,
    /cannot be read/,
  ],
  ["it is no address", () => "localhost:5432", /^DATABASE_URL is not a PostgreSQL address; /],
];

test.each(unusable)("one line says what to do when %s", async (_rule, url, line) => {
  const error = await connectPool(url(), options).catch((thrown: unknown) => thrown);
  expect(error).toBeInstanceOf(DatabaseUnreachable);
  expect((error as Error).message).toMatch(line);
  expect((error as Error).message).not.toMatch(/secret|\n/);
});

test("the place of a database never shows its password", () => {
  expect(databasePlace("postgres://ada:secret@db.example:6432/desk?sslmode=require")).toBe("db.example:6432/desk");
});
