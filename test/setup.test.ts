import { spawn } from "node:child_process";
import { cpSync, existsSync, mkdirSync, mkdtempSync, readlinkSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { root } from "./harness/source.ts";

let checkout: string;

/** A checkout whose only package is a "Node 24" that lies beside it, so that npm needs no network. */
beforeEach(() => {
  checkout = mkdtempSync(join(tmpdir(), "setup-"));
  for (const folder of ["src", "own-node"]) mkdirSync(join(checkout, folder));
  cpSync(join(root, "src/setup.mjs"), join(checkout, "src/setup.mjs"));
  write("own-node/package.json", { name: "node", version: "24.0.0", bin: { node: "node.sh" } });
  writeFileSync(join(checkout, "own-node/node.sh"), "#!/bin/sh\necho v24.0.0\n", { mode: 0o755 });
  write("package.json", { name: "sample", version: "1.0.0", dependencies: { node: "file:own-node" } });
  writeLock("24.0.0");
});

afterEach(() => rmSync(checkout, { recursive: true, force: true }));

function write(path: string, content: unknown): void {
  writeFileSync(join(checkout, path), JSON.stringify(content));
}

function writeLock(version: string): void {
  write("package-lock.json", {
    name: "sample",
    version: "1.0.0",
    lockfileVersion: 3,
    requires: true,
    packages: {
      "": { name: "sample", version: "1.0.0", dependencies: { node: "file:own-node" } },
      "node_modules/node": { resolved: "own-node", link: true },
      "own-node": { name: "node", version, bin: { node: "node.sh" } },
    },
  });
}

async function setUp(): Promise<{ code: number | null; said: string }> {
  // As on a machine where nothing of this project's own run is on the path.
  const env = {
    PATH: (process.env.PATH ?? "")
      .split(":")
      .filter((folder) => !folder.startsWith(root))
      .join(":"),
    HOME: checkout,
  };
  const child = spawn("node", [join(checkout, "src/setup.mjs")], { cwd: checkout, env });
  let said = "";
  for (const stream of [child.stdout, child.stderr]) stream.on("data", (chunk: Buffer) => (said += chunk.toString()));
  const code = await new Promise<number | null>((resolve) => child.once("close", resolve));
  return { code, said };
}

test("a bare checkout is set up with one line, and the next start says and does nothing", async () => {
  const first = await setUp();
  expect(first).toEqual({ code: 0, said: expect.stringMatching(/^setting up: [^\n]+\n$/) });
  expect(readlinkSync(join(checkout, "node_modules/.bin/intray"))).toBe("../../src/main.ts");
  expect(await setUp()).toEqual({ code: 0, said: "" });
});

test("two at once install once", async () => {
  const both = await Promise.all([setUp(), setUp()]);
  expect(both.map(({ code }) => code)).toEqual([0, 0]);
  expect(both.map(({ said }) => said).join("")).toMatch(/^setting up: [^\n]+\n$/);
});

test("a lock file that asks for something else is followed", async () => {
  await setUp();
  write("own-node/package.json", { name: "node", version: "24.1.0", bin: { node: "node.sh" } });
  writeLock("24.1.0");
  expect((await setUp()).said).toMatch(/^setting up: /);
  expect(await setUp()).toEqual({ code: 0, said: "" });
});

test("an install that was broken off, or came from another machine, is done anew", async () => {
  await setUp();
  rmSync(join(checkout, "node_modules/.package-lock.json"));
  expect((await setUp()).said).toMatch(/^setting up: /);
  rmSync(join(checkout, "node_modules/.bin/node"));
  expect((await setUp()).said).toMatch(/^setting up: /);
  expect(existsSync(join(checkout, "node_modules/.bin/node"))).toBe(true);
});

test("a failure is one line with the reason and the place of the log", async () => {
  write("package.json", { name: "sample", version: "1.0.0", dependencies: { node: "file:own-node", other: "1.0.0" } });
  const { code, said } = await setUp();
  expect(code).toBe(1);
  expect(said).toMatch(/^setting up: [^\n]+\nsetting up failed: npm ci ended with 1: [^\n]+setup\.log\)\n$/);
});
