/**
 * A real Dovecot with ports, configuration and mail folder of its own, for journeys that must hold against a server which
 * many people run. Every user exists; the password is always `password`. Works as root (mail then belongs to nobody)
 * and as an ordinary user.
 */
import { type ChildProcess, execFile, execFileSync, spawn } from "node:child_process";
import { once } from "node:events";
import {
  accessSync,
  chmodSync,
  chownSync,
  constants,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
} from "node:fs";
import { readFile, rename, unlink, utimes, writeFile } from "node:fs/promises";
import { connect } from "node:net";
import { tmpdir, userInfo } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { promisify } from "node:util";
import nodemailer from "nodemailer";
import { freePort } from "../../src/demo/database.ts";
import { configuration } from "./dovecotConfiguration.ts";

const program = "/usr/sbin/dovecot";
const control = "/usr/bin/doveadm";
const prefix = "intray-dovecot-";
const startTimeoutMs = 20_000;
const stopTimeoutMs = 10_000;

/** Another user of the machine under root, who owns the mail folders: Dovecot refuses to keep mail as root. */
const nobody = 65_534;

export const password = "password";

export interface DeliveryOptions {
  /** Sets INTERNALDATE; the bytes then arrive exactly as given, without the headers that LMTP adds. */
  internalDate?: Date;
}

export interface Dovecot {
  host: string;
  imapPort: number;
  lmtpPort: number;
  folder: string;
  /** INBOX_URL for a user. */
  url(user: string): string;
  deliver(user: string, raw: Uint8Array | string, options?: DeliveryOptions): Promise<void>;
  /** Stops in good order, and starts again on the same ports. */
  restart(): Promise<void>;
  /** Ends everything at once, as a power cut would; `start` brings it back with its mail. */
  kill(): Promise<void>;
  start(): Promise<void>;
  /** Connections stay open and nobody answers, until `resume`. */
  pause(): void;
  resume(): void;
  /** The same mails under a new UIDVALIDITY and new UIDs; connected clients are cut off. */
  recreateInbox(user: string): Promise<void>;
  /** Stops it and removes its folder. */
  stop(): Promise<void>;
}

/** Whether a Dovecot is installed whose configuration language we write (2.3). */
export function hasDovecot(): boolean {
  try {
    for (const file of [program, control, "/usr/lib/dovecot/lmtp", "/usr/lib/dovecot/imap"]) {
      accessSync(file, constants.X_OK);
    }
    return execFileSync(program, ["--version"], { encoding: "utf8" }).startsWith("2.3.");
  } catch {
    return false;
  }
}

export async function startDovecot(): Promise<Dovecot> {
  removeLeftovers();
  const folder = mkdtempSync(join(tmpdir(), `${prefix}${process.pid}-`));
  chmodSync(folder, 0o755);
  const mailOwner = process.getuid?.() === 0 ? nobody : userInfo().uid;
  const mail = join(folder, "mail");
  mkdirSync(mail);
  chownSync(mail, mailOwner, process.getuid?.() === 0 ? nobody : userInfo().gid);
  const [imapPort, lmtpPort] = [await freePort(), await freePort()];
  const file = join(folder, "dovecot.conf");
  await writeFile(file, configuration({ folder, mail, imapPort, lmtpPort, password, mailOwner }));

  let server: ChildProcess | undefined;
  const start = async () => {
    server = await launch(file, [imapPort, lmtpPort], join(folder, "dovecot.log"));
  };
  const end = (signal: NodeJS.Signals) => endGroup(server, signal);
  const lmtp = nodemailer.createTransport({ host: "127.0.0.1", port: lmtpPort, lmtp: true, ignoreTLS: true });
  await start().catch((error) => {
    rmSync(folder, { recursive: true, force: true });
    throw error;
  });
  const endWithUs = () => signalGroup(server, "SIGKILL");
  process.once("exit", endWithUs);
  return {
    host: "127.0.0.1",
    imapPort,
    lmtpPort,
    folder,
    url: (user) => `imap://${encodeURIComponent(user)}:${password}@127.0.0.1:${imapPort}/INBOX?tls=off`,
    deliver: async (user, raw, options = {}) => {
      if (options.internalDate) await place(join(mail, user), Buffer.from(raw), options.internalDate, mailOwner);
      else
        await lmtp.sendMail({
          envelope: { from: "sender@example.org", to: [`${user}@example.org`] },
          raw: Buffer.from(raw),
        });
    },
    restart: async () => {
      await end("SIGTERM");
      await start();
    },
    kill: () => end("SIGKILL"),
    start,
    pause: () => signalGroup(server, "SIGSTOP"),
    resume: () => signalGroup(server, "SIGCONT"),
    recreateInbox: (user) => renumber(file, join(mail, user), user),
    stop: async () => {
      process.off("exit", endWithUs);
      lmtp.close();
      await end("SIGKILL");
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

async function launch(file: string, ports: number[], log: string): Promise<ChildProcess> {
  const server = spawn(program, ["-F", "-c", file], { detached: true, stdio: "ignore" });
  for (const until = Date.now() + startTimeoutMs; Date.now() < until && server.exitCode === null; await sleep(20)) {
    if ((await Promise.all(ports.map(listens))).every(Boolean)) return server;
  }
  await endGroup(server, "SIGKILL");
  throw new Error(`Dovecot does not start: ${readFileSync(log, { encoding: "utf8", flag: "a+" }).slice(-1_000)}`);
}

/** Servers and folders of test processes that were killed. */
function removeLeftovers(): void {
  for (const name of readdirSync(tmpdir())) {
    const maker = new RegExp(`^${prefix}(\\d+)-`).exec(name)?.[1];
    if (maker === undefined || existsSync(`/proc/${maker}`)) continue;
    const folder = join(tmpdir(), name);
    try {
      const pid = Number(readFileSync(join(folder, "run", "master.pid"), "utf8"));
      if (readFileSync(`/proc/${pid}/cmdline`, "utf8").includes(folder)) process.kill(-pid, "SIGKILL");
    } catch {
      // It has ended.
    }
    try {
      rmSync(folder, { recursive: true, force: true });
    } catch {
      // Another user's; it is theirs to clean.
    }
  }
}

async function listens(port: number): Promise<boolean> {
  const socket = connect(port, "127.0.0.1");
  return await new Promise((resolve) => {
    socket.once("connect", () => resolve(true)).once("error", () => resolve(false));
  }).then((answer) => {
    socket.destroy();
    return answer === true;
  });
}

async function endGroup(server: ChildProcess | undefined, signal: NodeJS.Signals): Promise<void> {
  if (!server || server.exitCode !== null || server.signalCode !== null) return;
  const ended = once(server, "exit");
  signalGroup(server, "SIGCONT");
  if (signal === "SIGKILL") signalGroup(server, signal);
  else server.kill(signal);
  const timer = setTimeout(() => signalGroup(server, "SIGKILL"), stopTimeoutMs);
  await ended;
  clearTimeout(timer);
  // Login and mail processes that outlive their master by a moment would still hold the ports.
  signalGroup(server, "SIGKILL");
}

function signalGroup(server: ChildProcess | undefined, signal: NodeJS.Signals): void {
  try {
    if (server?.pid) process.kill(-server.pid, signal);
  } catch {
    // The group has ended.
  }
}

let placedCount = 0;

/** A maildir delivery: written aside, then moved into `new`; Dovecot takes INTERNALDATE from the file's time. */
async function place(maildir: string, raw: Buffer, at: Date, owner: number): Promise<void> {
  const group = process.getuid?.() === 0 ? nobody : userInfo().gid;
  for (const path of [maildir, ...["tmp", "new", "cur"].map((name) => join(maildir, name))]) {
    mkdirSync(path, { recursive: true, mode: 0o700 });
    chownSync(path, owner, group);
  }
  placedCount += 1;
  const name = `${Math.floor(Date.now() / 1000)}.P${process.pid}Q${placedCount}.harness`;
  const aside = join(maildir, "tmp", name);
  await writeFile(aside, raw, { mode: 0o600 });
  chownSync(aside, owner, group);
  await utimes(aside, at, at);
  await rename(aside, join(maildir, "new", name));
}

/** Without its list of UIDs and its index Dovecot numbers the folder anew, under a UIDVALIDITY it never used. */
async function renumber(file: string, maildir: string, user: string): Promise<void> {
  // A new UIDVALIDITY is the time in seconds: within the second of the old one it would be the same.
  const list = await readFile(join(maildir, "dovecot-uidlist"), "utf8").catch(() => "");
  const before = Number(/^\d+ V(\d+)/.exec(list)?.[1] ?? 0);
  while (Math.floor(Date.now() / 1000) <= before) await sleep(50);
  await promisify(execFile)(control, ["-c", file, "kick", user]).catch(() => {});
  for (const name of ["dovecot-uidlist", "dovecot.index", "dovecot.index.log", "dovecot.index.cache"]) {
    await unlink(join(maildir, name)).catch(() => {});
  }
}
