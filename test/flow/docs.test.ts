/** Which guides are found and offered: tables of what people type and mail, in English and Polish, against a real database. */
import { afterAll, beforeAll, expect, test } from "vitest";
import { asWords, guidesForMail, searchDocs } from "../../src/flow/guides/docs.ts";
import { indexSource } from "../../src/flow/guides/indexDocs.ts";
import { transaction } from "../../src/io/postgres.ts";
import { countWords, writeGuides } from "../../src/store/guide.ts";
import { type FreshDatabase, freshDatabase } from "../harness/database.ts";
import { docsPages, mailCases, typedCases } from "../harness/docs.ts";

let database: FreshDatabase;

beforeAll(async () => {
  database = await freshDatabase();
  await transaction(database.pool, async (tx) => {
    const guides = docsPages.map(({ path, language, title, text }) => ({
      url: `https://docs.acme.example/${path}`,
      title,
      language,
      sha256: Buffer.from(path).toString("hex"),
      ...asWords(title, text, language),
    }));
    await writeGuides(tx, "test", guides, new Date());
    await countWords(tx);
  });
});
afterAll(() => database?.drop());

test.each(typedCases)("%j typed in %s finds first: %s", async (words, language, title) => {
  const found = await searchDocs(database.pool, words, language, 3);
  expect(found[0]?.title ?? null).toBe(title);
});

test.each(mailCases)("a mail %j: %j (%s) is offered %j", async (subject, text, language, titles) => {
  const found = (await guidesForMail(database.pool, { subject, text }, language, 3)).map(({ title }) => title);
  expect(found.slice(0, 1)).toEqual(titles.slice(0, 1));
  expect(found.filter((title) => !titles.includes(title))).toEqual([]);
});

test("words that the desk calls the same find each other's guides, in mails too", async () => {
  const synonyms = [
    ["chargeback", "refund"],
    ["fracht", "przesylka"],
  ];
  const first = async (words: string, language: "en" | "pl") =>
    (await searchDocs(database.pool, words, language, 1, synonyms))[0]?.title ?? null;
  expect((await searchDocs(database.pool, "chargebacks", "en", 1))[0]).toBeUndefined();
  expect(await first("chargebacks", "en")).toBe("Refund a payment");
  expect(await first("śledzenie frachtu", "pl")).toBe("Śledzenie przesyłki");
  const mail = { subject: "Chargeback of a payment", text: "How do I give a payment back?" };
  const [found] = await guidesForMail(database.pool, mail, "en", 1, synonyms);
  expect(found?.title).toBe("Refund a payment");
});

test("without pg_trgm, words are found in their inflected forms, and mistyped ones are not", async () => {
  const bare = await freshDatabase();
  try {
    await bare.pool.query("drop extension if exists pg_trgm cascade");
    const guides = docsPages.map(({ path, ...page }) => ({ ...page, url: `https://docs.acme.example/${path}` }));
    const done = await indexSource(bare.pool, { source: "test", guides, unused: [], kept: [] }, new Date());
    expect(done).toMatchObject({ guides: docsPages.length, hasTrigrams: false });
    const first = async (words: string) => (await searchDocs(bare.pool, words, null, 1))[0]?.title ?? null;
    expect(await first("zwroty płatności")).toBe("Zwrot płatności klientowi");
    expect(await first("refunding payments")).toBe("Refund a payment");
    expect(await first("passwrod")).toBe(null);
  } finally {
    await bare.drop();
  }
});
