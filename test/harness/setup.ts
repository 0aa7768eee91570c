/**
 * Before the tests that need a database: one embedded PostgreSQL for the whole run, and in it a migrated template that
 * every test file clones. Durability is switched off, since the data lives as long as the run.
 */
import { randomBytes } from "node:crypto";
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
    /** The database that is cloned. */
    template: string;
  }
}

const prefix = "intray-test-";

/** TEST_DATABASE_URL names a server to use instead, whose user may create databases: to try other versions. */
export async function setup(project: TestProject): Promise<() => Promise<void>> {
  const given = process.env.TEST_DATABASE_URL;
  const { url, stop } = given ? { url: given, stop: async () => {} } : await startServer();
  const template = `intray_template_${randomBytes(4).toString("hex")}`;
  await makeTemplate(url, template);
  project.provide("postgresUrl", url);
  project.provide("template", template);
  return async () => {
    if (given) await asAdmin(url, `drop database ${template} with (force)`);
    await stop();
  };
}

async function startServer(): Promise<{ url: string; stop: () => Promise<void> }> {
  await removeLeftovers();
  const folder = mkdtempSync(join(tmpdir(), `${prefix}${process.pid}-`));
  // PostgreSQL may run as another user, who has to get past the folder that only its maker may enter.
  chmodSync(folder, 0o755);
  const settings = ["fsync=off", "synchronous_commit=off", "full_page_writes=off", "max_connections=300"];
  const database = await startPostgres({ folder: join(folder, "postgres"), settings, trust: true }).catch((error) => {
    rmSync(folder, { recursive: true, force: true });
    throw error;
  });
  const stop = async () => {
    await database.stop();
    rmSync(folder, { recursive: true, force: true });
  };
  return { url: database.url, stop };
}

async function makeTemplate(url: string, template: string): Promise<void> {
  await asAdmin(url, `create database ${template}`);
  const templateUrl = withDatabase(url, template);
  const pool = openPool(templateUrl, { applicationName: "intray test template" });
  await migrate(pool);
  await pool.end();
  await installQueue(templateUrl);
}

/** One statement outside every test's own database. */
export async function asAdmin(url: string, statement: string): Promise<void> {
  const admin = new pg.Client({ connectionString: url });
  await admin.connect();
  try {
    await admin.query(statement);
  } finally {
    await admin.end();
  }
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
