/**
 * A real PostgreSQL out of an npm package, for the demo, for tests and for `intray start` without DATABASE_URL. One
 * process owns the server of a folder, others that ask for the same folder share it, and the last of them stops it. What a
 * killed process left running is stopped before a new server starts.
 */
import type { ChildProcess } from "node:child_process";
import { createHash, randomBytes } from "node:crypto";
import { once } from "node:events";
import { existsSync, readFileSync, realpathSync, rmSync } from "node:fs";
import { createServer, type Server } from "node:net";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import pg from "pg";
import { DatabaseNotEmbedded, findBinaries, reachableFolder } from "./binaries.ts";
import {
  endProcess,
  hasEnded,
  initialise,
  lastLogLine,
  launch,
  type Place,
  type RunningServer,
  readPassword,
  runningServer,
  signal,
  stopLeftover,
} from "./cluster.ts";

/** From nothing to the first answer takes a second; slow disks and recovery after a crash take longer. */
const startTimeoutMs = 120_000;

export interface DatabaseOptions {
  /** Where data, password and the server's log are kept. Made when absent. */
  folder: string;
  /** Used instead when root starts us and nobody (as whom PostgreSQL then runs) cannot enter `folder`. */
  fallbackFolder?: string;
  /** A fixed port, for a server that is stopped and started under one address; otherwise a free one. */
  port?: number;
  /** Lines of postgresql.conf such as "fsync=off". */
  settings?: string[];
  /** Without passwords: only for data that is thrown away, since every local user gets in. */
  trust?: boolean;
}

export interface Database {
  url: string;
  port: number;
  /** Where the data really is: `folder` or `fallbackFolder`. */
  folder: string;
  /** Another process started the server. */
  shared: boolean;
  /** Stops the server unless another process uses it still. */
  stop(): Promise<void>;
}

/** Starts, or shares, the server of a folder. Throws DatabaseNotEmbedded with one line that says what to do. */
export async function startPostgres(options: DatabaseOptions): Promise<Database> {
  const binaries = findBinaries(join(options.folder, "pgdata"));
  const folder = realpathSync(reachableFolder(options.folder, options.fallbackFolder, binaries.runAs));
  const place: Place = {
    folder,
    data: join(folder, "pgdata"),
    log: join(folder, "postgres.log"),
    passwordFile: options.trust ? null : join(folder, "password"),
    binaries,
  };
  const until = Date.now() + startTimeoutMs;
  while (Date.now() < until) {
    const lock = await holdName(lockName(folder));
    if (lock) {
      try {
        return await own(place, options, lock, until);
      } catch (error) {
        lock.close();
        throw error;
      }
    }
    const server = runningServer(place.data);
    if (server && (await answers(urlOf(place, server.port)))) return await share(place, server);
    await sleep(100);
  }
  throw new DatabaseNotEmbedded(
    `another process holds ${folder}, but its PostgreSQL does not answer; stop that process`,
  );
}

async function own(place: Place, options: DatabaseOptions, lock: Server, until: number): Promise<Database> {
  const running = runningServer(place.data);
  if (running && isShared(place.folder) && (await answers(urlOf(place, running.port)))) {
    return owned(place, running, lock);
  }
  await stopLeftover(place.folder);
  // The pid of a server that was killed may belong to anyone by now, and PostgreSQL would not start beside it.
  rmSync(join(place.data, "postmaster.pid"), { force: true });
  if (!existsSync(join(place.data, "PG_VERSION"))) await initialise(place);
  for (let attempt = 1; ; attempt += 1) {
    const port = options.port ?? (await freePort());
    const child = launch(place, port, options.settings ?? []);
    const failure = await untilReady(child, urlOf(place, port), until);
    if (failure === null && child.pid !== undefined) return owned(place, { pid: child.pid, port }, lock);
    await endProcess(child.pid ?? 0, () => hasEnded(child));
    const last = lastLogLine(place.log);
    // Between finding a free port and using it somebody else may take it.
    if (options.port === undefined && attempt < 3 && /could not bind|Address already in use/.test(last)) continue;
    throw new DatabaseNotEmbedded(`the embedded PostgreSQL ${failure}: ${last} (log: ${place.log})`);
  }
}

function owned(place: Place, server: RunningServer, lock: Server): Database {
  // However this process ends, the server must not outlive it; a kill -9 is met by stopLeftover at the next start.
  const endWithUs = () => {
    if (!isShared(place.folder)) signal(server.pid, "SIGINT");
  };
  process.once("exit", endWithUs);
  let stopped = false;
  const stop = async () => {
    if (stopped) return;
    stopped = true;
    process.off("exit", endWithUs);
    // The last one out turns off the light: while others share the server, it is theirs to stop.
    if (!isShared(place.folder)) await stopLeftover(place.folder);
    await closed(lock);
  };
  return { url: urlOf(place, server.port), port: server.port, folder: place.folder, shared: false, stop };
}

async function share(place: Place, server: RunningServer): Promise<Database> {
  const name = `${lockName(place.folder)}/${process.pid}-${randomBytes(4).toString("hex")}`;
  const mark = await holdName(name);
  let stopped = false;
  const stop = async () => {
    if (stopped) return;
    stopped = true;
    if (mark) await closed(mark);
    const lock = await holdName(lockName(place.folder));
    // Nobody owns it any more: whoever started it has gone before us.
    if (lock) await owned(place, server, lock).stop();
  };
  return { url: urlOf(place, server.port), port: server.port, folder: place.folder, shared: true, stop };
}

/** Null when it answers, or what became of it. */
async function untilReady(child: ChildProcess, url: string, until: number): Promise<string | null> {
  while (Date.now() < until) {
    if (hasEnded(child)) return "ended while starting";
    if (await answers(url)) return null;
    await sleep(30);
  }
  return "did not answer in time";
}

async function answers(url: string): Promise<boolean> {
  const client = new pg.Client({ connectionString: url, connectionTimeoutMillis: 2_000 });
  client.on("error", () => {});
  try {
    await client.connect();
    await client.query("select 1");
    return true;
  } catch {
    return false;
  } finally {
    await client.end().catch(() => {});
  }
}

/**
 * One owner per folder: a name in Linux' abstract socket space, which the kernel frees when its holder ends, however it
 * ends. Those who share the server hold a name below it.
 */
function lockName(folder: string): string {
  return `intray/postgres/${createHash("sha256").update(folder).digest("hex").slice(0, 32)}`;
}

/** Null when another process holds the name. */
async function holdName(name: string): Promise<Server | null> {
  const server = createServer((socket) => socket.destroy());
  server.unref();
  return await new Promise((resolve, reject) => {
    server.once("error", (error: NodeJS.ErrnoException) =>
      error.code === "EADDRINUSE" ? resolve(null) : reject(error),
    );
    server.listen({ path: `\0${name}` }, () => resolve(server));
  });
}

function isShared(folder: string): boolean {
  return readFileSync("/proc/net/unix", "utf8").includes(`@${lockName(folder)}/`);
}

async function closed(server: Server): Promise<void> {
  await new Promise<void>((resolve) => server.close(() => resolve()));
}

/** A TCP port of the loopback that nobody uses at this moment. */
export async function freePort(): Promise<number> {
  const probe = createServer().listen(0, "127.0.0.1");
  await once(probe, "listening");
  const address = probe.address();
  probe.close();
  await once(probe, "close");
  if (address === null || typeof address === "string") throw new Error("the system gave no port");
  return address.port;
}

function urlOf(place: Place, port: number): string {
  const password = readPassword(place);
  return `postgres://postgres${password === null ? "" : `:${password}`}@127.0.0.1:${port}/postgres`;
}
