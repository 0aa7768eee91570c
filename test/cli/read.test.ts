import { execFile, spawn } from "node:child_process";
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, describe, expect, test } from "vitest";

const root = fileURLToPath(new URL("../..", import.meta.url));
const main = join(root, "src/main.ts");
const folder = mkdtempSync(join(tmpdir(), "intray-read-"));
const empty = mkdtempSync(join(tmpdir(), "intray-read-"));
afterAll(() => {
  rmSync(folder, { recursive: true });
  rmSync(empty, { recursive: true });
});

type Ran = { status: number; out: string; err: string };

/** Runs the real command line, as a person would: in a folder, with nothing in the environment. */
function intray(words: string[], options: { cwd?: string; input?: Buffer } = {}): Promise<Ran> {
  return new Promise((resolve) => {
    const env = { PATH: process.env.PATH ?? "" };
    const child = execFile(
      process.execPath,
      [main, "read", ...words],
      { cwd: options.cwd ?? root, env, maxBuffer: 64 * 1024 * 1024 },
      (error, out, err) => resolve({ status: error === null ? 0 : Number(error.code), out, err }),
    );
    child.stdin?.end(options.input ?? "");
  });
}

const objects = (out: string): Record<string, unknown>[] =>
  out
    .split("\n")
    .filter((line) => line !== "")
    .map((line) => JSON.parse(line));

const mail = Buffer.from(
  "From: Ada <Ada@Shop.example>\r\nTo: support@acme.example\r\nSubject: Re: [A] checkout down [#1042]\r\nMessage-ID: <1@shop.example>\r\nIn-Reply-To: <0@acme.example>\r\nReferences: <0@acme.example>\r\nDate: Mon, 5 Oct 2026 10:00:00 +0200\r\nContent-Type: multipart/mixed; boundary=b\r\n\r\n--b\r\nContent-Type: text/plain; charset=utf-8\r\n\r\nStill down, see proj_12345678\r\n\r\nOn Mon, Oct 5, 2026 at 9:00 AM Support <support@acme.example> wrote:\r\n> Is it up?\r\n--b\r\nContent-Type: text/plain; name=log.txt\r\nContent-Disposition: attachment; filename=log.txt\r\n\r\nline\r\n--b--\r\n",
);

beforeAll(() => {
  writeFileSync(join(folder, "2-good.eml"), mail);
  writeFileSync(join(folder, "1-empty.eml"), "");
  writeFileSync(join(folder, "3-large.eml"), Buffer.alloc(60 * 1024 * 1024, "x"));
  writeFileSync(join(folder, "notes.md"), "no mail");
  mkdirSync(join(folder, "4-below"));
  writeFileSync(join(folder, "4-below", "inner.eml"), mail);
});

describe("intray read --json", () => {
  test("prints one object with what was seen in one mail", async () => {
    const { status, out } = await intray([join(folder, "2-good.eml"), "--json"]);
    expect(status).toBe(0);
    expect(objects(out)).toEqual([
      expect.objectContaining({
        file: join(folder, "2-good.eml"),
        disposition: "human",
        reason: "no automatic marks",
        from: { name: "Ada", address: "ada@shop.example" },
        to: [{ name: "", address: "support@acme.example" }],
        cc: [],
        subject: "Re: [A] checkout down [#1042]",
        messageId: "<1@shop.example>",
        inReplyTo: ["<0@acme.example>"],
        references: ["<0@acme.example>"],
        severity: "A",
        requestType: null,
        ticket: "1042",
        customerReferences: { project: ["proj_12345678"] },
        visible: "Still down, see proj_12345678",
        elided: "On Mon, Oct 5, 2026 at 9:00 AM Support <support@acme.example> wrote:\n> Is it up?",
        forwarded: null,
        bounce: null,
        attachments: [{ name: "log.txt", type: "text/plain", bytes: 4, inline: false }],
        warnings: [],
      }),
    ]);
  });

  test("walks a folder in the order of names, and no bad file stops the rest", async () => {
    const { status, out } = await intray([folder, "--json"]);
    const seen = objects(out).map(({ file, disposition }) => [String(file).slice(folder.length + 1), disposition]);
    expect(seen).toEqual([
      ["1-empty.eml", "unreadable"],
      ["2-good.eml", "human"],
      ["3-large.eml", "unreadable"],
      ["4-below/inner.eml", "human"],
    ]);
    expect(objects(out)[2]?.reason).toMatch(/^tooLarge: /);
    expect(status).toBe(0);
  });

  test("reads standard input under the name -", async () => {
    const { out } = await intray(["-", "--json"], { input: mail });
    expect(objects(out)[0]).toMatchObject({ file: "stdin", disposition: "human" });
  });

  test("needs no desk.yaml: severity and type are null then", async () => {
    const { status, out } = await intray([join(folder, "2-good.eml"), "--json"], { cwd: empty });
    expect(status).toBe(0);
    expect(objects(out)[0]).toMatchObject({
      severity: null,
      requestType: null,
      ticket: "1042",
      customerReferences: {},
    });
  });

  test("goes on behind a file that is not there, says so, and ends with 1", async () => {
    const { status, out, err } = await intray([join(folder, "none.eml"), join(folder, "2-good.eml"), "--json"]);
    expect(status).toBe(1);
    expect(objects(out).map(({ disposition }) => disposition)).toEqual(["unreadable", "human"]);
    expect(err.trim().split("\n")).toEqual([
      expect.stringMatching(/none\.eml: there is no such file or folder; check the path$/),
    ]);
    expect(objects(out)[0]?.reason).toBe("notOpened: there is no such file or folder; check the path");
  });

  test("says only on standard error what cannot be opened, where no script reads along", async () => {
    const { status, out, err } = await intray([join(folder, "none.eml")]);
    expect({ status, out }).toEqual({ status: 1, out: "" });
    expect(err).toContain("there is no such file");
  });

  test("ends quietly when nobody listens any more", async () => {
    const words = [main, "read", "--json", ...Array.from({ length: 60 }, () => folder)];
    const child = spawn(process.execPath, words, { cwd: root, stdio: ["ignore", "pipe", "pipe"] });
    let err = "";
    child.stderr.on("data", (chunk) => {
      err += chunk;
    });
    await new Promise((resolve) => child.stdout.once("data", resolve));
    child.stdout.destroy();
    await new Promise((resolve) => child.once("close", resolve));
    expect(err).toBe("");
  });
});

describe("intray read for people", () => {
  test("shows the mail in a few lines, and with --explain which rule decided where", async () => {
    const { out } = await intray([join(folder, "2-good.eml"), "--explain"]);
    expect(out).toContain("human (no automatic marks)");
    expect(out).toContain("Ada <ada@shop.example>");
    expect(out).toContain("| Still down, see proj_12345678");
    expect(out).toMatch(/why: line 3 cut as \w+: On Mon/);
    expect(out).toContain("why: severity from tag");
  });

  test("--explain names the header or the line behind a verdict, and where a forward begins", async () => {
    const mails = join(root, "test/mails");
    const explained = async (name: string) => (await intray([join(mails, name), "--explain"])).out;
    expect(await explained("world/auto-cpanel-autoresponder.eml")).toMatch(/why: autoReplyHeader, by x-autorespond: /);
    expect(await explained("world/list-github-notification.eml")).toMatch(/why: listHeader, by list-id: /);
    expect(await explained("world/bounce-domino-router.eml")).toMatch(/why: bounceProse, by from: .*, by line 1/);
    expect(await explained("world/thread-forward-enron-to-support.eml")).toMatch(/why: passed on from line 9 on/);
  });

  test("lets no escape sequence of a stranger reach the terminal", async () => {
    const evil = Buffer.from(
      "From: =?utf-8?B?G1sybQ==?= <a@b.example>\r\nSubject: =?utf-8?B?G10wO3g=?=\r\n\r\na\x1b[2Jb\r\n",
    );
    const { out } = await intray(["-"], { input: evil });
    expect(out).not.toContain("\u001b");
  });
});

test("a wrong desk.yaml is told, not guessed around", async () => {
  writeFileSync(join(empty, "wrong.yaml"), "name: [");
  const child = await new Promise<Ran>((resolve) => {
    const env = { PATH: process.env.PATH ?? "", DESK_FILE: join(empty, "wrong.yaml") };
    execFile(process.execPath, [main, "read", join(folder, "2-good.eml")], { cwd: root, env }, (error, out, err) =>
      resolve({ status: error === null ? 0 : Number(error.code), out, err }),
    );
  });
  expect(child.status).toBe(1);
  expect(child.err).toContain("wrong.yaml");
});

test("every mail of the hostile folder gets an object of its own", async () => {
  const { out } = await intray([join(root, "test/mails/hostile"), "--json"]);
  const seen = objects(out);
  expect(seen.length).toBeGreaterThan(40);
  for (const { file, disposition } of seen) {
    const wanted = JSON.parse(readFileSync(String(file).replace(/\.eml$/, ".json"), "utf8"));
    expect([file, disposition === "unreadable"]).toEqual([file, wanted.disposition === "unreadable"]);
  }
});
