/** `intray start`, `worker` and `web`: the long-running commands. Ctrl-C or SIGTERM ends them after the work in hand. */

import { environment, type Need, readConfig } from "../config.ts";
import { openLog } from "../io/log.ts";
import { connectPool } from "../io/postgres.ts";
import { installQueue } from "../io/queue.ts";
import { MigrationConflict, migrate, pendingMigrations } from "../store/migrate.ts";
import { startWeb } from "../web.ts";
import { startWorker } from "../worker.ts";
import { applyFile } from "./apply.ts";
import { type Command, CommandError, readWords } from "./command.ts";
import { openDatabase } from "./open.ts";

const forWorker: Need[] = ["inbox", "smtp", "support", "keys"];

export const start: Command = {
  name: "start",
  usage: "npm start\n\nWithout DATABASE_URL it runs an embedded PostgreSQL in ./.intray. Example: npx intray start",
  async run(argv) {
    readWords("start", argv, {});
    const config = readConfig(environment(), forWorker);
    const log = openLog(config.logLevel, config.logFormat);
    // From here on: whoever stops us while we start must not leave a PostgreSQL behind.
    const asked = untilAsked();
    const database = await openDatabase(config, true);
    try {
      if (database.isEmbedded) log.info("DATABASE_URL is not set: an embedded PostgreSQL runs in ./.intray");
      const pool = await connectPool(database.url, { applicationName: "intray start" });
      try {
        const { applied } = await migrate(pool);
        if (applied.length > 0) log.info({ applied }, "the tables were brought to today's form");
        await installQueue(database.url, log);
        const desk = await applyFile(pool, config.deskFile);
        log.info({ version: desk.version, changes: desk.changes.length }, "the desk is in force");
      } finally {
        await pool.end();
      }
      const web = await startWeb(config, database.url, log);
      const worker = await startWorker(config, database.url, log).catch(async (error: unknown) => {
        await web.stop();
        throw error;
      });
      await asked;
      log.info("stopping");
      await Promise.all([web.stop(), worker.stop()]);
      return 0;
    } finally {
      await database.stop();
    }
  },
};

export const worker: Command = {
  name: "worker",
  usage:
    "npx intray worker\n\nNeeds DATABASE_URL, INBOX_URL, SMTP_URL, SUPPORT_ADDRESS and SECRET_KEYS.\nExample: LOG_FORMAT=json npx intray worker",
  async run(argv) {
    readWords("worker", argv, {});
    const config = readConfig(environment(), ["database", ...forWorker]);
    const log = openLog(config.logLevel, config.logFormat);
    await mustBeMigrated(config.databaseUrl ?? "");
    const running = await startWorker(config, config.databaseUrl ?? "", log);
    await untilAsked();
    log.info("stopping");
    await running.stop();
    return 0;
  },
};

export const web: Command = {
  name: "web",
  usage:
    "npx intray web\n\nNeeds DATABASE_URL, SUPPORT_ADDRESS and SECRET_KEYS; HOST and PORT say where it listens, PUBLIC_URL how it is reached.\nExample: PORT=8080 npx intray web",
  async run(argv) {
    readWords("web", argv, {});
    const config = readConfig(environment(), ["database", "support", "keys"]);
    const log = openLog(config.logLevel, config.logFormat);
    await mustBeMigrated(config.databaseUrl ?? "");
    const running = await startWeb(config, config.databaseUrl ?? "", log);
    await untilAsked();
    log.info("stopping");
    await running.stop();
    return 0;
  },
};

/** On tables that lack a column every mail would fail, and be put aside one after the other. */
async function mustBeMigrated(databaseUrl: string): Promise<void> {
  const pool = await connectPool(databaseUrl, { applicationName: "intray start" });
  try {
    const waiting = await pendingMigrations(pool);
    if (waiting.length > 0) {
      throw new CommandError(
        `the database's tables are older than this program (${waiting[0]} …); run npx intray migrate`,
      );
    }
  } catch (error) {
    // Tables of a newer program: whoever goes back to an older one for a day is let.
    if (!(error instanceof MigrationConflict)) throw error;
  } finally {
    await pool.end();
  }
}

/**
 * Resolves at the first SIGINT or SIGTERM; a later one ends the process at once. Ctrl-C under npm comes twice within a
 * moment, from the terminal and from npm: that is one wish, not two.
 */
export function untilAsked(also: NodeJS.Signals[] = []): Promise<void> {
  let askedAt: number | null = null;
  return new Promise((resolve) => {
    const onSignal = () => {
      if (askedAt !== null && performance.now() - askedAt > sameWishMs) process.exit(1);
      askedAt ??= performance.now();
      resolve();
    };
    for (const signal of ["SIGINT", "SIGTERM", ...also]) process.on(signal, onSignal);
  });
}

const sameWishMs = 1_000;
