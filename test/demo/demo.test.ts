import { spawn } from "node:child_process";
import { once } from "node:events";
import { chmodSync, mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { expect, test } from "vitest";
import { eventually } from "../harness/desk.ts";
import { intray } from "../harness/program.ts";

test("the demo plays its scene over real servers, checks it and ends with 0", async () => {
  const ran = await intray(["demo", "--once"], { timeoutMs: 120_000 });
  expect(ran.err).toBe("");
  expect(ran.status).toBe(0);
  expect(ran.out).toContain("[#1001]");
  expect(ran.out).toContain("reads that the ticket is closed");
  expect(ran.out).toContain("nobody answers a machine");
  expect(ran.out).toMatch(/took in 9 mails, opened 4 tickets/);
}, 150_000);

/** Processes whose command line names the folder. */
function runningIn(folder: string): string[] {
  return readdirSync("/proc").filter((pid) => {
    try {
      return /^\d+$/.test(pid) && readFileSync(`/proc/${pid}/cmdline`, "utf8").includes(folder);
    } catch {
      return false;
    }
  });
}

test("a terminal that is closed while the demo starts leaves no PostgreSQL behind", async () => {
  const folder = mkdtempSync(join(tmpdir(), "intray-closed-"));
  chmodSync(folder, 0o755);
  const program = fileURLToPath(new URL("../../src/main.ts", import.meta.url));
  const env = { PATH: process.env.PATH, TMPDIR: folder };
  const demo = spawn(process.execPath, [program, "demo"], { env, stdio: "ignore" });
  try {
    const ended = once(demo, "exit");
    await eventually("a PostgreSQL of the demo", 60_000, async () => runningIn(folder).length > 0);
    demo.kill("SIGHUP");
    await ended;
    await eventually("no process in the demo's folder", 30_000, async () => runningIn(folder).length === 0);
    // In a home that only root may enter, PostgreSQL's programs are lent to nobody by a copy, which the next demo uses again.
    expect(readdirSync(folder).filter((name) => !name.startsWith("intray-postgres-"))).toEqual([]);
  } finally {
    demo.kill("SIGKILL");
    rmSync(folder, { recursive: true, force: true });
  }
}, 150_000);
