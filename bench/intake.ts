/**
 * The whole journey beside its floor, in one run: N mails lie in a Dovecot mailbox; a worker takes them to committed
 * tickets and accepted confirmations, and so does a bare pipeline of the same libraries (fetch in ranges of 50,
 * simpleParser, 50 mails a transaction with their attachments, one pooled SMTP connection set). Prints mails a second, CPU
 * and memory of both, and the ratio. Run: node bench/intake.ts [mails] [rounds]
 */
import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import {
  chmodSync,
  chownSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { createConnection } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import pg from "pg";
import { startPostgres } from "../src/demo/database.ts";
import { putIntoForce } from "../src/flow/apply.ts";
import { openPool } from "../src/io/postgres.ts";
import { installQueue } from "../src/io/queue.ts";
import { migrate } from "../src/store/migrate.ts";
import { parseDesk } from "../src/ticket/desk.ts";
import { border, deskYaml, support } from "../test/harness/deskFile.ts";
import { type Dovecot, startDovecot } from "../test/harness/dovecot.ts";
import { makeBenchCorpus } from "./corpus.ts";

const count = Number(process.argv[2] ?? 400);
const rounds = Number(process.argv[3] ?? 3);
const warmCount = 60;

type Row = { name: string; perSecond: number; toTicket: number; cpuMs: number; allCpuMs: number; pssMb: number };
type Ground = {
  dovecot: Dovecot;
  adminUrl: string;
  sink: ChildProcess;
  sinkPort: number;
  controlPort: number;
  postgresFolder: string;
};

const ground = await openGround();
try {
  for (const kind of ["text-only", "mixed"] as const) {
    const rows: Row[] = [];
    for (let round = 0; round < rounds; round++) {
      rows.push(await run(`floor pipe50 ${kind}`, "floor", kind, round));
      rows.push(await run(`intray ${kind}`, "intray", kind, round));
    }
    report(kind, rows);
  }
} finally {
  ground.sink.kill("SIGKILL");
  await ground.dovecot.stop();
}
process.exit(0);

/** PostgreSQL with its durability on, Dovecot, and the sink in a process of its own. */
async function openGround(): Promise<Ground> {
  const folder = mkdtempSync(join(tmpdir(), "intray-bench-"));
  chmodSync(folder, 0o711);
  const database = await startPostgres({ folder, trust: true, settings: ["shared_buffers=512MB", "max_wal_size=4GB"] });
  process.once("exit", () => rmSync(folder, { recursive: true, force: true }));
  const sink = spawn(process.execPath, [fileURLToPath(new URL("./sink.ts", import.meta.url))], {
    stdio: ["ignore", "pipe", "inherit"],
  });
  const [line] = await once(sink.stdout, "data");
  const [sinkPort = 0, controlPort = 0] = String(line).trim().split(" ").map(Number);
  return { dovecot: await startDovecot(), adminUrl: database.url, sink, sinkPort, controlPort, postgresFolder: folder };
}

async function run(
  name: string,
  program: "intray" | "floor",
  kind: "text-only" | "mixed",
  round: number,
): Promise<Row> {
  const database = `bench_${program}_${kind.replace("-", "")}_${round}`;
  const user = `${program}${kind.replace("-", "")}${round}`;
  const url = await freshDatabase(database);
  const env = environmentOf(url, user);
  const warm = makeBenchCorpus(warmCount, kind, 1000 + round);
  const corpus = makeBenchCorpus(count, kind, round);
  await ask("reset");
  await ground.dovecot.deliver(user, warm[0] ?? Buffer.alloc(0), { internalDate: new Date() });
  const script = program === "intray" ? "../src/main.ts" : "./floor.ts";
  const child = spawn(process.execPath, [fileURLToPath(new URL(script, import.meta.url)), "worker"], {
    env,
    stdio: ["ignore", "inherit", "inherit"],
  });
  try {
    await confirmed(1);
    drop(user, warm.slice(1));
    await confirmed(warmCount);
    await sleep(1_500);
    const before = { own: cpuMs([child.pid ?? 0]), all: cpuMs(everybody(child)) };
    const started = performance.now();
    drop(user, corpus);
    const pool = new pg.Client(url);
    await pool.connect();
    const table = program === "intray" ? "ticket" : "floor_ticket";
    let toTicketMs = 0;
    for (;;) {
      if (toTicketMs === 0) {
        const { rows } = await pool.query(`select count(*)::int as n from ${table}`);
        if (rows[0].n >= warmCount + count) toTicketMs = performance.now() - started;
      }
      if ((await accepted()) >= warmCount + count) break;
      await sleep(100);
    }
    const tookMs = performance.now() - started;
    await pool.end();
    const after = { own: cpuMs([child.pid ?? 0]), all: cpuMs(everybody(child)) };
    return {
      name,
      perSecond: (count / tookMs) * 1000,
      toTicket: (count / (toTicketMs || tookMs)) * 1000,
      cpuMs: (after.own - before.own) / count,
      allCpuMs: (after.all - before.all) / count,
      pssMb: pssMb(child.pid ?? 0),
    };
  } finally {
    const gone = once(child, "exit");
    child.kill("SIGKILL");
    await gone;
  }
}

async function freshDatabase(name: string): Promise<string> {
  const admin = new pg.Client(ground.adminUrl);
  await admin.connect();
  await admin.query(`create database ${name}`);
  await admin.end();
  const url = new URL(ground.adminUrl);
  url.pathname = `/${name}`;
  const pool = openPool(url.href, { applicationName: "bench" });
  await migrate(pool);
  await putIntoForce(
    pool,
    parseDesk(deskYaml),
    [{ name: "Shop", plan: "standard", domains: ["shop.example"], contacts: [], language: null }],
    false,
  );
  await pool.query(
    `create table floor_ticket (id bigserial primary key, subject text, sender text, body text);
     create table floor_attachment (ticket_id bigint, name text, content bytea);
     create table floor_raw (id bigserial primary key, uid bigint unique, raw bytea)`,
  );
  await pool.end();
  await installQueue(url.href);
  return url.href;
}

function environmentOf(url: string, user: string): Record<string, string> {
  return {
    PATH: process.env.PATH ?? "",
    DATABASE_URL: url,
    INBOX_URL: ground.dovecot.url(user),
    SMTP_URL: `smtp://127.0.0.1:${ground.sinkPort}`,
    SUPPORT_ADDRESS: `Acme Support <${support}>`,
    TRUSTED_AUTHSERV_ID: border,
    SECRET_KEYS: `k1:${Buffer.alloc(32, 7).toString("base64")}`,
    LOG_LEVEL: "warn",
    LOG_FORMAT: "json",
  };
}

/** All at once into the Maildir, as a burst would arrive. */
function drop(user: string, mails: Buffer[]): void {
  const box = join(ground.dovecot.folder, "mail", user);
  const folder = ["", "Maildir"].map((each) => join(box, each)).find((each) => existsSync(join(each, "new"))) ?? box;
  for (const each of ["tmp", "new", "cur"]) mkdirSync(join(folder, each), { recursive: true });
  const stamp = Date.now();
  for (const [index, mail] of mails.entries()) {
    const name = `${Math.floor(stamp / 1000)}.M${stamp}P${index}.bench`;
    const file = join(folder, "tmp", name);
    writeFileSync(file, mail);
    if (process.getuid?.() === 0) chownSync(file, 65534, 65534);
    renameSync(file, join(folder, "new", name));
  }
}

async function accepted(): Promise<number> {
  return Number(await ask("count"));
}

async function confirmed(wanted: number): Promise<void> {
  const until = performance.now() + 120_000;
  while ((await accepted()) < wanted) {
    if (performance.now() > until) throw new Error(`only ${await accepted()} of ${wanted} confirmations came`);
    await sleep(100);
  }
}

/** Asks the sink's process: how many confirmations it accepted, or to begin again. */
async function ask(word: string): Promise<string> {
  const socket = createConnection(ground.controlPort, "127.0.0.1");
  socket.end(word);
  let answer = "";
  for await (const chunk of socket) answer += String(chunk);
  return answer;
}

/** User and system time of processes in milliseconds, threads included. */
function cpuMs(pids: number[]): number {
  return pids.reduce((sum, pid) => {
    try {
      const fields = readFileSync(`/proc/${pid}/stat`, "utf8").split(") ")[1]?.split(" ") ?? [];
      return sum + [11, 12, 13, 14].reduce((ticks, at) => ticks + Number(fields[at] ?? 0), 0) * 10;
    } catch {
      return sum;
    }
  }, 0);
}

/** The worker, PostgreSQL, Dovecot and the sink. */
function everybody(child: ChildProcess): number[] {
  const marks = [ground.postgresFolder, ground.dovecot.folder, "postgres:", "dovecot", "bench/sink.ts"];
  const found = readdirSync("/proc").filter((name) => {
    if (!/^\d+$/.test(name)) return false;
    try {
      const line = readFileSync(`/proc/${name}/cmdline`, "utf8");
      return marks.some((mark) => line.includes(mark));
    } catch {
      return false;
    }
  });
  return [...new Set([child.pid ?? 0, ...found.map(Number)])];
}

function pssMb(pid: number): number {
  const pss = /^Pss:\s+(\d+)/m.exec(readFileSync(`/proc/${pid}/smaps_rollup`, "utf8"))?.[1];
  return Number(pss ?? 0) / 1024;
}

function report(kind: string, rows: Row[]): void {
  const median = (name: string, pick: (row: Row) => number) => {
    const values = rows
      .filter((row) => row.name === name)
      .map(pick)
      .sort((a, b) => a - b);
    return values[Math.floor(values.length / 2)] ?? 0;
  };
  console.log(`\n${kind}: ${count} mails, medians of ${rounds} rounds, PostgreSQL fsync on`);
  console.log("                          to ticket/s  to confirmation/s  own CPU ms/mail  all CPU ms/mail  PSS MB");
  const names = [...new Set(rows.map((row) => row.name))];
  for (const name of names) {
    const cells = [
      median(name, (row) => row.toTicket),
      median(name, (row) => row.perSecond),
      median(name, (row) => row.cpuMs),
      median(name, (row) => row.allCpuMs),
      median(name, (row) => row.pssMb),
    ];
    console.log(
      `${name.padEnd(26)}${cells.map((cell, at) => cell.toFixed(1).padStart([11, 19, 17, 17, 8][at] ?? 8)).join("")}`,
    );
  }
  const [floor = "", own = ""] = names;
  const ratio = median(own, (row) => row.perSecond) / median(floor, (row) => row.perSecond);
  console.log(`intray / floor pipe50, to confirmation: ${(ratio * 100).toFixed(0)} %`);
}
