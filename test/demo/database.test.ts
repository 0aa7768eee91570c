import { spawn } from "node:child_process";
import { once } from "node:events";
import { chmodSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import pg from "pg";
import { afterEach, beforeEach, expect, test } from "vitest";
import { DatabaseNotEmbedded } from "../../src/demo/binaries.ts";
import { type Database, startPostgres } from "../../src/demo/database.ts";

let folder: string;
const isRoot = process.getuid?.() === 0;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "embedded-"));
  chmodSync(folder, 0o755);
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

async function ask<T extends pg.QueryResultRow>(url: string, sqlText: string): Promise<T[]> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    return (await client.query<T>(sqlText)).rows;
  } finally {
    await client.end();
  }
}

/** Another process that starts the server of the folder and then waits to be ended. */
async function launcher(): Promise<{ url: string; kill: () => Promise<void> }> {
  const room = new URL("../../src/demo/database.ts", import.meta.url).href;
  const program = `const { startPostgres } = await import("${room}");
    const { url } = await startPostgres({ folder: process.argv[1] });
    console.log(url);
    setInterval(() => {}, 1000);`;
  const child = spawn(process.execPath, ["--input-type=module", "-e", program, folder], {
    stdio: ["ignore", "pipe", "inherit"],
  });
  const [url] = (await once(createInterface({ input: child.stdout }), "line")) as [string];
  return {
    url,
    kill: async () => {
      const ended = once(child, "exit");
      child.kill("SIGKILL");
      await ended;
    },
  };
}

test("data and password outlive a stop; only the password's owner gets in", async () => {
  const first = await startPostgres({ folder });
  await ask(first.url, "create table kept as select 1 as id");
  await first.stop();
  await expect(ask(first.url, "select 1")).rejects.toMatchObject({ code: "ECONNREFUSED" });

  const second = await startPostgres({ folder });
  expect(await ask(second.url, "select id from kept")).toEqual([{ id: 1 }]);
  expect(statSync(join(folder, "password")).mode & 0o777).toBe(0o600);
  const guess = second.url.replace(/:[^:@]+@/, ":guess@");
  await expect(ask(guess, "select 1")).rejects.toMatchObject({ code: "28P01" });
  await second.stop();
});

test("a second start shares the running server, and its stop leaves it running", async () => {
  const other = await launcher();
  const shared = await startPostgres({ folder });
  expect(shared).toMatchObject({ url: other.url, shared: true });
  await shared.stop();
  expect(await ask(other.url, "select 1 as one")).toEqual([{ one: 1 }]);
  await other.kill();
});

test("a server that others share outlives its starter, and the last of them stops it", async () => {
  const first = await startPostgres({ folder });
  const second = await startPostgres({ folder });
  await first.stop();
  expect(await ask(second.url, "select 1 as one")).toEqual([{ one: 1 }]);
  const third = await startPostgres({ folder });
  expect(third).toMatchObject({ url: first.url, shared: false });
  await second.stop();
  await second.stop();
  expect(await ask(third.url, "select 1 as one")).toEqual([{ one: 1 }]);
  await third.stop();
  await expect(ask(first.url, "select 1")).rejects.toMatchObject({ code: "ECONNREFUSED" });

  const [owner, sharer] = [await startPostgres({ folder }), await startPostgres({ folder })];
  await owner.stop();
  await sharer.stop();
  await expect(ask(sharer.url, "select 1")).rejects.toMatchObject({ code: "ECONNREFUSED" });
});

test("the server of a killed process is stopped and started anew, with every committed row", async () => {
  const other = await launcher();
  await ask(other.url, "create table kept as select 1 as id");
  const [before] = await ask<{ at: string }>(other.url, "select pg_postmaster_start_time()::text as at");
  await other.kill();
  const own = await startPostgres({ folder });
  expect(own.shared).toBe(false);
  const [after] = await ask<{ at: string }>(own.url, "select pg_postmaster_start_time()::text as at");
  expect(after).not.toEqual(before);
  expect(await ask(own.url, "select id from kept")).toEqual([{ id: 1 }]);
  await own.stop();
});

test("a pid file whose number now belongs to another program does not hinder the start", async () => {
  const first = await startPostgres({ folder });
  const file = join(folder, "pgdata", "postmaster.pid");
  const line = readFileSync(file, "utf8");
  await first.stop();
  writeFileSync(file, line.replace(/^\d+/, String(process.pid)));
  const second = await startPostgres({ folder });
  await second.stop();
});

test("the server comes back at the same address when the port is given, and its settings hold", async () => {
  const first = await startPostgres({ folder, trust: true, settings: ["work_mem=7MB"] });
  await first.stop();
  const second = await startPostgres({ folder, trust: true, port: first.port, settings: ["work_mem=7MB"] });
  expect(second.url).toBe(first.url);
  expect(await ask(second.url, "show work_mem")).toEqual([{ work_mem: "7MB" }]);
  await second.stop();
});

test("a start that fails says why in one line, and the next one works", async () => {
  const error = await startPostgres({ folder, settings: ["work_mem=nonsense"] }).catch((thrown: unknown) => thrown);
  expect(error).toBeInstanceOf(DatabaseNotEmbedded);
  expect((error as Error).message).toMatch(
    /^the embedded PostgreSQL ended while starting: .*work_mem[^\n]*postgres\.log\)$/,
  );
  const next = await startPostgres({ folder });
  await next.stop();
});

test.runIf(isRoot)("as root the data goes elsewhere when only we can enter the folder", async () => {
  const closed = join(folder, "closed");
  const open = join(folder, "open");
  mkdirSync(closed, { mode: 0o700 });
  await expect(startPostgres({ folder: join(closed, "data") })).rejects.toThrow(/^user id 65534, .* cannot write in /);
  const elsewhere: Database = await startPostgres({ folder: join(closed, "data"), fallbackFolder: open });
  expect(elsewhere.folder).toBe(open);
  expect(existsSync(join(open, "pgdata", "PG_VERSION"))).toBe(true);
  await elsewhere.stop();
});
