import { cpSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { openPool } from "../../src/io/postgres.ts";
import { MigrationConflict, migrate, pendingMigrations } from "../../src/store/migrate.ts";
import { type FreshDatabase, freshDatabase } from "../harness/database.ts";

let database: FreshDatabase;
let folder: string;

beforeEach(async () => {
  database = await freshDatabase("empty");
  folder = mkdtempSync(join(tmpdir(), "migrations-"));
  write("0001_first.sql", "create table one (id int); insert into one values (1);");
  write("0002_second.sql", "insert into one values (2);");
});

afterEach(async () => {
  await database.drop();
  rmSync(folder, { recursive: true });
});

function write(name: string, sqlText: string): void {
  writeFileSync(join(folder, name), sqlText);
}

async function ids(): Promise<number[]> {
  const { rows } = await database.pool.query<{ id: number }>("select id from one order by id");
  return rows.map((row) => row.id);
}

test("every file is applied once, in order, and then nothing is left", async () => {
  expect(await pendingMigrations(database.pool, folder)).toEqual(["0001_first.sql", "0002_second.sql"]);
  expect(await migrate(database.pool, folder)).toEqual({ applied: ["0001_first.sql", "0002_second.sql"] });
  expect(await pendingMigrations(database.pool, folder)).toEqual([]);
  expect(await migrate(database.pool, folder)).toEqual({ applied: [] });
  expect(await ids()).toEqual([1, 2]);
});

test("processes that migrate at the same moment share the work and do it once", async () => {
  for (let number = 3; number <= 20; number += 1) {
    write(`00${String(number).padStart(2, "0")}_more.sql`, `insert into one values (${number});`);
  }
  const pools = Array.from({ length: 4 }, () => openPool(database.url, { applicationName: "intray migrate.test" }));
  const results = await Promise.all(pools.map((pool) => migrate(pool, folder)));
  expect(results.flatMap((result) => result.applied).length).toBe(20);
  expect(await ids()).toEqual(Array.from({ length: 20 }, (_, index) => index + 1));
  await Promise.all(pools.map((pool) => pool.end()));
});

test("a file that fails leaves no trace, names itself, and is tried again", async () => {
  write("0003_wrong.sql", "create table two (id int); insert into nowhere values (1);");
  await expect(migrate(database.pool, folder)).rejects.toThrow(/^migration 0003_wrong\.sql failed: .*nowhere/);
  expect(await pendingMigrations(database.pool, folder)).toEqual(["0003_wrong.sql"]);
  expect((await database.pool.query("select to_regclass('two') as two")).rows).toEqual([{ two: null }]);
  write("0003_wrong.sql", "create table two (id int);");
  expect(await migrate(database.pool, folder)).toEqual({ applied: ["0003_wrong.sql"] });
});

const conflicts: [rule: string, change: () => void, line: RegExp][] = [
  ["an applied file was changed", () => write("0002_second.sql", "-- nothing"), /0002_second\.sql was changed after/],
  [
    "an applied file is missing",
    () => rmSync(join(folder, "0002_second.sql")),
    /another version of intray \(0002_second/,
  ],
  [
    "an applied file was renamed",
    () => {
      cpSync(join(folder, "0002_second.sql"), join(folder, "0002_other.sql"));
      rmSync(join(folder, "0002_second.sql"));
    },
    /0002_other\.sql is older than 0002_second\.sql/,
  ],
  ["a number is left out", () => write("0004_fourth.sql", ""), /0004_fourth\.sql should be number 3/],
  ["two files have one number", () => write("0002_another.sql", ""), /0002_second\.sql should be number 3/],
];

test.each(conflicts)("migrating stops with one line when %s", async (_rule, change, line) => {
  await migrate(database.pool, folder);
  change();
  for (const look of [migrate, pendingMigrations]) {
    const error = await look(database.pool, folder).catch((thrown: unknown) => thrown);
    expect(error).toBeInstanceOf(MigrationConflict);
    expect((error as Error).message).toMatch(line);
  }
  expect(await ids()).toEqual([1, 2]);
});
