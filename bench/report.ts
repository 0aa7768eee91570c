/**
 * How long the report's page takes to open: a year of 100,000 tickets with their clocks, ratings, reminders and letters,
 * asked for by a signed-in agent over HTTP, whole and for the last four weeks, and a year's CSV; beside its floor, the
 * plain SQL that only counts the same rows. Beside the times stands the processor time of the pages and of the database.
 * Run: node bench/report.ts [tickets]
 */
import { createHash, randomBytes } from "node:crypto";
import { chmodSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { loadavg, tmpdir } from "node:os";
import { join } from "node:path";
import { readConfig } from "../src/config.ts";
import { freePort, startPostgres } from "../src/demo/database.ts";
import { putIntoForce } from "../src/flow/apply.ts";
import { openLog } from "../src/io/log.ts";
import { openPool, transaction } from "../src/io/postgres.ts";
import { installQueue } from "../src/io/queue.ts";
import { migrate } from "../src/store/migrate.ts";
import { beginSession } from "../src/store/session.ts";
import { parseDesk } from "../src/ticket/desk.ts";
import { startWeb } from "../src/web.ts";
import { border, deskYaml, support } from "../test/harness/deskFile.ts";
import { planYear, writeYear } from "../test/harness/manyTickets.ts";
import { cpuMs, cpuMsOfFamily } from "./cpu.ts";

const ticketCount = Number(process.argv[2] ?? 100_000);
const goalMs = 1_000;
const turns = 9;
const now = Date.now();
const since = new Date(now - 365 * 86_400_000).toISOString().slice(0, 10);

const folder = mkdtempSync(join(tmpdir(), "intray-report-"));
chmodSync(folder, 0o755);
const server = await startPostgres({
  folder: join(folder, "postgres"),
  trust: true,
  settings: ["synchronous_commit=off"],
});
const pool = openPool(server.url, { applicationName: "bench report" });
try {
  await migrate(pool);
  await installQueue(server.url);
  await putIntoForce(pool, parseDesk(deskYaml), [], false);
  await writeYear(pool, planYear(ticketCount, 20_261_123, now));
  await pool.query("vacuum analyze");
  const postmaster = Number(readFileSync(join(server.folder, "pgdata", "postmaster.pid"), "utf8").split("\n")[0]);
  const web = await startPages();
  const headers = { Cookie: `intray-desk=${await signedIn()}` };
  const open = async (path: string) => {
    const answer = await fetch(web.url + path, { headers, redirect: "manual" });
    const text = await answer.text();
    if (answer.status !== 200 || text.length < 5_000) throw new Error(`${path} answered ${answer.status}: ${text}`);
  };
  console.log(`${ticketCount} tickets of a year; load of the machine ${loadavg()[0]?.toFixed(1)}`);
  const floor = await times("floor: the year's rows only counted", postmaster, countRows);
  const year = await times("the page of a year", postmaster, () => open(`/desk/report?since=${since}`));
  await times("the page of the last four weeks", postmaster, () => open("/desk/report"));
  await times("the CSV of a year", postmaster, () => open(`/desk/report.csv?since=${since}`));
  console.log(`a year's page takes ${(year / floor).toFixed(1)} times its floor`);
  console.log(`goal (a year within ${goalMs} ms): ${year <= goalMs ? "reached" : "MISSED"}`);
  await web.stop();
} finally {
  await pool.end();
  await server.stop();
  rmSync(folder, { recursive: true, force: true });
}
process.exit(0);

async function startPages() {
  const config = readConfig({
    DATABASE_URL: server.url,
    SMTP_URL: "smtp://127.0.0.1:9",
    SUPPORT_ADDRESS: `Acme Support <${support}>`,
    TRUSTED_AUTHSERV_ID: border,
    SECRET_KEYS: `k1:${Buffer.alloc(32, 7).toString("base64")}`,
    PORT: String(await freePort()),
    PUBLIC_URL: "http://127.0.0.1:1",
    LOG_LEVEL: "silent",
    LOG_FORMAT: "json",
  });
  return startWeb(config, server.url, openLog("silent", "json"));
}

/** The browser's secret of an agent who signed in. */
async function signedIn(): Promise<string> {
  const secret = randomBytes(32).toString("base64url");
  const hash = createHash("sha256").update(secret).digest();
  const session = { hash, agent: "jan@acme.example", beganAt: new Date(), endsAt: new Date(now + 3_600_000) };
  await transaction(pool, (tx) => beginSession(tx, session, 9));
  return secret;
}

async function countRows(): Promise<void> {
  await pool.query(
    `select (select count(*) from clock_figure where started_at >= $1), (select count(*) from ticket where opened_at >= $1),
            (select count(*) from rating where rated_at >= $1), (select count(*) from reminder where due_at >= $1 and letter is not null)`,
    [since],
  );
}

/** The median in ms, told with the slowest and with the processor time of one turn. */
async function times(what: string, postmaster: number, work: () => Promise<unknown>): Promise<number> {
  await work();
  const taken: number[] = [];
  const before = [cpuMs(process.pid), cpuMsOfFamily(postmaster)] as const;
  for (let turn = 0; turn < turns; turn++) {
    const start = performance.now();
    await work();
    taken.push(performance.now() - start);
  }
  const [pages, database] = [cpuMs(process.pid) - before[0], cpuMsOfFamily(postmaster) - before[1]];
  const sorted = taken.sort((a, b) => a - b);
  const median = sorted[Math.floor(turns / 2)] ?? Number.NaN;
  const slowest = sorted.at(-1) ?? Number.NaN;
  console.log(
    `${what}: median ${median.toFixed(0)} ms, slowest ${slowest.toFixed(0)} ms; processor ${(pages / turns).toFixed(0)} + ${(database / turns).toFixed(0)} ms`,
  );
  return median;
}
