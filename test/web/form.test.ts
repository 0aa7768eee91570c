/** The form: what is written waits for a mailed link, and then is a mail like any other. */
import { afterAll, beforeAll, expect, test } from "vitest";
import { indexSource } from "../../src/flow/guides/indexDocs.ts";
import { showOne } from "../../src/flow/list.ts";
import { sign } from "../../src/mail/write/signing.ts";
import { eventually } from "../harness/desk.ts";
import { openPages, type PagesDesk } from "../harness/pages.ts";
import type { SunkMail } from "../harness/sink.ts";

let desk: PagesDesk;

beforeAll(async () => {
  desk = await openPages();
});
afterAll(() => desk?.close());

/** The seal of a form that was opened so long ago. */
function openedAgo(ms: number): string {
  const at = Date.now() - ms;
  return `${at}.${sign(desk.config.keys[0]?.key ?? "", ["form", at], 26)}`;
}

const filled = () => ({
  opened: openedAgo(60_000),
  address: "ada@shop.example",
  name: "Ada Nowak",
  type: "issue",
  severity: "A",
  subject: "Checkout is down",
  words: "Nobody can pay.\r\nSince nine.",
  impact: "No orders",
  "reference.project": "proj_8fK2mQ71",
});

let place = 0;
/** Each from another place unless told, as a proxy on this machine would say. */
function send(
  fields: Record<string, string>,
  { files = [] as File[], from = `203.0.113.${++place}`, path = "/new" } = {},
) {
  const form = new FormData();
  for (const [name, value] of Object.entries(fields)) form.set(name, value);
  for (const file of files) form.append("files", file);
  return fetch(`${desk.url}${path}`, {
    method: "POST",
    body: form,
    redirect: "manual",
    headers: { "x-forwarded-for": from },
  });
}

const lettersTo = (address: string) => desk.sink.received.filter((mail) => mail.to.includes(address));
const mails = async () => (await desk.database.pool.query("select count(*)::int as n from raw_mail")).rows[0]?.n;

test("shows each severity with its meaning and times, and each type", async () => {
  const html = await (await fetch(`${desk.url}/new`)).text();
  expect(html).toContain("prevents normal operation");
  expect(html).toContain("first answer within 1 h, handled within 4 h");
  for (const type of ["question", "issue"]) expect(html).toContain(`value="${type}"`);
  expect(html).toContain("<strong>question</strong> how something works");
  const polish = await fetch(`${desk.url}/new`, { headers: { "accept-language": "pl-PL,en;q=0.5" } });
  expect(await polish.text()).toContain('<html lang="pl">');
});

test("what was written reaches us only after the mailed link's button, once, with its files", async () => {
  const log = new File(["a log\n"], "ekran ł.log", { type: "text/plain" });
  const kept = await send(filled(), { files: [log] });
  expect(kept.status).toBe(200);
  expect(await kept.text()).toContain("look into your mail");
  const letter = await desk.sink.waitFor((mail) => mail.to.includes("ada@shop.example"), 15_000);
  const { text, html, subject } = await letter.parsed();
  for (const words of ["Checkout", "Nobody can pay", "Nowak"]) expect(`${subject}${text}${html}`).not.toContain(words);
  expect(await mails()).toBe(0);
  const [link = ""] = await desk.links(letter, "/verify/");
  for (const method of ["GET", "HEAD", "GET"]) expect((await fetch(link, { method })).status).toBe(200);
  expect(await mails()).toBe(0);
  expect((await fetch(link, { method: "POST", headers: { "sec-fetch-site": "cross-site" } })).status).toBe(403);
  for (const _ of [1, 2]) expect(await (await fetch(link, { method: "POST" })).text()).toContain("is sent");
  const shown = await eventually("the ticket", 15_000, () => showOne(desk.database.pool, 1001, Date.now()));
  expect(shown).toMatchObject({
    severity: "A",
    requestType: "issue",
    account: { name: "Shop" },
    requester: { name: "Ada Nowak", address: "ada@shop.example" },
    customerReferences: { project: ["proj_8fK2mQ71"] },
  });
  expect(shown.messages).toHaveLength(1);
  expect(shown.messages[0]).toMatchObject({ attachments: [{ name: "ekran ł.log", bytes: 6 }] });
  expect(shown.messages[0]?.visible).toContain("Nobody can pay.\nSince nine.");
  expect(shown.messages[0]?.visible).toContain("Business impact: No orders");
  await desk.sink.waitFor((mail) => mail.to.includes("ada@shop.example") && mail !== letter, 15_000);
  expect(await mails()).toBe(1);
});

test("the page behind the mailed link shows what the address's own plan promises, which the form tells nobody", async () => {
  await desk.database.pool.query("update account set plan = 'enterprise'");
  const sent = await send({ ...filled(), address: "boss@shop.example" });
  expect(await sent.text()).not.toContain("enterprise");
  const letter = await desk.sink.waitFor((mail) => mail.to.includes("boss@shop.example"), 15_000);
  const [link = ""] = await desk.links(letter, "/verify/");
  const html = await (await fetch(link)).text();
  expect(html).toContain("What your plan enterprise promises (Shop)");
  expect(html).toContain("first answer within 30 min, handled within 2 h");
  await desk.database.pool.query("update account set plan = 'standard'");
});

test("whoever is to press the button is shown first what was written, by whomever, and it leads nowhere", async () => {
  const words = "<b>Delete</b> everything \u202e\u001b[31m\nhttps://evil.example/now";
  await send({ ...filled(), address: "carl@shop.example", name: "Carl <x>", subject: "A wish", words });
  const letter = await desk.sink.waitFor((mail) => mail.to.includes("carl@shop.example"), 15_000);
  const [link = ""] = await desk.links(letter, "/verify/");
  const html = await (await fetch(link)).text();
  for (const said of ["A wish", "Carl &lt;x&gt;", "&lt;b&gt;Delete&lt;/b&gt; everything", "Business impact: No orders"])
    expect(html).toContain(said);
  expect(html).not.toMatch(/<b>Delete|[\u202e\u001b]|href="https:\/\/evil/);
});

test("a form in an agent's name does nothing that an agent's mail does, though the agent presses its button", async () => {
  await send({
    ...filled(),
    address: "jan@acme.example",
    subject: "x",
    impact: "",
    "reference.project": "",
    words: "#queue",
  });
  const asks = (mail: SunkMail) => mail.to.includes("jan@acme.example") && /confirm/.test(mail.header("subject") ?? "");
  const letter = await desk.sink.waitFor(asks, 15_000);
  const [link = ""] = await desk.links(letter, "/verify/");
  expect((await fetch(link, { method: "POST" })).status).toBe(200);
  const filed = await eventually("the form's mail", 15_000, async () => {
    const { rows } = await desk.database.pool.query(
      "select disposition, trust from raw_mail where posted_by = 'jan@acme.example' and disposition is not null",
    );
    return rows[0];
  });
  expect(filed).toMatchObject({ disposition: "ticket", trust: "unproven" });
});

test("whoever is kept out by what others sent is told so, and words are taken however many files wait", async () => {
  const { pool } = desk.database;
  const crowd = (count: number, bytes: number, ago: string) =>
    pool.query(
      `insert into web_form (key, address, ip_hash, sha256, byte_count, created_at)
       select 'crowd:' || n, 'crowd' || n || '@else.example', $1, $1, $2, now() - $3::interval from generate_series(1, $4) n`,
      [Buffer.alloc(32, 1), bytes, ago, count],
    );
  await crowd(200, 1, "1 minute");
  const out = await send({ ...filled(), address: "dora@shop.example" });
  expect(out.status).toBe(429);
  expect(await out.text()).toContain("write a mail");
  await pool.query("delete from web_form where key like 'crowd:%'");
  await crowd(1, 1_000_000_000, "3 hours");
  const large = new File([Buffer.alloc(300_000, 65)], "large.txt");
  expect((await send({ ...filled(), address: "dora@shop.example" }, { files: [large] })).status).toBe(429);
  expect((await send({ ...filled(), address: "dora@shop.example" })).status).toBe(200);
  await pool.query("delete from web_form where key like 'crowd:%'");
  await desk.sink.waitFor((mail) => mail.to.includes("dora@shop.example"), 15_000);
});

test("the times of every plan stand on the form, for those who know theirs", async () => {
  const html = await (await fetch(`${desk.url}/new`)).text();
  expect(html).toMatch(/<details><summary>The times of each plan/);
  expect(html).toContain("first answer within 30 min, handled within 2 h");
});

test("guides come first: for typed words, and while the form waits for its link", async () => {
  expect(await (await fetch(`${desk.url}/new`)).text()).not.toContain('type="search"');
  const text = "Open the settings, choose Payments, press Export invoices.";
  const guide = { title: "How to export invoices", url: "https://docs.acme.example/invoices", language: "en", text };
  await indexSource(desk.database.pool, { source: "test", guides: [guide], unused: [], kept: [] }, new Date());
  const found = await (await fetch(`${desk.url}/new?q=export+invoices`)).text();
  expect(found).toContain('href="https://docs.acme.example/invoices"');
  expect(found).toContain('name="subject" required maxlength="200" value="export invoices"');
  const evil = await (await fetch(`${desk.url}/new?q=${encodeURIComponent('"><script>alert(1)</script>')}`)).text();
  expect(evil).not.toContain("<script");
  const asked = { ...filled(), address: "asks@else.example", type: "question", subject: "How do I export invoices?" };
  const kept = await (await send(asked)).text();
  expect(kept).toContain('href="https://docs.acme.example/invoices"');
  expect(kept).toContain("look into your mail");
});

test("known and unknown addresses are answered alike", async () => {
  const known = await (await send(filled())).text();
  const unknown = await (await send({ ...filled(), address: "mallory@else.example" })).text();
  expect(unknown.replaceAll("mallory@else.example", "ada@shop.example")).toBe(known);
});

test("an address gets three letters an hour at most, and the page does not say so", async () => {
  const answers: string[] = [];
  for (let n = 0; n < 5; n++) answers.push(await (await send({ ...filled(), address: "often@else.example" })).text());
  expect(new Set(answers).size).toBe(1);
  await desk.sink.waitUntil(() => lettersTo("often@else.example").length >= 3, 15_000);
  const { rows } = await desk.database.pool.query(
    "select count(*)::int as n from outgoing where recipient = 'often@else.example'",
  );
  expect(rows[0]?.n).toBe(3);
});

test("one place sends five an hour at most, however many addresses it names", async () => {
  const statuses: number[] = [];
  for (let n = 0; n < 7; n++)
    statuses.push((await send({ ...filled(), address: `n${n}@else.example` }, { from: "198.51.100.7" })).status);
  expect(statuses).toEqual([200, 200, 200, 200, 200, 429, 429]);
  const refused = await send({ ...filled(), words: "Typed for long." }, { from: "198.51.100.7" });
  expect(await refused.text()).toContain("Typed for long.</textarea>");
});

test("programs that fill in every field, or are too quick, or make up their seal send nothing", async () => {
  const bot = { ...filled(), address: "bot@else.example" };
  expect((await send({ ...bot, website: "https://spam.example" })).status).toBe(200);
  expect((await send({ ...bot, opened: openedAgo(100) })).status).toBe(400);
  expect((await send({ ...bot, opened: openedAgo(25 * 3600 * 1000) })).status).toBe(400);
  expect((await send({ ...bot, opened: `${Date.now() - 60_000}.${"a".repeat(26)}` })).status).toBe(400);
  const { rows } = await desk.database.pool.query("select 1 from web_form where address = 'bot@else.example'");
  expect(rows).toEqual([]);
});

test("what is wrong is said, and what was written is kept", async () => {
  const answer = await send({ ...filled(), address: "not an address", words: 'Kept <b>"words"</b>' });
  expect(answer.status).toBe(400);
  const html = await answer.text();
  expect(html).toContain("e-mail address we can answer to");
  expect(html).toContain('value="not an address" aria-invalid="true"');
  for (const kept of ["Ada Nowak", "Checkout is down", "No orders", "proj_8fK2mQ71"]) expect(html).toContain(kept);
  for (const chosen of ["issue", "A"]) expect(html).toContain(`value="${chosen}" checked`);
  expect(html).toContain("Kept &lt;b&gt;&quot;words&quot;&lt;/b&gt;");
  const four = [1, 2, 3, 4].map((n) => new File(["x"], `${n}.txt`));
  expect((await send(filled(), { files: four })).status).toBe(400);
  const large = new File([new Uint8Array(10_000_001)], "large.bin");
  expect((await send(filled(), { files: [large] })).status).toBe(400);
  const huge = new File([new Uint8Array(21_000_000)], "huge.bin");
  expect((await send(filled(), { files: [huge] })).status).toBe(413);
  expect((await send({ ...filled(), address: "a@b.example\r\nBcc: x@y.example" })).status).toBe(400);
});

test("a link that is old, or another's, sends nothing", async () => {
  const before = await mails();
  expect((await fetch(`${desk.url}/verify/k1-${"a".repeat(26)}`, { method: "POST" })).status).toBe(404);
  const letter = lettersTo("mallory@else.example")[0];
  const [link = ""] = letter ? await desk.links(letter, "/verify/") : [];
  await desk.database.pool.query("update token set expires_at = now() - interval '1 minute' where purpose = 'verify'");
  expect((await fetch(link, { method: "POST" })).status).toBe(404);
  expect(await mails()).toBe(before);
});
