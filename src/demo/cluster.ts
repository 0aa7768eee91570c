/**
 * The embedded PostgreSQL's folder on disk and the processes that belong to it: making the data, launching the server,
 * finding one that still runs, ending it.
 */
import { type ChildProcess, spawn } from "node:child_process";
import { randomBytes } from "node:crypto";
import { once } from "node:events";
import {
  chownSync,
  closeSync,
  existsSync,
  mkdirSync,
  openSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from "node:fs";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { type Binaries, DatabaseNotEmbedded, type RunAs } from "./binaries.ts";

const limits = {
  /** A fast shutdown ends sessions and writes a checkpoint. */
  stopTimeoutMs: 20_000,
  /** After that: without a checkpoint; the next start recovers from the log. */
  hardStopTimeoutMs: 5_000,
  /** The server's own log begins anew above this size. */
  logBytesMax: 5 * 1024 * 1024,
} as const;

/** One embedded server's folder: the data, the server's log, and the password of its only login. */
export interface Place {
  folder: string;
  data: string;
  log: string;
  /** Absent where no password is asked for. */
  passwordFile: string | null;
  binaries: Binaries;
}

/** Data is made beside its place and moved there when whole, so that a killed first start leaves nothing half-made. */
export async function initialise(place: Place): Promise<void> {
  const { folder, data, binaries } = place;
  const password = readPassword(place);
  const fresh = join(folder, "pgdata.new");
  const passwordFile = join(folder, "password.new");
  rmSync(fresh, { recursive: true, force: true });
  rmSync(passwordFile, { force: true });
  mkdirSync(fresh, { mode: 0o700 });
  writeFileSync(passwordFile, password ?? "", { mode: 0o600, flag: "wx" });
  for (const path of [fresh, passwordFile]) giveTo(path, binaries.runAs);
  const auth = password === null ? ["--auth=trust"] : ["--auth=scram-sha-256", `--pwfile=${passwordFile}`];
  const locale = ["--encoding=UTF8", "--locale-provider=builtin", "--builtin-locale=C.UTF-8", "--locale=C"];
  const child = spawn(binaries.initdb, ["-D", fresh, "-U", "postgres", ...auth, ...locale, "--no-sync"], {
    ...spawnOptions(binaries),
    stdio: ["ignore", "ignore", "pipe"],
  });
  let said = "";
  child.stderr.on("data", (chunk: Buffer) => {
    said = (said + chunk.toString()).slice(-4_000);
  });
  const [code] = await once(child, "close");
  rmSync(passwordFile, { force: true });
  if (code !== 0) {
    rmSync(fresh, { recursive: true, force: true });
    throw new DatabaseNotEmbedded(`the embedded PostgreSQL could not make its data in ${folder}: ${lastLine(said)}`);
  }
  renameSync(fresh, data);
}

export function launch({ data, log, binaries }: Place, port: number, settings: string[]): ChildProcess {
  const tooLong = (statSync(log, { throwIfNoEntry: false })?.size ?? 0) > limits.logBytesMax;
  const stderr = openSync(log, tooLong ? "w" : "a", 0o600);
  const fixed = ["listen_addresses=127.0.0.1", "unix_socket_directories=", "logging_collector=off"];
  const asked = [...fixed, ...settings].flatMap((setting) => ["-c", setting]);
  const child = spawn(binaries.postgres, ["-D", data, "-p", String(port), ...asked], {
    ...spawnOptions(binaries),
    // Ctrl-C reaches the whole process group; the server is stopped by us, after the work in flight.
    detached: true,
    stdio: ["ignore", "ignore", stderr],
  });
  closeSync(stderr);
  child.on("error", () => {});
  child.unref();
  return child;
}

function spawnOptions({ runAs }: Binaries) {
  // The current folder may be one that nobody cannot enter, and PostgreSQL looks at it.
  return { ...runAs, cwd: "/", env: { LC_ALL: "C", PATH: "/usr/bin:/bin", TZ: "UTC" } };
}

/** The password of the server's only login, made at the first start; only our own user may read it. */
export function readPassword({ passwordFile }: Place): string | null {
  if (passwordFile === null) return null;
  if (!existsSync(passwordFile)) {
    writeFileSync(passwordFile, randomBytes(24).toString("base64url"), { mode: 0o600, flag: "wx" });
  }
  return readFileSync(passwordFile, "utf8").trim();
}

function giveTo(path: string, user: RunAs): void {
  if (user.uid !== undefined) chownSync(path, user.uid, user.gid);
}

export interface RunningServer {
  pid: number;
  port: number;
}

/** The live server of this data folder, by its pid file (line 1 pid, line 4 port); null for a file left behind. */
export function runningServer(data: string): RunningServer | null {
  try {
    const lines = readFileSync(join(data, "postmaster.pid"), "utf8").split("\n");
    const pid = Number(lines[0]);
    return serves(pid, data) ? { pid, port: Number(lines[3]) } : null;
  } catch {
    return null;
  }
}

/** Whether this process is a server of this data: after a restart of the machine a pid belongs to anyone. */
function serves(pid: number, data: string): boolean {
  try {
    return readFileSync(`/proc/${pid}/cmdline`, "utf8").split("\0").includes(data);
  } catch {
    return false;
  }
}

/** Stops the server that a killed process left behind in this folder, if there is one. */
export async function stopLeftover(folder: string): Promise<void> {
  const data = join(folder, "pgdata");
  const server = runningServer(data);
  if (server) await endProcess(server.pid, () => !serves(server.pid, data));
}

/** SIGINT is PostgreSQL's fast shutdown, SIGQUIT leaves at once and recovers at the next start. */
export async function endProcess(pid: number, gone: () => boolean): Promise<void> {
  const steps = [
    ["SIGINT", limits.stopTimeoutMs],
    ["SIGQUIT", limits.hardStopTimeoutMs],
    ["SIGKILL", limits.hardStopTimeoutMs],
  ] as const;
  for (const [name, timeoutMs] of steps) {
    if (pid <= 0 || gone() || !signal(pid, name)) return;
    for (const until = Date.now() + timeoutMs; Date.now() < until && !gone(); ) await sleep(10);
  }
}

/** False when there is no such process any more. */
export function signal(pid: number, name: NodeJS.Signals): boolean {
  try {
    return process.kill(pid, name);
  } catch {
    return false;
  }
}

export function hasEnded(child: ChildProcess): boolean {
  return child.pid === undefined || child.exitCode !== null || child.signalCode !== null;
}

export function lastLogLine(log: string): string {
  return existsSync(log) ? lastLine(readFileSync(log, "utf8").slice(-8_000)) : "no log";
}

/** The line that says why: PostgreSQL ends with FATAL or a hint; the last line of any kind otherwise. */
function lastLine(text: string): string {
  const lines = text.trim().split("\n");
  return (lines.findLast((line) => /FATAL|PANIC|could not|error:/.test(line)) ?? lines.at(-1) ?? "").trim();
}
