/** The desk's forged mails to itself over real servers: none opens a ticket, and only one that is believed throws the switch. */
import { afterAll, beforeAll, expect, test } from "vitest";
import { lookAtHealth } from "../../src/flow/health.ts";
import { type Border, noBorder, properBorder } from "../../src/flow/selftest/forgeries.ts";
import { type Post, sendDaily, sendNow } from "../../src/flow/selftest/probe.ts";
import { probeAuthor, trials } from "../../src/flow/selftest/probes.ts";
import { openLog } from "../../src/io/log.ts";
import { openSmtp, type Smtp } from "../../src/io/smtp.ts";
import { readBounceAddress } from "../../src/mail/write/reference.ts";
import { areCommandsOff, closeBreaker } from "../../src/store/breaker.ts";
import { border, eventually, type LivingDesk, mailOf, openLivingDesk, support } from "../harness/desk.ts";
import { intray } from "../harness/program.ts";
import type { SunkMail } from "../harness/sink.ts";

let desk: LivingDesk;
let smtp: Smtp;
let post: Post;

beforeAll(async () => {
  desk = await openLivingDesk(({ pool }) =>
    // A desk of yesterday: in its first hour nothing is sent.
    pool.query(
      "insert into self_test (day, at, tried, passed_through) values (current_date - 1, now() - interval '1 day', 9, '{}')",
    ),
  );
  const { config, database } = desk;
  if (!config.smtp || !config.support) throw new Error("the desk has no SMTP_URL or SUPPORT_ADDRESS");
  smtp = openSmtp(config.smtp);
  const { keys, replyPattern } = config;
  const { trustedAuthservIds } = config;
  const stationery = { keys, replyPattern, support: config.support };
  post = { pool: database.pool, stationery, trustedAuthservIds, log: openLog("silent", "json"), now: Date.now };
});
afterAll(async () => {
  smtp?.close();
  await desk?.close();
});

const names = Object.keys(trials).sort();
const isProbe = (mail: SunkMail) => mail.header("x-intray-self-test") !== null;
const runOf = (mail: SunkMail) => mail.header("x-intray-self-test")?.split(".")[0];

/** The mails of a run as they left, by the name of what each tries. */
async function leaving(run: string): Promise<Map<string, SunkMail>> {
  await desk.sink.waitUntil((all) => all.filter((mail) => runOf(mail) === run).length === names.length, 20_000);
  const mails = desk.sink.received.filter((mail) => runOf(mail) === run);
  return new Map(mails.map((mail) => [mail.header("x-intray-self-test")?.split(".")[1] ?? "", mail]));
}

/** What the provider does: the mail that left comes into the mailbox, with what its border writes on top. */
async function arrive(mail: SunkMail, through: Border): Promise<void> {
  const head = through("dmarc=fail header.from=intray-self-test.invalid").map((line) => `${line}\r\n`);
  const raw = Buffer.concat([Buffer.from(head.join(""), "latin1"), mail.raw]);
  await desk.dovecot.deliver("support", raw, { internalDate: new Date() });
}

async function statesOf(run: string): Promise<Record<string, string>> {
  const { rows } = await desk.database.pool.query("select name, state from probe where run = $1 order by name", [run]);
  return Object.fromEntries(rows.map(({ name, state }) => [name, state]));
}

async function settled(run: string, expected: Record<string, string>): Promise<void> {
  await eventually(`states ${JSON.stringify(expected)}`, 20_000, async () => {
    return JSON.stringify(await statesOf(run)) === JSON.stringify(expected);
  });
}

const all = (state: string) => Object.fromEntries(names.map((name) => [name, state]));

async function count(sql: string): Promise<number> {
  return (await desk.database.pool.query(`select count(*)::int as n from ${sql}`)).rows[0].n;
}

const fateOf = (subject: string, more: number) =>
  eventually(`${more} fates of "${subject}"`, 20_000, async () => {
    const { rows } = await desk.database.pool.query(
      "select disposition, reason, ticket_id from raw_mail where subject = $1 and disposition is not null order by id",
      [subject],
    );
    return rows.length >= more && rows;
  });

test("once a day forged mails leave for the support address, come back, and are nobody's", async () => {
  const today = runOf(await desk.sink.waitFor(isProbe, 20_000)) ?? "";
  const mails = await leaving(today);
  expect([...mails.keys()].sort()).toEqual(names);
  for (const mail of mails.values()) {
    expect(mail.to).toEqual([support]);
    expect(readBounceAddress(desk.config.replyPattern ?? "", mail.from)).not.toBeNull();
    expect(mail.headers("from").some((from) => from.includes(probeAuthor))).toBe(true);
  }
  expect(mails.get("authors")?.headers("from")).toHaveLength(2);
  expect(mails.get("results")?.header("authentication-results")).toContain(border);
  expect(mails.get("length")?.header("dkim-signature")).toMatch(/\bl=0\b/);
  for (const mail of mails.values()) await arrive(mail, properBorder(border));
  await settled(today, all("arrived"));
  const { rows } = await desk.database.pool.query("select name, detail from probe where name = 'genuine'");
  expect(rows).toEqual([{ name: "genuine", detail: "believed, as it should be" }]);
  expect(await areCommandsOff(desk.database.pool)).toBe(false);

  await sendDaily(post, smtp);
  expect(desk.sink.received.filter(isProbe)).toHaveLength(names.length);
  expect([
    await count("ticket"),
    await count("outgoing"),
    await count("contact where address like '%invalid'"),
  ]).toEqual([0, 0, 0]);
  const [first] = [...mails.values()];
  if (!first) throw new Error("no mail left");
  // Again by another way, and into another reader's hands: each counts once, and none is ever anybody's.
  await arrive(first, (found) => ["X-Another-Way: 1", ...properBorder(border)(found)]);
  const fates = await fateOf("intray tests itself", names.length + 1);
  expect(new Set(fates.map(({ disposition, reason }) => `${disposition} ${reason}`))).toEqual(
    new Set(["own selfTest"]),
  );
  expect(await count("ticket")).toBe(0);
});

test("a border that lets our own results stand is found out: commands go off, and the lead is told once", async () => {
  const run = await sendNow(post, smtp);
  const mails = await leaving(run);
  for (const mail of mails.values()) await arrive(mail, noBorder);
  await settled(run, { ...all("arrived"), handover: "believed", results: "believed" });
  const alarm = await desk.sink.waitFor((mail) => mail.to.includes("ewa@acme.example"), 20_000);
  const text = ((await alarm.parsed()).text ?? "").replace(/\s+/g, " ");
  expect(text).toContain("it came through the mailbox");
  expect(text).toContain("npx intray commands on");
  expect(await areCommandsOff(desk.database.pool)).toBe(true);
  expect(desk.sink.received.filter((mail) => mail.to.includes("ewa@acme.example"))).toHaveLength(1);
  const { notes } = await lookAtHealth(desk.database.pool);
  expect(notes.join("\n")).toContain("believed");
  const doctor = await intray(["commands", "--json"], { env: desk.env });
  expect(JSON.parse(doctor.out)).toMatchObject({ on: false, lastMails: { believed: 2, arrived: 3 } });
  expect(await count("ticket")).toBe(0);
  await closeBreaker(desk.database.pool, "commands");
});

test("who knows the form but not the key is a customer like any other, and a used mark changes nothing", async () => {
  const run = await sendNow(post, smtp);
  const mails = await leaving(run);
  const mark = mails.get("results")?.header("x-intray-self-test") ?? "";
  const forged = mark.replace(/.$/, (last) => (last === "a" ? "b" : "a"));
  const otherRun = mark.replace(/^\d+/, "20200101");
  const otherName = mark.replace(".results.", ".authors.");
  for (const [index, wrong] of [forged, otherRun, otherName, `${mark}x`, "x"].entries()) {
    const subject = `Like a trial ${index}`;
    const letter = { from: `${index}@${probeAuthor.split("@")[1]}`, to: support, subject, text: "Hello." };
    const raw = mailOf({ ...letter, headers: [`X-Intray-Self-Test: ${wrong}`] });
    await desk.dovecot.deliver("support", raw, { internalDate: new Date() });
    expect(await fateOf(subject, 1)).toMatchObject([{ disposition: "ticket" }]);
  }
  expect(await statesOf(run)).toEqual(all("sent"));
  const results = mails.get("results");
  if (!results) throw new Error("no forged results left");
  await arrive(results, properBorder(border));
  await settled(run, { ...all("sent"), results: "arrived" });
  // The same mark under somebody else's words, through a border that proves nothing and believes everything.
  const copied = mailOf({
    ...{ from: probeAuthor, to: support, subject: "A used mark", text: "#solve" },
    headers: [`X-Intray-Self-Test: ${mark}`],
  });
  await desk.dovecot.deliver("support", copied, { internalDate: new Date() });
  expect(await fateOf("A used mark", 1)).toMatchObject([{ disposition: "own", reason: "selfTest", ticket_id: null }]);
  expect(await areCommandsOff(desk.database.pool)).toBe(false);
  expect(await statesOf(run)).toEqual({ ...all("sent"), results: "arrived" });
});

test("mail that is refused, comes back or never arrives is written down and alarms nobody", async () => {
  desk.sink.answerWith((step) =>
    step.step === "content" && /^From:.*^From:/ims.test(step.raw.toString("latin1").split("\r\n\r\n")[0] ?? "")
      ? { kind: "refuse", code: 550, text: "5.7.1 two From headers" }
      : undefined,
  );
  const run = await sendNow(post, smtp);
  desk.sink.acceptAll();
  const returned = desk.sink.received.find(
    (mail) => runOf(mail) === run && mail.header("x-intray-self-test")?.includes(".length."),
  );
  if (!returned) throw new Error("the mail that is to come back never left");
  await desk.dovecot.deliver("support", bounceOf(returned), { internalDate: new Date() });
  await settled(run, { ...all("sent"), authors: "refused", length: "returned" });
  expect(await fateOf("Undelivered Mail Returned to Sender", 1)).toMatchObject([
    { disposition: "bounce", reason: "selfTest", ticket_id: null },
  ]);
  const late = { ...post, now: () => Date.now() + 2 * 3_600_000 };
  await sendDaily(late, smtp);
  const states = await statesOf(run);
  expect(states).toEqual({ ...all("missing"), authors: "refused", length: "returned" });
  expect((await lookAtHealth(desk.database.pool)).notes.join("\n")).toContain("did not arrive");
  expect(await areCommandsOff(desk.database.pool)).toBe(false);
  const alarms = await count("outgoing where letter = 'alarm' and created_at > now() - interval '1 hour'");
  expect(alarms).toBe(1);
});

test("the operator sends them on demand, and is told what came of each", async () => {
  desk.sink.answerWith((step) =>
    step.step === "content" ? { kind: "refuse", code: 550, text: "5.7.1 no forgeries" } : undefined,
  );
  const ran = await intray(["commands", "test"], { env: desk.env });
  desk.sink.acceptAll();
  expect([ran.err, ran.status]).toEqual(["", 0]);
  const lines = ran.out.trim().split("\n");
  expect(lines).toHaveLength(names.length);
  for (const line of lines) expect(line).toMatch(/: was refused by the mail server \(.*no forgeries.*\)$/);
});

/** As a mail server reports it (RFC 3464), to the envelope's sender. */
function bounceOf(mail: SunkMail): Buffer {
  return Buffer.from(
    [
      "Return-Path: <>",
      `Received: from mx.other.example by ${border} with ESMTP id 2; Mon, 12 Oct 2026 08:00:00 +0000`,
      "From: Mail Delivery System <mailer-daemon@mx.other.example>",
      `To: ${mail.from}`,
      "Subject: Undelivered Mail Returned to Sender",
      "Message-ID: <bounce-1@mx.other.example>",
      "Auto-Submitted: auto-replied",
      "MIME-Version: 1.0",
      'Content-Type: multipart/report; report-type=delivery-status; boundary="b"',
      "",
      "--b",
      "Content-Type: text/plain",
      "",
      "Your mail could not be delivered.",
      "--b",
      "Content-Type: message/delivery-status",
      "",
      "Reporting-MTA: dns; mx.other.example",
      "",
      `Final-Recipient: rfc822; ${support}`,
      "Action: failed",
      "Status: 5.7.1",
      "",
      "--b",
      "Content-Type: text/rfc822-headers",
      "",
      mail.raw.toString("latin1").split("\r\n\r\n")[0],
      "",
      "--b--",
      "",
    ].join("\r\n"),
    "latin1",
  );
}
