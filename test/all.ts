/**
 * `npm test`: types, lint and every test, each under a heading, one line for everything this machine cannot try and how
 * to change that (in CI that is a failure), and at the very end one line with the sums.
 */
import { spawn } from "node:child_process";
import { accessSync, constants } from "node:fs";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";
import { hasDovecot } from "./harness/dovecot.ts";

const root = fileURLToPath(new URL("..", import.meta.url));
const isCi = process.env.CI === "true";
const sums = { passed: 0, failed: 0, skipped: 0 };

await check("types (tsc)", ["tsc"]);
await check("format and lint (biome)", ["biome", "check", "--error-on-warnings"]);
for (const line of leftOut()) {
  console.log(isCi ? `failed: ${line}` : `left out: ${line}`);
  sums[isCi ? "failed" : "skipped"] += 1;
}
await runTests(process.argv.slice(2));

const skipped = sums.skipped > 0 ? `, ${sums.skipped} skipped` : "";
console.log(`${sums.passed} passed, ${sums.failed} failed${skipped}`);
process.exitCode = sums.failed === 0 ? 0 : 1;

/** One program that says nothing when all is well. */
async function check(title: string, command: string[]): Promise<void> {
  console.log(`\n== ${title}`);
  const { code } = await run(command, (line) => console.log(line));
  sums[code === 0 ? "passed" : "failed"] += 1;
}

/** vitest, whose own closing line (harness/line.ts) goes into the sums instead of being shown. */
async function runTests(filters: string[]): Promise<void> {
  console.log("\n== tests (vitest)");
  let closing: RegExpExecArray | null = null;
  const { code } = await run(["vitest", "run", "--config", "test/vitest.config.ts", ...filters], (line) => {
    const found = /^(\d+) passed, (\d+) failed(?:, (\d+) skipped)?$/.exec(line);
    closing = found ?? closing;
    if (!found) console.log(line);
  });
  const [, passed = "0", failed = "0", left = "0"] = closing ?? [];
  sums.passed += Number(passed);
  sums.failed += Number(failed);
  sums.skipped += Number(left);
  if (code !== 0 && Number(failed) === 0) {
    console.log(`vitest ended with ${code} without naming a failed test`);
    sums.failed += 1;
  }
}

async function run(command: string[], onLine: (line: string) => void): Promise<{ code: number | null }> {
  const [program = "", ...values] = command;
  const color = process.stdout.isTTY ? { FORCE_COLOR: "1" } : { NO_COLOR: "1" };
  const bin = `${root}node_modules/.bin`;
  const child = spawn(`${bin}/${program}`, values, {
    cwd: root,
    env: { ...process.env, ...color, PATH: `${bin}:${process.env.PATH ?? ""}` },
    stdio: ["ignore", "pipe", "pipe"],
  });
  for (const input of [child.stdout, child.stderr]) createInterface({ input }).on("line", onLine);
  const code = await new Promise<number | null>((resolve) => {
    child.once("error", () => resolve(null)).once("close", resolve);
  });
  return { code };
}

/** What tests need beyond the packages; each line says what is missing and how to get it. */
function leftOut(): string[] {
  const lines: string[] = [];
  if (!hasDovecot()) {
    lines.push("journeys over a real Dovecot 2.3; get it with: apt-get install dovecot-imapd dovecot-lmtpd");
  }
  if (!isProgram("/usr/bin/chromium")) {
    lines.push("pages in a browser; get it with: apt-get install chromium fonts-dejavu-core");
  }
  return lines;
}

function isProgram(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}
