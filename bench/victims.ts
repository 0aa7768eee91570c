/**
 * The desk as somebody's cannon: N mails with V victims' addresses as From, through the real steps and the real counters,
 * at R mails a simulated minute. Prints what the victims got and when the desk paused; ends with 1 when one victim got two
 * letters within a day or the pause took longer than a minute.
 * Run: node bench/victims.ts [mails, 100000] [victims, 10000] [a minute, 1000]
 */
import { chmodSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { startPostgres } from "../src/demo/database.ts";
import { putIntoForce } from "../src/flow/apply.ts";
import { openPool } from "../src/io/postgres.ts";
import { migrate } from "../src/store/migrate.ts";
import { parseDesk } from "../src/ticket/desk.ts";
import { deskYaml, support } from "../test/harness/deskFile.ts";
import { workshopOf } from "../test/harness/simulation.ts";
import { attack } from "../test/harness/victims.ts";

const mails = Number(process.argv[2] ?? 100_000);
const victims = Number(process.argv[3] ?? 10_000);
const perMinute = Number(process.argv[4] ?? 1_000);

const folder = mkdtempSync(join(tmpdir(), "intray-victims-"));
chmodSync(folder, 0o755);
/** What is counted here is harm and not speed: the data is thrown away, so no commit waits for the disk. */
const settings = [
  ...["fsync=off", "synchronous_commit=off", "full_page_writes=off", "wal_level=minimal", "max_wal_senders=0"],
  ...["max_wal_size=4GB", "shared_buffers=512MB", "jit=off"],
  // A hundred thousand mails come before the usual first look at the tables' sizes is over.
  "autovacuum_naptime=5s",
];
const server = await startPostgres({ folder: join(folder, "postgres"), trust: true, settings });
const pool = openPool(server.url, { applicationName: "bench victims", connectionCountMax: 12 });
const clock = { now: Date.parse("2026-10-12T08:00:00Z") };
let status = 1;
try {
  await migrate(pool);
  await putIntoForce(pool, parseDesk(deskYaml), [], false);
  const shop = await workshopOf(pool, () => clock.now, { support, keyByte: 7, accounts: [] });
  const began = performance.now();
  const before = process.cpuUsage();
  const harm = await attack(shop, clock, { mails, victims, perMinute }, (done) => {
    if (done % 10_000 === 0) console.error(`${done} in ${((performance.now() - began) / 1_000).toFixed(0)} s`);
  });
  const seconds = (performance.now() - began) / 1_000;
  const { user, system } = process.cpuUsage(before);
  await shop.readers.close();
  console.log(
    `${mails} mails in the names of ${victims} victims, ${perMinute} a minute, in ${seconds.toFixed(0)} s (${(mails / seconds).toFixed(0)} a second, ${((user + system) / 1_000 / mails).toFixed(1)} ms of this process each)`,
  );
  console.log(JSON.stringify(harm));
  const isGood = harm.mostPerVictim <= 1 && harm.pausedAfterMs !== null && harm.pausedAfterMs <= 60_000;
  console.log(
    isGood && harm.undecided === 0 ? "one letter a victim and day at most, paused within a minute" : "MISSED",
  );
  status = isGood && harm.undecided === 0 ? 0 : 1;
} finally {
  await pool.end();
  await server.stop();
  rmSync(folder, { recursive: true, force: true });
}
process.exit(status);
