/** The demo's stage: embedded PostgreSQL, the mail world, and the real worker and web process on top of them. */
import { randomBytes } from "node:crypto";
import { chmodSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import type { Pool } from "pg";
import { type Config, readConfig } from "../config.ts";
import { putIntoForce } from "../flow/apply.ts";
import { openLog } from "../io/log.ts";
import { connectPool } from "../io/postgres.ts";
import { migrate } from "../store/migrate.ts";
import { parseAccounts } from "../ticket/accountFile.ts";
import { parseDesk } from "../ticket/desk.ts";
import { startWeb } from "../web.ts";
import { startWorker } from "../worker.ts";
import { freePort, startPostgres } from "./database.ts";
import { border, type MailWorld, openMailWorld } from "./mailworld.ts";
import { people, supportAddress } from "./people.ts";

export type Stage = { config: Config; pool: Pool; world: MailWorld; webUrl: string; close(): Promise<void> };

/** In the demo an answer waits this long before it leaves; nobody wants to watch half a minute pass. */
export const demoHoldSeconds = 1;

const root = dirname(dirname(dirname(fileURLToPath(import.meta.url))));

/** Opens everything; what was opened is closed again when a later part fails. */
export async function openStage(logLevel: string): Promise<Stage> {
  const closers: (() => Promise<void>)[] = [];
  const close = async () => {
    for (const closer of closers.splice(0).reverse()) await closer();
  };
  try {
    const folder = mkdtempSync(join(tmpdir(), "intray-demo-"));
    // PostgreSQL refuses root and then runs as another user, who must be able to enter.
    chmodSync(folder, 0o711);
    closers.push(async () => rmSync(folder, { recursive: true, force: true }));
    const database = await startPostgres({ folder, trust: true, settings: ["fsync=off", "synchronous_commit=off"] });
    closers.push(() => database.stop());
    const world = await openMailWorld([supportAddress, ...people.map((each) => each.address)]);
    closers.push(() => world.close());
    const pool = await connectPool(database.url, { applicationName: "intray demo" });
    closers.push(() => pool.end());
    await migrate(pool);
    await applyDemoDesk(pool);
    const config = configOf(database.url, world, logLevel, await freePort());
    const log = openLog(config.logLevel, config.logFormat);
    const web = await startWeb(config, database.url, log);
    closers.push(() => web.stop());
    const worker = await startWorker(config, database.url, log);
    closers.push(() => worker.stop());
    return { config, pool, world, webUrl: web.url, close };
  } catch (error) {
    await close();
    throw error;
  }
}

async function applyDemoDesk(pool: Pool): Promise<void> {
  const desk = parseDesk(readFileSync(join(root, "desk.yaml"), "utf8"));
  const accounts = parseAccounts(readFileSync(join(root, "accounts.csv"), "utf8"), desk);
  await putIntoForce(pool, { ...desk, answers: { ...desk.answers, holdSeconds: demoHoldSeconds } }, accounts, false);
}

function configOf(databaseUrl: string, world: MailWorld, logLevel: string, port: number): Config {
  const user = encodeURIComponent(supportAddress);
  return readConfig({
    DATABASE_URL: databaseUrl,
    INBOX_URL: `imap://${user}:demo@127.0.0.1:${world.imapPort(supportAddress)}/INBOX`,
    SMTP_URL: `smtp://${user}:demo@127.0.0.1:${world.smtpPort}`,
    SUPPORT_ADDRESS: `Acme Support <${supportAddress}>`,
    TRUSTED_AUTHSERV_ID: border,
    SECRET_KEYS: `demo:${randomBytes(32).toString("base64")}`,
    PORT: String(port),
    PUBLIC_URL: `http://127.0.0.1:${port}`,
    LOG_LEVEL: logLevel,
    LOG_FORMAT: "pretty",
  });
}
