/** Guides as rows: counted in parts, and looked up without holding up the transaction around it. */
import { afterAll, beforeAll, expect, test } from "vitest";
import { guidesForMail } from "../../src/flow/guides/docs.ts";
import { forgetSource, indexSource } from "../../src/flow/guides/indexDocs.ts";
import { transaction } from "../../src/io/postgres.ts";
import { hasGuides, lookUpWords, withinTime } from "../../src/store/guide.ts";
import { type FreshDatabase, freshDatabase } from "../harness/database.ts";

let database: FreshDatabase;
beforeAll(async () => {
  database = await freshDatabase();
});
afterAll(() => database?.drop());

const at = new Date("2026-09-01T10:00:00Z");

test("words are counted over all guides, however many there are, and none are left when all are gone", async () => {
  const guides = Array.from({ length: 1_100 }, (_, n) => ({
    url: `https://docs.acme.example/${n}`,
    title: n === 700 ? "Calibrate the gyroscope" : `Chapter ${n}`,
    text: n % 2 === 0 ? "Lanterns glow." : "Lanterns fade.",
    language: "en",
  }));
  expect(await hasGuides(database.pool)).toBe(false);
  const source = "https://docs.acme.example/sitemap.xml";
  await indexSource(database.pool, { source, guides, unused: [], kept: [] }, at);
  const ask = ["lantern", "fade", "gyroscope", "nowhere"].map((word) => ({ word, forms: [word] }));
  const known = await lookUpWords(database.pool, ask, "en");
  expect(known.guideCount).toBe(1_100);
  expect(known.words.map(({ guideCount }) => guideCount)).toEqual([1_100, 550, 1, 0]);
  expect(await hasGuides(database.pool)).toBe(true);
  // Half of all guides have the other words; the one whose title is met is found among them.
  const mail = { subject: "Lanterns fade after I calibrate the gyroscope", text: "" };
  expect((await guidesForMail(database.pool, mail, "en", 3)).map(({ title }) => title)).toEqual([
    "Calibrate the gyroscope",
  ]);
  await forgetSource(database.pool, source, new Date(at.getTime() + 60_000));
  expect(await hasGuides(database.pool)).toBe(false);
  expect((await lookUpWords(database.pool, ask, "en")).guideCount).toBe(0);
});

test("a look-up that takes too long is given up, and the transaction goes on under its own limit", async () => {
  await transaction(database.pool, async (tx) => {
    const limit = async () => (await tx.query("show statement_timeout")).rows[0]?.statement_timeout;
    const before = await limit();
    expect(await withinTime(tx, 20, () => tx.query("select pg_sleep(60)"))).toBe(null);
    expect(await limit()).toBe(before);
    const inside = await withinTime(tx, 5_000, limit);
    expect([inside, await limit()]).toEqual(["5s", before]);
    await expect(withinTime(tx, 5_000, () => tx.query("select 1 / 0"))).rejects.toThrow(/division by zero/);
    expect((await tx.query("select 1 as one")).rows).toEqual([{ one: 1 }]);
  });
});
