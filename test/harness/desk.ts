/** A whole desk for a journey: Dovecot, an SMTP sink, a database of its own, and workers that can be started and killed. */
import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { chmodSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { type Config, readConfig } from "../../src/config.ts";
import { freePort, startPostgres } from "../../src/demo/database.ts";
import { putIntoForce } from "../../src/flow/apply.ts";
import { openLog } from "../../src/io/log.ts";
import { openPool } from "../../src/io/postgres.ts";
import { migrate } from "../../src/store/migrate.ts";
import { parseDesk } from "../../src/ticket/desk.ts";
import { startWeb } from "../../src/web.ts";
import { startWorker, type Worker } from "../../src/worker.ts";
import { type FreshDatabase, freshDatabase } from "./database.ts";
import { border, deskYaml, support } from "./deskFile.ts";
import { type Dovecot, startDovecot } from "./dovecot.ts";
import { slack } from "./patience.ts";
import { type Sink, startSink } from "./sink.ts";

export { border, support };

const accounts = [
  { name: "Shop", plan: "standard", domains: ["shop.example"], contacts: ["ada@shop.example"], language: null },
  { name: "Bank", plan: "enterprise", domains: ["bank.example"], contacts: [], language: null },
];

export type DeskUnderTest = {
  database: FreshDatabase;
  dovecot: Dovecot;
  sink: Sink;
  env: Record<string, string>;
  config: Config;
  /** A worker in this process. */
  startWorker(): Promise<Worker>;
  /** A worker as a process of its own, which can be killed. */
  spawnWorker(): ChildProcess;
  close(): Promise<void>;
};

/** `given`: a database of the test's own, for tests that restart its server. */
export async function openDesk(given?: FreshDatabase): Promise<DeskUnderTest> {
  const [database, dovecot, sink] = await Promise.all([given ?? freshDatabase(), startDovecot(), startSink()]);
  await putIntoForce(database.pool, parseDesk(deskYaml), accounts, false);
  const env = {
    DATABASE_URL: database.url,
    INBOX_URL: dovecot.url("support"),
    SMTP_URL: `smtp://127.0.0.1:${sink.port}`,
    SUPPORT_ADDRESS: `Acme Support <${support}>`,
    TRUSTED_AUTHSERV_ID: border,
    SECRET_KEYS: `k1:${Buffer.alloc(32, 7).toString("base64")}`,
    LOG_LEVEL: process.env.JOURNEY_LOG ?? "silent",
    LOG_FORMAT: "json",
  };
  const config = readConfig(env);
  return {
    database,
    dovecot,
    sink,
    env,
    config,
    startWorker: () => startWorker(config, database.url, openLog(config.logLevel, "json")),
    spawnWorker: () =>
      spawn(process.execPath, [fileURLToPath(new URL("../../src/main.ts", import.meta.url)), "worker"], {
        env: { PATH: process.env.PATH, ...env },
        stdio: ["ignore", "inherit", "inherit"],
      }),
    async close() {
      await sink.stop();
      await dovecot.stop();
      await database.drop();
    },
  };
}

/** A desk whose worker and pages run in this process; `close` ends them too. */
export type LivingDesk = DeskUnderTest & {
  /** Where the pages are. */
  url: string;
  /** The worker as it starts anew, with the desk that is in force by now. */
  restartWorker(): Promise<void>;
};

/** `before`: what the database holds before worker and pages start. */
export async function openLivingDesk(
  before: (database: FreshDatabase) => Promise<unknown> = async () => {},
): Promise<LivingDesk> {
  const desk = await openDesk();
  await before(desk.database);
  const log = openLog(desk.config.logLevel, "json");
  const web = await startWeb({ ...desk.config, port: 0 }, desk.database.url, log);
  const start = () => startWorker({ ...desk.config, publicUrl: web.url }, desk.database.url, log);
  let worker = await start();
  return {
    ...desk,
    url: web.url,
    async restartWorker() {
      await worker.stop();
      worker = await start();
    },
    async close() {
      await worker.stop();
      await web.stop();
      await desk.close();
    },
  };
}

/** A PostgreSQL of the test's own, which it may restart under the same address. */
export async function ownPostgres(): Promise<{ database: FreshDatabase; restart(): Promise<void> }> {
  const folder = mkdtempSync(join(tmpdir(), "intray-own-"));
  chmodSync(folder, 0o711);
  const port = await freePort();
  const open = () => startPostgres({ folder, port, trust: true, settings: ["max_connections=100"] });
  let server = await open();
  const pool = openPool(server.url, { applicationName: "intray test" });
  await migrate(pool);
  const drop = async () => {
    await pool.end();
    await server.stop();
    rmSync(folder, { recursive: true, force: true });
  };
  const restart = async () => {
    await server.stop();
    server = await open();
  };
  return { database: { url: server.url, pool, drop }, restart };
}

/** Kills a worker process the hard way and waits until it is gone. */
export async function killHard(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const gone = once(child, "exit");
  child.kill("SIGKILL");
  await gone;
}

/** Looks again and again until `check` answers something; throws with `what` after `slack` times `timeoutMs`. */
export async function eventually<T>(
  what: string,
  timeoutMs: number,
  check: () => Promise<T | null | false | undefined>,
): Promise<T> {
  const until = performance.now() + slack * timeoutMs;
  for (;;) {
    const found = await check();
    if (found) return found;
    if (performance.now() > until) throw new Error(`not seen within ${slack * timeoutMs} ms: ${what}`);
    await new Promise((resolve) => setTimeout(resolve, 25));
  }
}

export type Letter = {
  from: string;
  to: string;
  subject: string;
  text: string;
  messageId?: string;
  headers?: string[];
  /** What our border server says: by default that the sender is proven. */
  proven?: boolean;
};

/** The bytes of a plain mail, as a customer's or an agent's client would have them arrive. */
export function mailOf(letter: Letter): Buffer {
  const address = /<([^<>]+)>/.exec(letter.from)?.[1] ?? letter.from;
  const domain = address.split("@")[1] ?? "";
  const verdict = letter.proven === false ? "dmarc=none" : `dmarc=pass header.from=${domain}`;
  return Buffer.from(
    [
      `Authentication-Results: ${border}; ${verdict}`,
      "Received: from mail.example by mx.acme.example; Mon, 12 Oct 2026 08:00:00 +0000",
      `From: ${letter.from}`,
      `To: ${letter.to}`,
      `Subject: ${letter.subject}`,
      `Message-ID: ${letter.messageId ?? `<${crypto.randomUUID()}@${domain}>`}`,
      "Date: Mon, 12 Oct 2026 10:00:00 +0200",
      ...(letter.headers ?? []),
      "MIME-Version: 1.0",
      "Content-Type: text/plain; charset=utf-8",
      "Content-Transfer-Encoding: 8bit",
      "",
      letter.text,
      "",
    ].join("\r\n"),
  );
}
