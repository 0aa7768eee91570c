/** A desk for tests of pages: a database of its own, an SMTP sink, a worker and the pages; mail comes in by the pipe. */
import { existsSync } from "node:fs";
import { type Browser, chromium } from "playwright-core";
import { type Config, readConfig } from "../../src/config.ts";
import { freePort } from "../../src/demo/database.ts";
import { putIntoForce } from "../../src/flow/apply.ts";
import { deliverMails } from "../../src/flow/deliver.ts";
import { openBlobs } from "../../src/io/blobs.ts";
import { openLog } from "../../src/io/log.ts";
import { openQueue } from "../../src/io/queue.ts";
import { parseDesk } from "../../src/ticket/desk.ts";
import { startWeb } from "../../src/web.ts";
import { startWorker } from "../../src/worker.ts";
import { type FreshDatabase, freshDatabase } from "./database.ts";
import { type Letter, mailOf } from "./desk.ts";
import { border, deskYaml, support } from "./deskFile.ts";
import { type Sink, type SunkMail, startSink } from "./sink.ts";

export type PagesDesk = {
  database: FreshDatabase;
  sink: Sink;
  url: string;
  config: Config;
  deliver(letter: Letter): Promise<void>;
  deliverRaw(mail: Buffer): Promise<void>;
  /** From now on nothing but the pages touches the database. */
  stopWorker(): Promise<void>;
  /** The links of ours in a letter's text whose path begins so. */
  links(letter: SunkMail, path: string): Promise<string[]>;
  close(): Promise<void>;
};

const accounts = [
  { name: "Shop", plan: "standard", domains: ["shop.example"], contacts: ["ada@shop.example"], language: null },
];

/** `host`: the name that browsers reach the pages by; it leads to this machine (`openBrowser`). */
export async function openPages({ host = "127.0.0.1", holdSeconds = 0 } = {}): Promise<PagesDesk> {
  const [database, sink] = await Promise.all([freshDatabase(), startSink()]);
  const yaml = deskYaml.replace("holdSeconds: 0", `holdSeconds: ${holdSeconds}`);
  await putIntoForce(database.pool, parseDesk(yaml), accounts, false);
  const port = await freePort();
  const config = readConfig({
    DATABASE_URL: database.url,
    SMTP_URL: `smtp://127.0.0.1:${sink.port}`,
    SUPPORT_ADDRESS: `Acme Support <${support}>`,
    TRUSTED_AUTHSERV_ID: border,
    SECRET_KEYS: `k1:${Buffer.alloc(32, 7).toString("base64")}`,
    PORT: String(port),
    PUBLIC_URL: `http://${host}:${port}`,
    LOG_LEVEL: process.env.JOURNEY_LOG ?? "silent",
    LOG_FORMAT: "json",
  });
  const log = openLog(config.logLevel, "json");
  const web = await startWeb(config, database.url, log);
  const worker = await startWorker(config, database.url, log);
  const queue = await openQueue(database.url, log);
  const blobs = await openBlobs({ kind: "postgres" });
  const deliverRaw = async (mail: Buffer) => {
    await deliverMails([mail], { pool: database.pool, blobs, queue, receivedAt: new Date() });
  };
  let working = true;
  const stopWorker = async () => {
    if (working) await worker.stop();
    working = false;
  };
  return {
    database,
    sink,
    url: web.url,
    config,
    deliver: (letter) => deliverRaw(mailOf(letter)),
    deliverRaw,
    stopWorker,
    links: async (letter, path) => {
      const { text } = await letter.parsed();
      return ((text ?? "").match(/http:\/\/\S+/g) ?? []).filter((link) => new URL(link).pathname.startsWith(path));
    },
    close: async () => {
      await queue.stop();
      await stopWorker();
      await web.stop();
      await sink.stop();
      await database.drop();
    },
  };
}

const executablePath = ["/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome"].find((path) =>
  existsSync(path),
);

/** In CI nothing may be left out: a missing browser fails there. */
export const hasBrowser = executablePath !== undefined || process.env.CI === "true";

export function openBrowser(): Promise<Browser> {
  const args = [
    "--no-sandbox",
    "--disable-dev-shm-usage",
    "--disable-background-networking",
    "--disable-component-update",
    // A name that is not this machine's own, so that the browser trusts it no more than any site over plain http.
    "--host-resolver-rules=MAP desk.test 127.0.0.1",
  ];
  return chromium.launch({ executablePath: executablePath ?? "/usr/bin/chromium", args });
}
