/** What commands open before they work: the configuration, the database (the embedded one where none is named), a log. */
import { createHash } from "node:crypto";
import { existsSync, readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import type { Pool } from "pg";
import { type Config, environment, type Need, readConfig } from "../config.ts";
import { startPostgres } from "../demo/database.ts";
import { type Log, openLog } from "../io/log.ts";
import { connectPool } from "../io/postgres.ts";
import { type Desk, parseDesk } from "../ticket/desk.ts";
import { CommandError } from "./command.ts";

/** Where the embedded database of `intray start` lives. */
export const embeddedFolder = ".intray";

export type Opened = { config: Config; log: Log; databaseUrl: string; pool: Pool };

/** Reads the configuration, opens the database and runs `work`; everything is closed afterwards. */
export async function withDatabase<T>(needs: Need[], work: (opened: Opened) => Promise<T>): Promise<T> {
  const config = readConfig(environment(), needs);
  const log = openLog(config.logLevel, config.logFormat);
  const database = await openDatabase(config);
  try {
    const pool = await connectPool(database.url, {
      applicationName: "intray",
      onIdleError: () => log.warn("an idle database connection broke; it is replaced"),
    });
    try {
      return await work({ config, log, databaseUrl: database.url, pool });
    } finally {
      await pool.end();
    }
  } finally {
    await database.stop();
  }
}

export type OpenedDatabase = { url: string; isEmbedded: boolean; stop(): Promise<void> };

/** DATABASE_URL, or the embedded database where `intray start` made one before (or may make one now: `create`). */
export async function openDatabase(config: Config, create = false): Promise<OpenedDatabase> {
  if (config.databaseUrl) return { url: config.databaseUrl, isEmbedded: false, stop: async () => {} };
  const { folder, fallbackFolder } = embeddedPlace();
  if (!create && !hasEmbedded()) {
    throw new CommandError(
      "DATABASE_URL is not set and there is no embedded database in ./.intray; set DATABASE_URL, or run: npm start",
    );
  }
  const database = await startPostgres({ folder, fallbackFolder });
  return { url: database.url, isEmbedded: true, stop: () => database.stop() };
}

function embeddedPlace() {
  const folder = resolve(embeddedFolder);
  return {
    folder,
    fallbackFolder: `/var/lib/intray/${createHash("sha256").update(folder).digest("hex").slice(0, 16)}`,
  };
}

/** Whether `intray start` made an embedded database here before. */
export function hasEmbedded(): boolean {
  return Object.values(embeddedPlace()).some((folder) => existsSync(join(folder, "pgdata")));
}

/** Reads and parses a desk file; throws CommandError when it cannot be read, DeskError when it is wrong. */
export function readDeskFile(path: string): Desk {
  let text: string;
  try {
    text = readFileSync(path, "utf8");
  } catch {
    throw new CommandError(`the desk's definition ${path} cannot be read; create it or set DESK_FILE`);
  }
  return parseDesk(text, path);
}
