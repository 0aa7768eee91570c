/** A stranger's words in a log or on a terminal are one line of text, whatever they hold. */
import { execFile } from "node:child_process";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { expect, test } from "vitest";
import { plainError } from "../../src/io/log.ts";

const hostile =
  'refused\r\n{"level":60,"msg":"all is lost"}\n\u001b[2J\u009b31m\u202egnp.exe\u2028ada@shop.example\u0000';

async function said(source: string): Promise<string> {
  const script = `const hostile = ${JSON.stringify(hostile)};\n${source}`;
  const { stdout } = await promisify(execFile)(process.execPath, ["--input-type=module", "-e", script]);
  return stdout;
}
const fileOf = (path: string) => JSON.stringify(fileURLToPath(new URL(`../../src/${path}`, import.meta.url)));
/** What a terminal would take for an order. */
const steering = /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u202a-\u202e]/;

test("in JSON each entry is one line, whoever wrote the words in it", async () => {
  const source = `import { openLog, plainError } from ${fileOf("io/log.ts")};
    openLog("info", "json").warn({ said: hostile, error: plainError(new Error(hostile)) }, "the server says no");`;
  const lines = (await said(source)).trim().split("\n");
  expect(lines).toHaveLength(1);
  expect(JSON.parse(lines[0] ?? "")).toMatchObject({ level: 40, msg: "the server says no" });
});

test("in the form for terminals an error's words cannot steer it or begin a line of their own", async () => {
  const source = `import { openLog, plainError } from ${fileOf("io/log.ts")};
    openLog("info", "pretty").warn({ error: plainError(new Error(hostile)) }, "the server says no");`;
  const out = await said(source);
  expect(out).not.toMatch(steering);
  expect(out.split("\n").filter((line) => line.startsWith('{"level"'))).toEqual([]);
});

test("what a command prints of a stranger's words cannot steer a terminal", async () => {
  const out = await said(`import { print } from ${fileOf("cli/command.ts")}; print("  17  " + hostile);`);
  expect(out).not.toMatch(steering);
  expect(out).toContain("\ufffd");
});

test("an error in a log names no address and no password", () => {
  const error = new Error("connect postgres://ada:secret@db.example/x failed for ada@shop.example");
  expect(JSON.stringify(plainError(error))).not.toMatch(/secret|ada@/);
});

test.each([
  [new Error("gone"), { name: "Error", message: "gone" }],
  [
    { message: "gone", code: "57P01", query: "select secret" },
    { name: "Error", code: "57P01", message: "gone" },
  ],
  ["gone", { name: "Error", message: "gone" }],
  [null, { name: "Error", message: "null" }],
])("of %j thrown or told, the log names what went wrong", (error, said) => {
  expect(plainError(error)).toEqual(said);
});
