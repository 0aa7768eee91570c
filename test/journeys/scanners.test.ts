/**
 * Mail scanners follow every link of every letter, and some press what they find. Following changes nothing at all; who presses
 * like a machine is marked as one.
 */
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { indexSource } from "../../src/flow/guides/indexDocs.ts";
import { showOne } from "../../src/flow/list.ts";
import { compose } from "../../src/mail/write/compose.ts";
import { sign } from "../../src/mail/write/signing.ts";
import { eventually, support } from "../harness/desk.ts";
import { border } from "../harness/deskFile.ts";
import { publishIdea } from "../harness/idea.ts";
import { hasBrowser, openBrowser, openPages, type PagesDesk } from "../harness/pages.ts";
import type { SunkMail } from "../harness/sink.ts";

const jan = "Jan Kowalski <jan@acme.example>";
const roundCount = 40;

let desk: PagesDesk;
beforeAll(async () => {
  desk = await openPages({ holdSeconds: 1 });
});
afterAll(() => desk?.close());

const letterTo = (address: string, words: string) =>
  desk.sink.waitFor((mail) => mail.to.includes(address) && mail.raw.includes(words), 20_000);

/** Who brings about every letter that bears a link: customers, agents, the form, the desk's own page. */
async function everyLetter(): Promise<void> {
  const text = "Open the settings, choose Payments, press Export invoices.";
  const guide = { title: "Export invoices", url: "https://docs.acme.example/invoices", language: "en", text };
  await indexSource(desk.database.pool, { source: "test", guides: [guide], unused: [], kept: [] }, new Date());
  await desk.deliverRaw(await withFile());
  const notice = await letterTo("jan@acme.example", "Export invoices");
  const replyTo = notice.header("reply-to") ?? "";
  const janWrites = (words: string, proven = true) =>
    desk.deliver({ from: jan, to: replyTo, subject: "Re: Export", text: words, proven });
  await janWrites("We are on it.");
  const answer = await letterTo("ada@shop.example", "We are on it.");
  await janWrites("Was this from me?", false);
  await letterTo("jan@acme.example", "/approve/");
  await janWrites("#severity B\nStill on it.");
  await letterTo("jan@acme.example", "/cancel/");
  await janWrites("#ask access proj_8fK2mQ71\nMay we look?");
  await letterTo("ada@shop.example", "May we look?");
  const reply = { to: answer.header("reply-to") ?? "", subject: "Re: Export" };
  await desk.deliver({ ...reply, from: "Eve <eve@else.example>", text: "I was sent this." });
  await letterTo("jan@acme.example", "/admit/");
  await janWrites("#solve\nIt works.");
  await letterTo("ada@shop.example", "It works.");
  await fillInForm();
  await letterTo("zofia@shop.example", "/verify/");
  await fetch(`${desk.url}/desk/sign-in`, {
    method: "POST",
    body: new URLSearchParams({ address: "jan@acme.example" }),
  });
  await letterTo("jan@acme.example", "/desk/sign-in/");
  const ideaId = await publishIdea(desk.database.pool, "Dark mode");
  const address = new URLSearchParams({ address: "ada@shop.example" });
  await fetch(`${desk.url}/roadmap/${ideaId}`, { method: "POST", body: address });
  await letterTo("ada@shop.example", "/vote/");
}

async function withFile(): Promise<Buffer> {
  const raw = await compose({
    messageId: "<first@shop.example>",
    date: new Date(),
    from: { name: "Ada Nowak", address: "ada@shop.example" },
    to: { name: "", address: support },
    replyTo: null,
    subject: "[A] Export invoices",
    text: "How do I export invoices?\n\nProject: proj_8fK2mQ71",
    html: null,
    inReplyTo: null,
    references: [],
    headers: {},
    attachments: [
      { name: "setup.exe", type: "application/octet-stream", content: Buffer.from("MZ held behind a link") },
    ],
  });
  return Buffer.concat([
    Buffer.from(`Authentication-Results: ${border}; dmarc=pass header.from=shop.example\r\n`),
    Buffer.from("Received: from mail.example by mx.acme.example; Mon, 12 Oct 2026 08:00:00 +0000\r\n"),
    raw,
  ]);
}

async function fillInForm(): Promise<void> {
  const at = Date.now() - 60_000;
  const opened = `${at}.${sign(desk.config.keys[0]?.key ?? "", ["form", at], 26)}`;
  const body = new URLSearchParams({ opened, address: "zofia@shop.example", subject: "x", words: "x" });
  expect((await fetch(`${desk.url}/new`, { method: "POST", body })).status).toBe(200);
}

async function linksOf(mail: SunkMail): Promise<string[]> {
  const { text, html } = await mail.parsed();
  const found = `${text ?? ""} ${html || ""}`.matchAll(/https?:\/\/[^\s"<>]+/g);
  return [...found]
    .map(([link]) => link.replaceAll("&amp;", "&"))
    .filter((link) => link.startsWith(desk.config.publicUrl));
}

/** Every row of every table of ours, by the database's own catalogue, and how many jobs wait. */
async function everything(): Promise<Record<string, string>> {
  const { pool } = desk.database;
  const { rows } = await pool.query<{ name: string }>(
    `select format('%I.%I', schemaname, tablename) as name from pg_tables where schemaname = 'public'
     union all select 'pgboss.job' order by 1`,
  );
  const dump: Record<string, string> = {};
  for (const { name } of rows) {
    const found = await pool.query(
      `select count(*)::int as n, md5(coalesce(string_agg(t::text, '|' order by t::text), '')) as sum from ${name} as t`,
    );
    dump[name] = `${found.rows[0]?.n} rows, ${found.rows[0]?.sum}`;
  }
  return dump;
}

describe("with every letter sent", () => {
  let links: string[];
  beforeAll(async () => {
    await everyLetter();
    await eventually("letters that have left", 20_000, async () => {
      const { rows } = await desk.database.pool.query(
        "select 1 from outgoing where state in ('queued', 'sending', 'deferred')",
      );
      return rows.length === 0;
    });
    await desk.stopWorker();
    links = [...new Set((await Promise.all(desk.sink.received.map(linksOf))).flat())];
  });

  test("there is a link of each kind", () => {
    const kinds = new Set(links.map((link) => new URL(link).pathname.split("/").slice(1, -1).join("/")));
    for (const kind of [
      "rate",
      "ticket",
      "answer",
      "file",
      "approve",
      "cancel",
      "verify",
      "desk/sign-in",
      "guide",
      "admit",
      "vote",
    ])
      expect([...kinds]).toContain(kind);
  });

  test(`${roundCount} scanners that follow every link, by every method that is safe, change nothing at all`, async () => {
    const before = await everything();
    expect(Object.keys(before).length).toBeGreaterThan(20);
    for (let round = 0; round < roundCount; round++) {
      const method = ["GET", "HEAD", "OPTIONS"][round % 3] ?? "GET";
      const statuses = await Promise.all(
        links.map(async (link) => {
          const answer = await fetch(link, { method, redirect: "manual" });
          await answer.arrayBuffer();
          return `${answer.status} ${new URL(link).pathname}`;
        }),
      );
      if (method !== "OPTIONS") expect(statuses.filter((status) => !status.startsWith("200"))).toEqual([]);
    }
    expect(await everything()).toEqual(before);
  });

  test("nor do other methods, whose names a page of ours does not know", async () => {
    const before = await everything();
    for (const link of links) {
      for (const method of ["PUT", "PATCH", "DELETE", "PROPFIND"]) {
        expect((await fetch(link, { method, redirect: "manual" })).status).toBeGreaterThanOrEqual(400);
      }
    }
    expect(await everything()).toEqual(before);
  });

  test.skipIf(!hasBrowser)(
    "a browser without a person that opens each rating link and presses its button is marked",
    async () => {
      const rates = links.filter((link) => new URL(link).pathname.startsWith("/rate/"));
      expect(rates.length).toBeGreaterThanOrEqual(10);
      const browser = await openBrowser();
      try {
        const page = await browser.newPage();
        for (const link of rates) {
          await page.goto(link);
          await Promise.all([page.waitForEvent("load"), page.getByRole("button").first().click()]);
        }
      } finally {
        await browser.close();
      }
      const shown = await showOne(desk.database.pool, 1001, Date.now());
      const ratings = shown?.messages.flatMap(({ rating }) => (rating ? [rating] : [])) ?? [];
      expect(ratings.length).toBeGreaterThanOrEqual(2);
      expect(ratings.filter(({ machine }) => machine === null)).toEqual([]);
      const { rows } = await desk.database.pool.query("select 1 from rating where machine_mark is null");
      expect(rows).toEqual([]);
    },
  );
});
