/** Runs the program as its users do: a process of its own, with just the environment it is given. */
import { spawn } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

export type Ran = { status: number | null; out: string; err: string };

export const mainFile = fileURLToPath(new URL("../../src/main.ts", import.meta.url));

const folders: string[] = [];
process.once("exit", () => {
  for (const folder of folders) rmSync(folder, { recursive: true, force: true });
});

/** An empty folder to stand in, so that no .env, desk.yaml or .intray of the checkout is found. Gone with the test. */
export function emptyFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), "intray-empty-"));
  folders.push(folder);
  return folder;
}

export async function intray(
  words: string[],
  options: { env?: Record<string, string>; cwd?: string; input?: Buffer | string; timeoutMs?: number } = {},
): Promise<Ran> {
  const child = spawn(process.execPath, [mainFile, ...words], {
    cwd: options.cwd ?? emptyFolder(),
    env: { PATH: process.env.PATH ?? "", ...options.env },
    timeout: options.timeoutMs ?? 60_000,
  });
  let out = "";
  let err = "";
  child.stdout.on("data", (chunk) => {
    out += chunk;
  });
  child.stderr.on("data", (chunk) => {
    err += chunk;
  });
  child.stdin.on("error", () => {});
  child.stdin.end(options.input ?? "");
  const status = await new Promise<number | null>((resolve) => child.once("close", resolve));
  return { status, out, err };
}
