/** Forms that nobody proved are forgotten with their bytes, wherever those live; what became a mail stays. */
import { mkdtemp, readdir, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { sweepForms } from "../../src/flow/pages/form.ts";
import { type Blobs, openBlobs, sha256Of } from "../../src/io/blobs.ts";
import { transaction } from "../../src/io/postgres.ts";
import { formCounts, insertForm, markFormSent } from "../../src/store/form.ts";
import { insertPosted } from "../../src/store/posted.ts";
import { type FreshDatabase, freshDatabase } from "../harness/database.ts";

let database: FreshDatabase;
let folder: string;
let blobs: Blobs;

const hourMs = 3600 * 1000;
const now = Date.parse("2026-10-12T08:00:00Z");

beforeAll(async () => {
  [database, folder] = await Promise.all([freshDatabase(), mkdtemp(join(tmpdir(), "forms-"))]);
  blobs = await openBlobs({ kind: "file", folder });
});
afterAll(async () => {
  await database?.drop();
  await rm(folder, { recursive: true });
});

async function keep(key: string, agoMs: number, raw = Buffer.from(`mail of ${key}`)): Promise<Buffer> {
  const sha256 = sha256Of(raw);
  const content = await blobs.keep(sha256, raw);
  const at = new Date(now - agoMs);
  const row = {
    key,
    address: "ada@shop.example",
    ipHash: Buffer.alloc(32),
    sha256,
    byteCount: raw.length,
    content,
    at,
  };
  await transaction(database.pool, (tx) => insertForm(tx, row));
  return sha256;
}

async function send(key: string, sha256: Buffer): Promise<void> {
  await transaction(database.pool, async (tx) => {
    const mail = { postedBy: "ada@shop.example", postKey: key, sha256, byteCount: 1, content: null };
    await insertPosted(tx, { ...mail, receivedAt: new Date(now) });
    await markFormSent(tx, key, new Date(now));
  });
}

const files = async () =>
  (await readdir(folder, { recursive: true, withFileTypes: true })).filter((entry) => entry.isFile()).length;

test("what nobody proved within a day is forgotten with its bytes, what was sent or is young stays", async () => {
  await keep("form:old", 26 * hourMs);
  const twice = Buffer.from("the same bytes");
  await keep("form:twin-old", 26 * hourMs, twice);
  const young = await keep("form:twin-young", hourMs, twice);
  const sent = await keep("form:sent", 30 * hourMs);
  await send("form:sent", sent);
  expect(await files()).toBe(3);
  expect(await sweepForms({ pool: database.pool, blobs, now: () => now })).toBe(1);
  const { rows } = await database.pool.query("select key from web_form");
  expect(rows).toEqual([{ key: "form:twin-young" }]);
  expect((await blobs.load(sent, null)).toString()).toBe("mail of form:sent");
  expect((await blobs.load(young, null)).equals(twice)).toBe(true);
  expect(await files()).toBe(2);
});

test("the bytes that wait unproven are counted, those that were sent are not", async () => {
  const counts = await formCounts(database.pool, "ada@shop.example", Buffer.alloc(32), new Date(now - 48 * hourMs));
  expect(counts).toMatchObject({ ofAddress: 1, ofIp: 1, ofAll: 1, waitingBytes: "the same bytes".length });
});
