/**
 * Before the tests that need a database: one embedded PostgreSQL for the whole run, and in it a migrated template that
 * every test file clones. Durability is switched off, since the data lives as long as the run.
 */
import { chmodSync, existsSync, mkdtempSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import pg from "pg";
import type { TestProject } from "vitest/node";
import { stopLeftover } from "../../src/demo/cluster.ts";
import { startPostgres } from "../../src/demo/database.ts";
import { openPool } from "../../src/io/postgres.ts";
import { migrate } from "../../src/store/migrate.ts";

declare module "vitest" {
  interface ProvidedContext {
    postgresUrl: string;
  }
}

export const template = "intray_template";
const prefix = "intray-test-";

export async function setup(project: TestProject): Promise<() => Promise<void>> {
  await removeLeftovers();
  const folder = mkdtempSync(join(tmpdir(), `${prefix}${process.pid}-`));
  // PostgreSQL may run as another user, who has to get past the folder that only its maker may enter.
  chmodSync(folder, 0o755);
  const settings = ["fsync=off", "synchronous_commit=off", "full_page_writes=off", "max_connections=300"];
  const database = await startPostgres({ folder: join(folder, "postgres"), settings, trust: true }).catch((error) => {
    rmSync(folder, { recursive: true, force: true });
    throw error;
  });
  await makeTemplate(database.url);
  project.provide("postgresUrl", database.url);
  return async () => {
    await database.stop();
    rmSync(folder, { recursive: true, force: true });
  };
}

async function makeTemplate(url: string): Promise<void> {
  const admin = new pg.Client({ connectionString: url });
  await admin.connect();
  await admin.query(`create database ${template}`);
  await admin.end();
  const templateUrl = withDatabase(url, template);
  const pool = openPool(templateUrl, { applicationName: "intray test template" });
  await migrate(pool);
  await pool.end();
  await installQueue(templateUrl);
}

/** The jobs' tables belong to pg-boss; made once here, a test's worker starts in milliseconds. */
async function installQueue(url: string): Promise<void> {
  const queue = new URL("../../src/io/queue.ts", import.meta.url);
  if (!existsSync(queue)) return;
  const room: { installQueue?: (url: string) => Promise<unknown> } = await import(queue.href);
  await room.installQueue?.(url);
}

export function withDatabase(url: string, name: string): string {
  const changed = new URL(url);
  changed.pathname = `/${name}`;
  return changed.href;
}

/** Servers and folders of runs that were killed. */
async function removeLeftovers(): Promise<void> {
  for (const name of readdirSync(tmpdir())) {
    const pid = new RegExp(`^${prefix}(\\d+)-`).exec(name)?.[1];
    if (pid === undefined || existsSync(`/proc/${pid}`)) continue;
    const folder = join(tmpdir(), name);
    try {
      await stopLeftover(join(folder, "postgres"));
      rmSync(folder, { recursive: true, force: true });
    } catch {
      // Another user's run; it is theirs to clean.
    }
  }
}
