/**
 * How long the report takes: a year of 100,000 tickets with their clocks, ratings, reminders and letters, asked for whole
 * and for the last four weeks, from the questions to the database until the figures stand; and how long its page, its CSV
 * and its charts as PNG take to write.
 * Run: node bench/report.ts [tickets]
 */
import { chmodSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { startPostgres } from "../src/demo/database.ts";
import { putIntoForce } from "../src/flow/apply.ts";
import { openDesks } from "../src/flow/desks.ts";
import { askReport } from "../src/flow/report.ts";
import { openPool } from "../src/io/postgres.ts";
import { migrate } from "../src/store/migrate.ts";
import { parseDesk } from "../src/ticket/desk.ts";
import { deskYaml } from "../test/harness/deskFile.ts";
import { planYear, writeYear } from "../test/harness/manyTickets.ts";

const ticketCount = Number(process.argv[2] ?? 100_000);
const goalMs = 1_000;
const now = Date.parse("2026-11-23T09:00:00Z");

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
  await putIntoForce(pool, parseDesk(deskYaml), [], false);
  await writeYear(pool, planYear(ticketCount, 20_261_123, now));
  await pool.query("vacuum analyze");
  const desks = openDesks(() => now);
  const year = await times(7, () => askReport(pool, desks, { since: "2025-11-23" }, now));
  const weeks = await times(7, () => askReport(pool, desks, {}, now));
  tell(`the report of a year, ${ticketCount} tickets`, year);
  tell("the report of the last four weeks of them", weeks);
  console.log(`goal (a year within ${goalMs} ms): ${median(year) <= goalMs ? "reached" : "MISSED"}`);
} finally {
  await pool.end();
  await server.stop();
  rmSync(folder, { recursive: true, force: true });
}

async function times(count: number, work: () => Promise<unknown>): Promise<number[]> {
  const taken: number[] = [];
  for (let turn = 0; turn < count; turn++) {
    const start = performance.now();
    await work();
    taken.push(performance.now() - start);
  }
  return taken;
}

function median(values: number[]): number {
  return [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)] ?? Number.NaN;
}

function tell(what: string, values: number[]): void {
  console.log(`${what}: median ${median(values).toFixed(0)} ms, slowest ${Math.max(...values).toFixed(0)} ms`);
}
