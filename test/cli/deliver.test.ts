import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { partMbox } from "../../src/flow/deliver.ts";
import { type FreshDatabase, freshDatabase } from "../harness/database.ts";
import { mailOf, support } from "../harness/desk.ts";
import { emptyFolder, intray } from "../harness/program.ts";

let database: FreshDatabase;
beforeAll(async () => {
  database = await freshDatabase();
});
afterAll(() => database.drop());

const mail = (subject: string) => mailOf({ from: "ada@shop.example", to: support, subject, text: "Hello." });

test("a mail from a pipe is stored byte for byte and waits for the worker", async () => {
  const raw = mail("From a pipe");
  const ran = await intray(["deliver", "-"], { env: { DATABASE_URL: database.url }, input: raw });
  expect(ran).toMatchObject({ status: 0, err: "" });
  const { rows } = await database.pool.query("select content, disposition from raw_mail order by id desc limit 1");
  expect(rows[0].content.equals(raw)).toBe(true);
  expect(rows[0].disposition).toBeNull();
});

test("an mbox is parted into its mails", async () => {
  const folder = emptyFolder();
  const parts = ["one", "two", "three"].map(
    (subject) =>
      `From ada@shop.example Mon Oct 12 10:00:00 2026\n${mail(subject).toString().replaceAll("\r\n", "\n")}\n`,
  );
  writeFileSync(join(folder, "box.mbox"), parts.join(""));
  const ran = await intray(["deliver", "box.mbox", "--json"], { cwd: folder, env: { DATABASE_URL: database.url } });
  expect(JSON.parse(ran.out).rawMailIds).toHaveLength(3);
});

test("what could not be stored ends with 75, so that the mail server keeps it", async () => {
  const ran = await intray(["deliver", "-"], {
    env: { DATABASE_URL: "postgres://u:p@127.0.0.1:1/x" },
    input: mail("Lost?"),
  });
  expect(ran.status).toBe(75);
  expect(ran.err.trim().split("\n")).toHaveLength(1);
});

test("nothing on standard input stores nothing and says so", async () => {
  const ran = await intray(["deliver", "-"], { env: { DATABASE_URL: database.url }, input: "" });
  expect(ran.status).toBe(1);
  expect(ran.err).toContain("nothing was stored");
});

test("an mbox gives quoted From lines their words back, and a From inside a paragraph parts nothing", () => {
  const box = Buffer.from(
    "From a@x Mon\nSubject: 1\n\n>From the start\nand\nFrom here on\n\nFrom b@x Mon\nSubject: 2\n\nbody\n",
  );
  expect(partMbox(box).map(String)).toEqual([
    "Subject: 1\n\nFrom the start\nand\nFrom here on\n\n",
    "Subject: 2\n\nbody\n",
  ]);
});
