/**
 * How quick the pages are beside 100,000 tickets while mail comes in: the web process and the worker as they run in life,
 * requests at a constant rate (bench/openLoop.ts) for a rating's page, the queue as three agents look at it, and searches,
 * each beside bare hono that answers with such a page from memory. Beside the times stands the processor time of a request,
 * which the machine's other work does not stretch.
 * Run: node bench/web.ts [tickets] [requests a second] [seconds] [mails a second]
 */
import { type ChildProcess, spawn } from "node:child_process";
import { createHash, randomBytes } from "node:crypto";
import { once } from "node:events";
import { chmodSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { loadavg, tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import type pg from "pg";
import { freePort, startPostgres } from "../src/demo/database.ts";
import { putIntoForce } from "../src/flow/apply.ts";
import { openPool, transaction } from "../src/io/postgres.ts";
import { installQueue } from "../src/io/queue.ts";
import { mintToken, parseKeyring, tokenHash } from "../src/mail/write/reference.ts";
import { migrate } from "../src/store/migrate.ts";
import { beginSession } from "../src/store/session.ts";
import { parseDesk } from "../src/ticket/desk.ts";
import { border, deskYaml, support } from "../test/harness/deskFile.ts";
import { startDovecot } from "../test/harness/dovecot.ts";
import { makeBenchCorpus } from "./corpus.ts";
import { cpuMs, cpuMsOfFamily } from "./cpu.ts";
import { type Ask, type Load, openLoop, share } from "./openLoop.ts";
import { writeLivedYear } from "./webYear.ts";

const ticketCount = Number(process.argv[2] ?? 100_000);
const perSecond = Number(process.argv[3] ?? 200);
const seconds = Number(process.argv[4] ?? 8);
const mailsPerSecond = Number(process.argv[5] ?? 2);
const goalMs = 50;
const agents = ["jan@acme.example", "ewa@acme.example", "ola@acme.example"] as const;
/** Words that many tickets hold and words that few do, people, numbers. */
const searches = ["refund włocławek", "person4711", "refund", "55555", "zwrot firm17", "invoice 77777"];
const customer = "ada@shop.example";
const keys = `k1:${Buffer.alloc(32, 7).toString("base64")}`;

const folder = mkdtempSync(join(tmpdir(), "intray-web-"));
chmodSync(folder, 0o755);
const children: ChildProcess[] = [];
const server = await startPostgres({
  folder: join(folder, "postgres"),
  trust: true,
  settings: ["shared_buffers=256MB"],
});
const dovecot = await startDovecot();
const pool = openPool(server.url, { applicationName: "bench web" });
try {
  await migrate(pool);
  await installQueue(server.url);
  const shop = { name: "Shop", plan: "standard", domains: ["shop.example"], contacts: [], language: null };
  await putIntoForce(pool, parseDesk(deskYaml), [shop], false);
  await writeLivedYear(server.url, ticketCount);
  const [rateToken, secrets] = await letIn();
  const { web, processes } = await startIntray();
  await settled(processes);
  const trickle = startTrickle();
  const asAgents = (paths: string[]): Ask[] =>
    paths.flatMap((path) =>
      secrets.map((secret) => ({ url: web + path, headers: { Cookie: `intray-desk=${secret}` } })),
    );
  const pages = [
    { name: "rate", hasGoal: true, asks: [{ url: `${web}/rate/${rateToken}`, headers: {} }] },
    { name: "desk", hasGoal: true, asks: asAgents(["/desk", "/desk?of=team", "/desk?of=mine", "/desk?severity=B"]) },
    {
      name: "search",
      hasGoal: false,
      asks: asAgents(searches.map((q) => `/desk/search?${new URLSearchParams({ q })}`)),
    },
  ];
  for (const { name, asks } of pages) writeFileSync(join(folder, `${name}.html`), await pageOf(asks[0]));
  const floorProcess = run("./pageFloor.ts", [folder, ...pages.map(({ name }) => name)]);
  const floor = `http://127.0.0.1:${await firstLine(floorProcess)}`;
  const bare = () => cpuMs(floorProcess.pid ?? 0);
  console.log(
    `${ticketCount} tickets, ${perSecond} requests a second for ${seconds} s each, ${mailsPerSecond} mails a second, ` +
      `load ${loadavg()[0]?.toFixed(1)}`,
  );
  console.log("                    done/s     p50     p95     p99     max  ms; processor ms a request");
  let isGood = true;
  for (const { name, hasGoal, asks } of pages) {
    tell(`bare hono, ${name}`, await measure([{ url: `${floor}/${name}`, headers: {} }], { pages: bare }));
    const own = await measure(asks, processes);
    tell(`intray, ${name}`, own);
    if (hasGoal) isGood &&= own.failedCount === 0 && share(own.tookMs, 0.99) < goalMs;
  }
  const { taken, dropped } = await trickle.stop();
  console.log(`meanwhile ${taken} of ${dropped} mails became tickets; load ${loadavg()[0]?.toFixed(1)}`);
  console.log(`goal (rate and desk: p99 under ${goalMs} ms, nothing failed): ${isGood ? "reached" : "MISSED"}`);
} finally {
  for (const child of children) {
    const gone = once(child, "exit");
    child.kill("SIGKILL");
    await gone;
  }
  await pool.end();
  await dovecot.stop();
  await server.stop();
  rmSync(folder, { recursive: true, force: true });
}
process.exit(0);

/** A rating's link of a customer whose answer went out, and the secrets of the browsers of signed-in agents. */
async function letIn(): Promise<[rateToken: string, secrets: string[]]> {
  const token = mintToken(parseKeyring(keys), { purpose: "rate", ticketId: 1, person: customer, nonce: "bench" });
  await pool.query(
    `with said as (
       insert into message (ticket_id, direction, author_name, author_address, at, subject, text, visible)
       select id, 'out', 'Jan Kowalski', $2, now(), subject, $4, $4 from ticket where merged_into is null limit 1 returning id, ticket_id
     ), sent as (
       insert into outgoing (event_key, recipient, letter, class, ticket_id, message_row_id, state, message_id, envelope_from, sent_at)
       select 'bench', $3, 'answer', 'reply', ticket_id, id, 'sent', 'bench-letter', $2, now() from said
     )
     insert into token (hash, purpose, ticket_id, person, data, expires_at)
     select $1, 'rate', ticket_id, $3, '{"messageId": "bench-letter"}', now() + interval '1 day' from said`,
    [
      tokenHash(token),
      agents[0],
      customer,
      "We have found the cause and mended it; the order went out this morning. ".repeat(4),
    ],
  );
  const secrets = agents.map(() => randomBytes(32).toString("base64url"));
  for (const [index, secret] of secrets.entries()) {
    const hash = createHash("sha256").update(secret).digest();
    const session = { hash, agent: agents[index] ?? "", beganAt: new Date(), endsAt: new Date(Date.now() + 3_600_000) };
    await transaction(pool, (tx) => beginSession(tx, session, 9));
  }
  return [token, secrets];
}

/** The two processes of the Procfile; answers with the address of the pages, and how much each process has worked. */
async function startIntray(): Promise<{ web: string; processes: Processes }> {
  const sink = run("./sink.ts", []);
  const smtpPort = (await firstLine(sink)).split(" ")[0] ?? "";
  const port = await freePort();
  const env = {
    DATABASE_URL: server.url,
    INBOX_URL: dovecot.url("bench"),
    SMTP_URL: `smtp://127.0.0.1:${smtpPort}`,
    SUPPORT_ADDRESS: `Acme Support <${support}>`,
    TRUSTED_AUTHSERV_ID: border,
    SECRET_KEYS: keys,
    PORT: String(port),
    PUBLIC_URL: `http://127.0.0.1:${port}`,
    LOG_LEVEL: "silent",
    LOG_FORMAT: "json",
  };
  const [worker, pages] = ["worker", "web"].map((name) => run("../src/main.ts", [name], env).pid ?? 0);
  const database = Number(readFileSync(join(server.folder, "pgdata", "postmaster.pid"), "utf8").split("\n")[0]);
  const processes = {
    pages: () => cpuMs(pages ?? 0),
    database: () => cpuMsOfFamily(database),
    worker: () => cpuMs(worker ?? 0),
  };
  const url = `http://127.0.0.1:${port}`;
  for (const until = Date.now() + 30_000; ; await sleep(100)) {
    const alive = await fetch(`${url}/healthz`).catch(() => null);
    if (alive?.ok) return { web: url, processes };
    if (Date.now() > until) throw new Error("the pages are not served");
  }
}

/** A worker that begins in the morning writes what the day begins with, such as the week's report; that is not measured. */
async function settled({ worker, database }: Processes): Promise<void> {
  for (const until = Date.now() + 60_000; Date.now() < until; ) {
    const before = (worker?.() ?? 0) + (database?.() ?? 0);
    await sleep(2_000);
    if ((worker?.() ?? 0) + (database?.() ?? 0) - before < 400) return;
  }
}

/** A program of ours in a process of its own, with its first lines to us where it has no environment. */
function run(script: string, words: string[], env?: Record<string, string>): ChildProcess {
  const child = spawn(process.execPath, [fileURLToPath(new URL(script, import.meta.url)), ...words], {
    env: { PATH: process.env.PATH ?? "", ...env },
    stdio: ["ignore", env ? "inherit" : "pipe", "inherit"],
  });
  children.push(child);
  return child;
}

async function firstLine(child: ChildProcess): Promise<string> {
  if (!child.stdout) throw new Error("the program's output is not ours");
  const [line] = await once(child.stdout, "data");
  return String(line).trim();
}

async function pageOf(ask: Ask | undefined): Promise<string> {
  const answer = await fetch(ask?.url ?? "", { headers: ask?.headers ?? {}, redirect: "manual" });
  const text = await answer.text();
  if (answer.status !== 200) throw new Error(`${ask?.url} answers ${answer.status}`);
  return text;
}

/** Mail drops into the inbox at a steady rate until it is stopped. */
function startTrickle() {
  let going = true;
  let dropped = 0;
  const before = ticketsNow(pool);
  const dropping = (async () => {
    const mails = makeBenchCorpus(Math.ceil(mailsPerSecond * 600), "text-only", 7);
    const started = Date.now();
    for (const mail of mails) {
      await sleep(Math.max(0, started + (dropped * 1_000) / mailsPerSecond - Date.now()));
      if (!going) break;
      await dovecot.deliver("bench", mail, { internalDate: new Date() });
      dropped++;
    }
  })();
  return {
    async stop(): Promise<{ taken: number; dropped: number }> {
      going = false;
      await dropping;
      for (const until = Date.now() + 10_000; ; await sleep(200)) {
        const taken = (await ticketsNow(pool)) - (await before);
        if (taken >= dropped || Date.now() > until) return { taken, dropped };
      }
    },
  };
}

async function ticketsNow(db: pg.Pool): Promise<number> {
  const { rows } = await db.query<{ n: number }>("select count(*)::int as n from ticket");
  return rows[0]?.n ?? 0;
}

type Processes = Record<string, () => number>;
type Measured = Load & { cpu: [name: string, msOfRequest: number][] };

/** After a warm-up, so that compiling and the first plans are not what is counted. */
async function measure(asks: Ask[], of: Processes): Promise<Measured> {
  await openLoop(asks, perSecond, 3);
  const before = Object.entries(of).map(([name, usedMs]) => ({ name, usedMs, from: usedMs() }));
  const load = await openLoop(asks, perSecond, seconds);
  const count = load.tookMs.length + load.failedCount;
  return { ...load, cpu: before.map(({ name, usedMs, from }) => [name, (usedMs() - from) / count]) };
}

function tell(what: string, { tookMs, failedCount, perSecond: done, cpu }: Measured): void {
  const cells = [0.5, 0.95, 0.99, 1].map((part) => share(tookMs, part).toFixed(1).padStart(8)).join("");
  const worked = cpu.map(([name, ms]) => `${name} ${ms.toFixed(1)}`).join(", ");
  const failed = failedCount === 0 ? "" : `, ${failedCount} FAILED`;
  console.log(`${what.padEnd(20)}${done.toFixed(0).padStart(6)}${cells}      ${worked}${failed}`);
}
