/** What clamd says is believed, what it does not say is not: over a real socket, against a server that speaks as clamd does. */
import { afterAll, afterEach, beforeAll, expect, test } from "vitest";
import { openScanner, readClamdUrl, ScannerDown } from "../../src/io/clamd.ts";
import { type Clamd, eicar, type Mood, startClamd } from "../harness/clamd.ts";

let clamd: Clamd;

beforeAll(async () => {
  clamd = await startClamd();
});
afterEach(() => {
  clamd.mood = "well";
  clamd.bytesMax = 25 * 1024 * 1024;
});
afterAll(() => clamd?.stop());

const scan = (content: Buffer, timeouts = {}) => openScanner(readClamdUrl(clamd.url), timeouts).scan(content);

test("clean bytes of any size arrive whole and are called clean", async () => {
  for (const size of [0, 1, 65_536, 65_537, 3_000_000]) {
    const content = Buffer.alloc(size, 0x61);
    expect(await scan(content)).toEqual({ kind: "clean" });
    expect(clamd.seen.at(-1)?.equals(content)).toBe(true);
  }
});

test("a virus is named", async () => {
  expect(await scan(Buffer.from(`in front ${eicar} behind`))).toEqual({
    kind: "infected",
    name: "Eicar-Test-Signature",
  });
});

test("what is larger than clamd takes is told from what is clean", async () => {
  clamd.bytesMax = 100_000;
  expect(await scan(Buffer.alloc(5_000_000))).toEqual({ kind: "tooLarge" });
});

const odd: Mood[] = ["silent", "closing", "babbling", "endless"];
test.each(odd)("a clamd that is %s has given no verdict", async (mood) => {
  clamd.mood = mood;
  await expect(scan(Buffer.from("harmless"), { scanMs: 300 })).rejects.toThrow(ScannerDown);
});

test("no clamd is no verdict", async () => {
  await clamd.close();
  await expect(scan(Buffer.from("harmless"))).rejects.toThrow(/cannot be reached \(ECONNREFUSED\)/);
  await clamd.open();
  expect(await scan(Buffer.from("harmless"))).toEqual({ kind: "clean" });
});

test("its address is tcp:// or unix:", () => {
  expect(readClamdUrl("tcp://10.0.0.1:3311")).toEqual({ host: "10.0.0.1", port: 3311 });
  expect(readClamdUrl("tcp://[::1]")).toEqual({ host: "::1", port: 3310 });
  expect(readClamdUrl("unix:/run/clamav/clamd.ctl")).toEqual({ path: "/run/clamav/clamd.ctl" });
  for (const wrong of ["http://a", "unix:clamd", "3310", "tcp://"]) expect(() => readClamdUrl(wrong)).toThrow(/tcp:/);
});
