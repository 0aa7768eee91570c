/** The ticket page: who sees what, and what is written on it, over a real database, a real worker and real HTTP. */
import { afterAll, beforeAll, expect, test } from "vitest";
import { showOne } from "../../src/flow/list.ts";
import { eventually, support } from "../harness/desk.ts";
import { openPages, type PagesDesk } from "../harness/pages.ts";
import type { SunkMail } from "../harness/sink.ts";

let desk: PagesDesk;
let notice: SunkMail;
let confirmation: SunkMail;
/** The pages of the requester and of a colleague who joined later. */
let adasPage: string;
let gracesPage: string;

const ada = "Ada Nowak <ada@shop.example>";
const grace = "Grace <grace@shop.example>";
const jan = "Jan Kowalski <jan@acme.example>";

beforeAll(async () => {
  desk = await openPages();
  await desk.deliver({
    from: ada,
    to: support,
    subject: "[A] <i>Down</i>",
    text: "First words <script>alert(1)</script>",
  });
  confirmation = await desk.sink.waitFor((mail) => mail.to.includes("ada@shop.example"), 15_000);
  notice = await desk.sink.waitFor((mail) => mail.to.includes("jan@acme.example"), 15_000);
  adasPage = (await desk.links(confirmation, "/ticket/"))[0] ?? "";
  await answer("Answer before Grace. See https://status.acme.example/77.");
  await desk.deliver({ from: jan, to: reply(notice), subject: "Re", text: "#note\nThe customer is difficult." });
  await desk.deliver({
    from: "eve@evil.example",
    to: reply(confirmation),
    subject: "Re",
    text: "Words of a stranger.",
  });
  await desk.deliver({ from: grace, to: reply(confirmation), subject: "Re", text: "Grace sees it too." });
  await messageWith("Grace sees it too.");
  const toGrace = await answer("Answer to both.", "grace@shop.example");
  gracesPage = (await desk.links(toGrace, "/ticket/"))[0] ?? "";
});
afterAll(() => desk?.close());

const reply = (mail: SunkMail) => mail.header("reply-to") ?? "";

async function answer(text: string, to = "ada@shop.example"): Promise<SunkMail> {
  await desk.deliver({ from: jan, to: reply(notice), subject: "Re", text });
  const words = text.slice(0, 15);
  return await desk.sink.waitFor((mail) => mail.to.includes(to) && mail.raw.includes(words), 15_000);
}

async function messageWith(text: string) {
  return await eventually(`a message with "${text}"`, 15_000, async () => {
    const shown = await showOne(desk.database.pool, 1001, Date.now());
    return shown?.messages.find((message) => message.visible.includes(text));
  });
}

const read = async (link: string) => (await fetch(link)).text();
const onceOf = (html: string) => /name="once" value="([^"]+)"/.exec(html)?.[1] ?? "";

function post(link: string, fields: Record<string, string>, headers: Record<string, string> = {}) {
  const form = new FormData();
  for (const [name, value] of Object.entries(fields)) form.set(name, value);
  return fetch(link, { method: "POST", body: form, redirect: "manual", headers });
}

test("the requester sees status, promises and why, and the conversation without notes and strangers", async () => {
  const html = await read(adasPage);
  expect(html).toContain("We are working on it.");
  expect(html).toContain("prevents normal operation");
  expect(html).toMatch(/First answer: \w{3} \d+ .*(in time|late)/);
  expect(html).toMatch(/Handling: (by|was due)/);
  expect(html).toContain("plan standard, severity A");
  expect(html).toContain("First words &lt;script&gt;");
  expect(html).toContain("&lt;i&gt;Down&lt;/i&gt;");
  expect(html).toContain('href="https://status.acme.example/77"');
  for (const words of ["Answer before Grace", "Grace sees it too", "Answer to both"]) expect(html).toContain(words);
  for (const words of ["difficult", "stranger", "jan@acme.example", "<script"]) expect(html).not.toContain(words);
});

test("a participant sees what was said from the mail on that brought them in", async () => {
  const html = await read(gracesPage);
  for (const words of ["Grace sees it too", "Answer to both"]) expect(html).toContain(words);
  for (const words of ["First words", "Answer before Grace", "difficult", "stranger"])
    expect(html).not.toContain(words);
});

test("an answer that waits or was taken back is not shown", async () => {
  const { pool } = desk.database;
  const held =
    "update outgoing set state = 'queued', next_at = now() + interval '1 minute' where message_row_id = (select max(id) from message where direction = 'out')";
  await pool.query(held);
  expect(await read(adasPage)).not.toContain("Answer to both");
  await pool.query("update outgoing set state = 'cancelled' where state = 'queued'");
  expect(await read(adasPage)).not.toContain("Answer to both");
  await pool.query("update outgoing set state = 'sent' where state = 'cancelled'");
  expect(await read(adasPage)).toContain("Answer to both");
});

test("words written on the page come in as a proven mail of the participant, once for each press", async () => {
  const once = onceOf(await read(gracesPage));
  const before = (await showOne(desk.database.pool, 1001, Date.now()))?.messages.length ?? 0;
  for (const _ of [1, 2]) {
    const posted = await post(gracesPage, { text: "Written on the page: zażółć.\r\n\r\n> not a quote", once });
    expect(posted.status).toBe(303);
    expect(posted.headers.get("location")).toContain("?sent");
  }
  const message = await messageWith("Written on the page: zażółć.");
  expect(message).toMatchObject({ direction: "in", author: { address: "grace@shop.example" }, unverified: false });
  const { rows } = await desk.database.pool.query(
    "select disposition, trust, trust_reason from raw_mail where posted_by is not null",
  );
  expect(rows).toEqual([{ disposition: "reply", trust: "proven", trust_reason: "ownPage" }]);
  expect((await showOne(desk.database.pool, 1001, Date.now()))?.messages).toHaveLength(before + 1);
  await desk.sink.waitFor(
    (mail) => mail.to.includes("jan@acme.example") && mail.raw.includes("Written on the page"),
    15_000,
  );
  expect(await read(gracesPage)).toContain("Written on the page: zażółć.");
});

test("a mail that claims to be written on a page proves nothing", async () => {
  await desk.deliver({
    from: ada,
    to: reply(confirmation),
    subject: "Re",
    text: "Forged words.",
    messageId: "<page-0123456789@acme.example>",
    headers: ["X-Intray-Posted-By: ada@shop.example"],
    proven: false,
  });
  const { rows } = await eventually("its fate", 15_000, async () => {
    const found = await desk.database.pool.query(
      "select trust from raw_mail where message_id like '<page-0123%' and trust is not null",
    );
    return found.rows.length === 1 && found;
  });
  expect(rows[0]?.trust).toBe("unproven");
});

test("empty and endless words, other sites and other people's tokens send nothing", async () => {
  const count = async () => (await desk.database.pool.query("select count(*)::int as n from raw_mail")).rows[0]?.n;
  const before = await count();
  expect((await post(adasPage, { text: " \r\n ", once: "1" })).status).toBe(400);
  const long = await post(adasPage, { text: "x".repeat(15_001), once: "2" });
  expect(long.status).toBe(400);
  expect((await post(adasPage, { text: "Hello", once: "3" }, { origin: "https://evil.example" })).status).toBe(403);
  expect((await post(`${desk.url}/ticket/k1-${"a".repeat(26)}`, { text: "Hello", once: "4" })).status).toBe(404);
  const replyToken = /support\+([a-z0-9-]+)@/.exec(reply(confirmation))?.[1] ?? "";
  expect((await post(`${desk.url}/ticket/${replyToken}`, { text: "Hello", once: "5" })).status).toBe(404);
  expect(await count()).toBe(before);
});

test("more than twenty messages in an hour are refused", async () => {
  const results: number[] = [];
  for (let n = 0; n < 22; n++) results.push((await post(adasPage, { text: `Message ${n}`, once: `many-${n}` })).status);
  expect(results.filter((status) => status === 303)).toHaveLength(20);
  expect(results.at(-1)).toBe(429);
});

test("a conversation without end is shown from its end, and an endless message from its beginning", async () => {
  const { pool } = desk.database;
  await pool.query(
    `insert into message (ticket_id, direction, author_name, author_address, at, subject, text, visible, attachments)
     select 1001, 'in', 'Ada', 'ada@shop.example', now() + n * interval '1 second', '', '', 'Flood ' || n || '.', '[]'
     from generate_series(1, 1000) as n`,
  );
  await pool.query("update message set visible = repeat('🙂', 500000) where visible = 'Flood 1000.'");
  const html = await read(adasPage);
  expect(html.length).toBeLessThan(300_000);
  expect(html).toContain("Flood 999.");
  expect(html).not.toContain("Flood 700.");
  expect(html).toContain("There is more than this page shows");
  expect(html).toContain("Cut here");
});

test("someone who no longer belongs to the ticket sees nothing of it", async () => {
  await desk.database.pool.query("delete from participant where ticket_id = 1001");
  expect((await fetch(gracesPage)).status).toBe(404);
  expect((await post(gracesPage, { text: "Hello", once: "late" })).status).toBe(404);
});
