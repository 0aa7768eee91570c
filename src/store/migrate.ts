/**
 * Brings the database to the shape this code needs: migrations/NNNN_name.sql, forward only, in order. Each file is claimed
 * first (its row is the first thing written in its own transaction), so it is applied wholly and once however many
 * processes start together; what was applied is remembered with its sha256, because a changed past cannot be replayed.
 */
import { createHash } from "node:crypto";
import { readdir, readFile } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import type pg from "pg";

/** A file is applied in one statement of the wire; building an index on a grown table may take its time. */
const applyTimeoutMs = 60 * 60_000;
/** Waiting for another process that migrates; it holds the lock for one file at a time. */
const turnTimeoutMs = 10 * 60_000;
/** A table in use is not waited for longer: every query behind us would wait too. */
const tableLockTimeoutMs = 10_000;

/** Any number that no other program uses for advisory locks in the same database. */
const lockKey = 7_421_006_051;

const folderOfMigrations = fileURLToPath(new URL("../../migrations/", import.meta.url));

/** The files and the database disagree about the past; a person has to look. The message is one line. */
export class MigrationConflict extends Error {
  override readonly name = "MigrationConflict";
}

interface Migration {
  name: string;
  sqlText: string;
  sha256: string;
}

interface Applied {
  name: string;
  sha256: string;
}

/** Applies every migration not yet applied and returns their names in order. Throws MigrationConflict. */
export async function migrate(pool: pg.Pool, folder = folderOfMigrations): Promise<{ applied: string[] }> {
  const migrations = await readMigrations(folder);
  const applied: string[] = [];
  for (;;) {
    const name = await applyNext(pool, migrations);
    if (name === null) return { applied };
    applied.push(name);
  }
}

/** The names of migrations the database still lacks, in order. Writes nothing. Throws MigrationConflict. */
export async function pendingMigrations(pool: pg.Pool, folder = folderOfMigrations): Promise<string[]> {
  const migrations = await readMigrations(folder);
  const { rows } = await pool.query<{ present: boolean }>("select to_regclass('migration') is not null as present");
  const past = rows[0]?.present ? await readApplied(pool) : [];
  return remaining(migrations, past).map((migration) => migration.name);
}

/** One migration in one transaction, or null when none is left. */
async function applyNext(pool: pg.Pool, migrations: Migration[]): Promise<string | null> {
  const client = await pool.connect();
  let broken: Error | undefined;
  const run = (text: string) => client.query({ text, query_timeout: applyTimeoutMs } as pg.QueryConfig);
  try {
    await run(`begin; set local statement_timeout = ${applyTimeoutMs}; set local lock_timeout = ${turnTimeoutMs};
      select pg_advisory_xact_lock(${lockKey}); set local lock_timeout = ${tableLockTimeoutMs};
      create table if not exists migration
        (name text primary key, sha256 text not null, applied_at timestamptz not null default now())`);
    const next = remaining(migrations, await readApplied(client))[0];
    if (next) {
      await client.query("insert into migration (name, sha256) values ($1, $2)", [next.name, next.sha256]);
      await run(next.sqlText).catch((error: Error) => {
        throw new Error(`migration ${next.name} failed: ${error.message}`, { cause: error });
      });
    }
    await run("commit");
    return next?.name ?? null;
  } catch (error) {
    await client.query("rollback").catch((rollbackError: Error) => {
      broken = rollbackError;
    });
    throw error;
  } finally {
    client.release(broken);
  }
}

async function readApplied(client: pg.Pool | pg.PoolClient): Promise<Applied[]> {
  const { rows } = await client.query<Applied>(`select name, sha256 from migration order by name collate "C"`);
  return rows;
}

/** The migrations after the applied ones, which must be exactly the first of the files, unchanged. */
function remaining(migrations: Migration[], past: Applied[]): Migration[] {
  for (const [index, applied] of past.entries()) {
    const file = migrations[index];
    if (file?.name === applied.name && file.sha256 === applied.sha256) continue;
    if (file?.name === applied.name) {
      throw new MigrationConflict(
        `migrations/${file.name} was changed after it was applied to this database; restore the file and put the change into a new one`,
      );
    }
    if (file === undefined || file.name > applied.name) {
      throw new MigrationConflict(
        `this database was migrated by another version of intray (${applied.name} is not in migrations/); start that version or a newer one`,
      );
    }
    throw new MigrationConflict(
      `migrations/${file.name} is older than ${applied.name}, which this database already has; give it the next number`,
    );
  }
  return migrations.slice(past.length);
}

async function readMigrations(folder: string): Promise<Migration[]> {
  const names = (await readdir(folder)).filter((name) => name.endsWith(".sql")).sort();
  return await Promise.all(
    names.map(async (name, index) => {
      if (!/^\d{4}_[a-z0-9_]+\.sql$/.test(name) || Number(name.slice(0, 4)) !== index + 1) {
        throw new MigrationConflict(
          `migrations/${name} should be number ${index + 1}, named like ${String(index + 1).padStart(4, "0")}_what.sql`,
        );
      }
      const sqlText = await readFile(`${folder}/${name}`, "utf8");
      return { name, sqlText, sha256: createHash("sha256").update(sqlText).digest("hex") };
    }),
  );
}
