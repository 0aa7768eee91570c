/**
 * A person with a life at the desk is erased: tickets, copies, forwards, quotes, bounces, ratings and forms, and nothing of
 * them is found afterwards: in no column of no table, no stored file, no line of the log, no mail of the mailbox.
 */
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { readConfig } from "../../src/config.ts";
import { openLog } from "../../src/io/log.ts";
import { hold, unhold } from "../../src/store/hold.ts";
import { type Running, startWeb } from "../../src/web.ts";
import { startWorker, type Worker } from "../../src/worker.ts";
import { type DeskUnderTest, eventually, type Letter, mailOf, openDesk, support } from "../harness/desk.ts";
import { filesBelow, placesOf, readings } from "../harness/everything.ts";
import { emptyFolder, intray, type Ran } from "../harness/program.ts";
import type { SunkMail } from "../harness/sink.ts";

const address = "wanda.kanarek@shop.example";
const wanda = `Wanda Kanarek <${address}>`;
const ada = "Ada Nowak <ada@shop.example>";
const jan = "Jan Kowalski <jan@acme.example>";
/** Words that only she wrote, each on another way into the desk. */
const words = {
  subject: "Kanarkowe pomidory nie rosną",
  text: "The quetzalcoatl importer eats every kumquat invoice since yesterday",
  short: "xylophonebanana kaputt",
  reply: "Still broken, and the gherkin converter hums a melancholy tune at night",
  colleague: "I as well see the marmalade reactor overflowing into the corridor again",
  rated: "Splendid aubergine craftsmanship",
  form: "A pterodactyl nested inside our payment gateway this morning",
  file: "wombatsecret-serial-7731",
};
/** As others write her name. */
const forms = ["Wandy Kanarek", "W&#97;nda"];
const needles = [address, "wanda.kanarek", "Wanda Kanarek", ...forms, ...Object.values(words)];

let desk: DeskUnderTest;
let worker: Worker;
let web: Running & { url: string };
let blobs: string;
let env: Record<string, string>;
let told: Ran;

beforeAll(async () => {
  desk = await openDesk();
  blobs = mkdtempSync(join(tmpdir(), "intray-erased-"));
  env = { ...desk.env, BLOB_URL: `file://${blobs}`, LOG_LEVEL: "debug" };
  const config = readConfig(env);
  const log = openLog("silent", "json");
  web = await startWeb({ ...config, port: 0 }, desk.database.url, log);
  worker = await startWorker({ ...config, publicUrl: web.url }, desk.database.url, log);
});
afterAll(async () => {
  await worker?.stop();
  await web?.stop();
  await desk?.close();
  rmSync(blobs, { recursive: true, force: true });
});

const deliver = (letter: Letter) => desk.dovecot.deliver("support", mailOf(letter), { internalDate: new Date() });
const raw = (lines: string[]) =>
  desk.dovecot.deliver("support", Buffer.from(lines.join("\r\n")), { internalDate: new Date() });
const toJan = (wanted: RegExp) =>
  desk.sink.waitFor(
    (mail) => mail.to.includes("jan@acme.example") && wanted.test(mail.header("subject") ?? ""),
    20_000,
  );
const decided = (count: number) =>
  eventually(`${count} decided mails`, 30_000, async () => {
    const { rows } = await desk.database.pool.query(
      "select count(*) filter (where disposition is not null)::int as n, count(*)::int as total from raw_mail",
    );
    return rows[0].n >= count && rows[0].n === rows[0].total;
  });
const query = async (text: string) => (await desk.database.pool.query(text)).rows;

/** An attachment in base64, and the address in quoted-printable and in an encoded word. */
const mime = (from: string, subject: string, text: string, attached: string) => [
  "Authentication-Results: mx.acme.example; dmarc=pass header.from=shop.example",
  "Received: from mail.example by mx.acme.example; Mon, 12 Oct 2026 08:00:00 +0000",
  `From: ${from}`,
  `To: ${support}`,
  `Subject: ${subject}`,
  `Message-ID: <${crypto.randomUUID()}@shop.example>`,
  "MIME-Version: 1.0",
  'Content-Type: multipart/mixed; boundary="b"',
  "",
  "--b",
  "Content-Type: text/plain; charset=utf-8",
  "Content-Transfer-Encoding: base64",
  "",
  Buffer.from(text).toString("base64"),
  "--b",
  'Content-Type: text/plain; name="log.txt"',
  'Content-Disposition: attachment; filename="log.txt"',
  "Content-Transfer-Encoding: base64",
  "",
  Buffer.from(attached).toString("base64"),
  "--b--",
  "",
];

test("a person lives at the desk in every way that leaves a trace", async () => {
  // Her own ticket, with a file, answered with a quote, rated, and written on again.
  await raw(mime(wanda, words.subject, `${words.text}\r\n${words.short}\r\n`, `first line\r\n${words.file}\r\n`));
  const notice = await toJan(/Kanarkowe/);
  const quote = `We look into it.\r\n\r\nOn Monday Wanda Kanarek wrote:\r\n> ${words.text}\r\n> ${words.short}`;
  await deliver({ from: jan, to: notice.header("reply-to") ?? "", subject: "Re: it", text: quote });
  const answer = await desk.sink.waitFor(
    (mail) => mail.to.includes(address) && mail.raw.includes("We look into it"),
    20_000,
  );
  await rate(answer);
  await deliver({ from: wanda, to: answer.header("reply-to") ?? "", subject: "Re: it", text: words.reply });
  // A colleague's ticket on which she is copied, writes on, and is quoted, by hand and in the HTML of another.
  await deliver({
    from: ada,
    to: support,
    subject: "Ada's matter with Wandy Kanarek",
    headers: [`Cc: ${wanda}`],
    text: "Something else.",
  });
  const other = await toJan(/Ada's matter/);
  const confirmed = await desk.sink.waitFor((mail) => mail.to.includes("ada@shop.example"), 20_000);
  await deliver({
    from: wanda,
    to: support,
    subject: `Re: ${confirmed.header("subject")}`,
    headers: [`In-Reply-To: ${confirmed.header("message-id")}`],
    text: words.colleague,
  });
  await desk.sink.waitFor((mail) => mail.to.includes("jan@acme.example") && mail.raw.includes("marmalade"), 20_000);
  const rewrapped = `As Wanda says:\r\n> I as well see the marmalade reactor\r\n> overflowing into the corridor again\r\nPlease hurry. ${address}`;
  await raw(mime(ada, `Re: ${confirmed.header("subject")}`, rewrapped, "ada's own file\r\n"));
  await deliver({ from: jan, to: other.header("reply-to") ?? "", subject: "Re: it", text: "#note Ask Wanda Kanarek." });
  // An agent forwards her mail; her mailbox answers by machine; a letter to her bounces; the form.
  await deliver({
    from: jan,
    to: support,
    subject: "Fwd: help",
    text: `---------- Forwarded message ---------\r\nFrom: ${wanda}\r\nDate: Mon, 12 Oct 2026\r\nSubject: help\r\nTo: jan@acme.example\r\n\r\n${words.text}`,
  });
  await deliver({
    from: wanda,
    to: support,
    subject: "Away",
    headers: ["Auto-Submitted: auto-replied"],
    text: words.short,
  });
  await bounce(answer);
  await form();
  await deliver({ from: "Bo <bo@bank.example>", to: support, subject: "Bo's own", text: "Nothing of the kind." });
  await elsewhere(confirmed);
  await decided(14);
  await waiting();
  expect((await placesOf(desk.database.pool, [blobs], needles)).length).toBeGreaterThan(20);
}, 120_000);

/** What colleagues do with her mail: pass it on as a file, quote it in HTML alone, and write to nobody's ticket. */
async function elsewhere(confirmed: SunkMail): Promise<void> {
  const inner = mime(wanda, words.subject, `${words.text}\r\n`, words.file).join("\r\n");
  await raw([
    ...mime(ada, `Re: ${confirmed.header("subject")}`, "Her mail is attached.", "x").slice(0, -2),
    "--b",
    "Content-Type: message/rfc822",
    'Content-Disposition: attachment; filename="mail.eml"',
    "",
    inner.replaceAll("--b", "--inner").replace('boundary="b"', 'boundary="inner"'),
    "--b",
    'Content-Type: application/octet-stream; name="hers.bin"',
    "Content-Disposition: attachment",
    "Content-Transfer-Encoding: base64",
    "",
    Buffer.from(`first line\r\n${words.file}\r\n`).toString("base64"),
    "--b--",
    "",
  ]);
  const head = mime(ada, `Re: ${confirmed.header("subject")}`, "", "").slice(0, 7);
  await raw([
    ...head,
    "Content-Type: text/html; charset=utf-8",
    "Content-Transfer-Encoding: quoted-printable",
    "",
    `<p>See below</p><blockquote><b>Wanda&nbsp;Kanarek</b> &lt;wanda.kanarek=40shop.example&gt;<br>${words.colleague.replace("overflowing", "over=\r\nflowing")}</blockquote>`,
    "",
  ]);
  await raw([
    ...head,
    "Content-Type: text/html",
    "",
    "<p>Ask W&#97;nda Kan&#97;rek, wanda.kanarek (at) shop.example</p>",
    "",
  ]);
  // Nobody wrote it, so it is put aside; it names her all the same.
  await raw(["Subject: Nobody", `To: ${support}`, `Cc: ${wanda}`, "", words.short, ""]);
}

/** Letters that have not left yet, a vote, a job: rows of tables that the erasing has no list of. */
async function waiting(): Promise<void> {
  await query(
    `insert into outgoing (event_key, recipient, letter, class, ticket_id, message_id, envelope_from, content, next_at)
     select 'late', '${address}', 'answer', 'reply', 1001, '<late@acme.example>', 'x@acme.example', '{"words": "${words.text}"}', now() + interval '1 day'`,
  );
  await query(
    `with made as (insert into idea (gathered_title, folded_title, created_at, changed_at)
       values ('${words.subject}', 'kanarkowe pomidory nie rosna', now(), now()) returning id),
     asked as (insert into idea_ticket (ticket_id, idea_id, at) select 1001, id, now() from made)
     insert into idea_vote (idea_id, address, language, voted_at) select id, '${address}', 'pl', now() from made`,
  );
  await query(`insert into pgboss.job (name, data) values ('process', '{"who": "${address}"}')`);
}

async function rate(answer: SunkMail): Promise<void> {
  const { text } = await answer.parsed();
  const link = /http\S+\/rate\/[^\s?]+/.exec(text ?? "")?.[0] ?? "";
  const saved = await fetch(link, {
    method: "POST",
    body: new URLSearchParams({ score: "4", comment: words.rated }),
    redirect: "manual",
  });
  expect(saved.status).toBe(303);
}

async function bounce(answer: SunkMail): Promise<void> {
  await raw([
    "Return-Path: <>",
    "From: MAILER-DAEMON@mail.example",
    `To: ${answer.from}`,
    "Subject: Undelivered Mail",
    `Message-ID: <${crypto.randomUUID()}@mail.example>`,
    "MIME-Version: 1.0",
    'Content-Type: multipart/report; report-type=delivery-status; boundary="r"',
    "",
    "--r",
    "Content-Type: text/plain",
    "",
    `Your mail to ${address} could not be delivered.`,
    "--r",
    "Content-Type: message/delivery-status",
    "",
    "Reporting-MTA: dns; mail.example",
    "",
    `Final-Recipient: rfc822; ${address}`,
    "Action: failed",
    "Status: 5.2.2",
    "--r",
    "Content-Type: message/rfc822",
    "",
    answer.raw.toString("latin1"),
    "--r--",
    "",
  ]);
}

async function form(): Promise<void> {
  const page = await (await fetch(`${web.url}/new`)).text();
  const opened = /name="opened" value="([^"]+)"/.exec(page)?.[1] ?? "";
  const fields = {
    opened,
    address,
    name: "Wanda Kanarek",
    type: "issue",
    severity: "C",
    subject: "Form",
    words: words.form,
  };
  // The form takes nothing that came quicker than people write.
  await eventually("the form is taken", 20_000, async () => {
    const body = new FormData();
    for (const [name, value] of Object.entries(fields)) body.set(name, value);
    const sent = await fetch(`${web.url}/new`, { method: "POST", body, redirect: "manual" });
    return sent.status === 200;
  });
}

test("what is kept about her is exported, readable and whole", async () => {
  const cwd = emptyFolder();
  const ran = await intray(["contacts", "export", address, "--to", "out"], { env, cwd });
  expect(ran, ran.err).toMatchObject({ status: 0 });
  const files = filesBelow(join(cwd, "out"));
  const all = files.map((path) => readings(readFileSync(path))).join("\n");
  for (const each of [words.subject, words.text, words.reply, words.colleague, words.file, words.rated]) {
    expect(all, each).toContain(each.toLowerCase());
  }
  const person = JSON.parse(readFileSync(join(cwd, "out", "person.json"), "utf8"));
  expect(person.tickets.map(({ role }: { role: string }) => role)).toContain("participant");
  const page = readFileSync(join(cwd, "out", "person.html"), "utf8");
  expect(page).toContain(words.text);
  expect(page).not.toContain("<script");
});

test("what is on hold is not erased, and says so", async () => {
  await hold(desk.database.pool, { ticketId: 1001 }, "case 7");
  expect(await intray(["contacts", "hold", address, "--because", "case 8"], { env })).toMatchObject({ status: 0 });
  const refused = await intray(["contacts", "erase", address, "--yes"], { env });
  expect(refused.status).toBe(1);
  expect(refused.err).toContain("case 7");
  expect(refused.err).toContain("case 8");
  expect(await intray(["contacts", "unhold", address], { env })).toMatchObject({ status: 0 });
  await unhold(desk.database.pool, { ticketId: 1001 });
  expect(await query("select count(*)::int as n from raw_mail where erased_at is not null")).toEqual([{ n: 0 }]);
});

test("a dry run says what would be done and does nothing", async () => {
  const before = await placesOf(desk.database.pool, [blobs], needles);
  const ran = await intray(["contacts", "erase", address, "--dry-run"], { env });
  expect(ran.status).toBe(0);
  expect(ran.out).toMatch(/tickets would be emptied/);
  expect(await placesOf(desk.database.pool, [blobs], needles)).toEqual(before);
});

test("afterwards her address and words are found nowhere", async () => {
  told = await intray(["contacts", "erase", address, "--mailbox", "--yes"], { env });
  expect(told, told.err).toMatchObject({ status: 0 });
  expect(await placesOf(desk.database.pool, [blobs], needles)).toEqual([]);
  const mailbox = filesBelow(join(desk.dovecot.folder, "mail", "support")).filter((path) => /\/(cur|new)\//.test(path));
  expect(mailbox.length).toBeGreaterThan(0);
  const left = mailbox.filter((path) => {
    const text = readings(readFileSync(path));
    return needles.some((needle) => text.includes(needle.toLowerCase()));
  });
  expect(left).toEqual([]);
  for (const needle of needles) expect(`${told.out}${told.err}`.toLowerCase()).not.toContain(needle.toLowerCase());
});

test("figures, clocks and the words of others stay", async () => {
  const [rating] = await query("select score, comment from rating");
  expect(rating).toEqual({ score: 4, comment: "" });
  const [ticket] = await query(
    "select status, erased_at is not null as erased, jsonb_array_length(clocks) as clocks from ticket where id = 1001",
  );
  expect(ticket).toMatchObject({ status: "closed", erased: true });
  expect(ticket.clocks).toBeGreaterThan(0);
  const others = await query("select text from message where author_address = 'ada@shop.example' order by id");
  expect(others.map(({ text }) => text).join("\n")).toContain("Something else.");
  expect(others.map(({ text }) => text).join("\n")).toContain("Please hurry.");
  const [trail] = await query("select deed, actor, subject from audit where deed = 'erased'");
  expect(trail).toMatchObject({
    deed: "erased",
    actor: "operator",
    subject: expect.stringMatching(/^k1:[a-z2-7]{20}$/),
  });
  const asked = await intray(["audit", address], { env });
  expect(asked.out).toMatch(/operator {2}erased {2}wanda/);
});

test("a file of somebody else in a mail that was written anew is still there", async () => {
  const [row] = await query(
    `select r.id, r.content is not null as rewritten, m.attachments from message m join raw_mail r on r.id = m.raw_mail_id
     where m.author_address = 'ada@shop.example' and m.attachments <> '[]'`,
  );
  expect(row).toMatchObject({ rewritten: true, attachments: [{ name: "log.txt" }] });
  const [mail] = await query(`select content from raw_mail where id = ${row.id}`);
  expect(readings(mail.content)).toContain("ada's own file");
});

test("the mailbox read anew brings nothing of her back, and a reply to her mail finds its ticket", async () => {
  const [{ n: before }] = await query("select count(*)::int as n from ticket");
  await desk.dovecot.recreateInbox("support");
  await deliver({ from: ada, to: support, subject: "Last", text: "The last mail." });
  await eventually("the last mail", 30_000, async () => {
    const [row] = await query("select count(*)::int as n from message where text like 'The last mail.%'");
    return row.n === 1;
  });
  await decided(1);
  expect(await placesOf(desk.database.pool, [blobs], needles)).toEqual([]);
  expect((await query("select count(*)::int as n from ticket"))[0].n).toBe(before + 1);
});

test("the trail of deeds takes lines and gives none back", async () => {
  await expect(query("update audit set actor = 'nobody'")).rejects.toThrow(/only ever added/);
  await expect(query("delete from audit")).rejects.toThrow(/only ever added/);
  await expect(query("truncate audit")).rejects.toThrow(/only ever added/);
});
