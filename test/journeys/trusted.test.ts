/** Who may do what: forged and odd mails through real servers. Nothing leaves above its trust, nothing is lost. */
import { afterAll, beforeAll, expect, test } from "vitest";
import { showOne } from "../../src/flow/list.ts";
import { eventually, type Letter, type LivingDesk, mailOf, openLivingDesk, support } from "../harness/desk.ts";
import { intray } from "../harness/program.ts";
import type { SunkMail } from "../harness/sink.ts";

let desk: LivingDesk;
let notice: SunkMail;
let confirmation: SunkMail;

const ada = "Ada Nowak <ada@shop.example>";
const jan = "Jan Kowalski <jan@acme.example>";
const at = new Date();

beforeAll(async () => {
  desk = await openLivingDesk();
  await deliver({ from: ada, to: support, subject: "[A] Down", messageId: "<m1@shop.example>", text: "It is down." });
  confirmation = await desk.sink.waitFor((mail) => mail.to.includes("ada@shop.example"), 15_000);
  notice = await desk.sink.waitFor((mail) => mail.to.includes("jan@acme.example"), 15_000);
});
afterAll(() => desk?.close());

async function deliver(letter: Letter): Promise<Buffer> {
  const raw = mailOf(letter);
  await desk.dovecot.deliver("support", raw, { internalDate: at });
  return raw;
}

/** The fate of the mail with this Message-ID, once it has one. */
async function fateOf(messageId: string): Promise<{ disposition: string; reason: string; ticket_id: number | null }> {
  return await eventually(`a disposition of ${messageId}`, 15_000, async () => {
    const { rows } = await desk.database.pool.query(
      "select disposition, reason, ticket_id from raw_mail where message_id = $1 and disposition is not null order by id desc limit 1",
      [messageId],
    );
    return rows[0];
  });
}

const customersMails = () => desk.sink.received.filter((mail) => mail.to.includes("ada@shop.example"));

test("a forged answer is held, and leaves once its agent has pressed the button", async () => {
  const before = customersMails().length;
  await deliver({
    from: jan,
    to: notice.header("reply-to") ?? "",
    subject: "Re: Down",
    messageId: "<forged@acme.example>",
    text: "Please pay here.",
    proven: false,
  });
  expect(await fateOf("<forged@acme.example>")).toMatchObject({
    disposition: "quarantined",
    reason: "heldForApproval",
  });
  const held = await desk.sink.waitFor((mail) => mail.to.includes("jan@acme.example") && mail !== notice, 15_000);
  expect(customersMails()).toHaveLength(before);

  const link = /http:\/\/\S+\/approve\/[a-z0-9-]+/.exec((await held.parsed()).text ?? "")?.[0] ?? "";
  expect(link).not.toBe("");
  for (const method of ["GET", "HEAD", "GET"]) {
    const looked = await fetch(link, { method });
    expect(looked.status).toBe(200);
    expect(looked.headers.get("content-security-policy")).toContain("default-src 'none'");
  }
  expect((await fateOf("<forged@acme.example>")).disposition).toBe("quarantined");
  const crossSite = await fetch(link, {
    method: "POST",
    headers: { origin: "https://evil.example", "sec-fetch-site": "cross-site" },
  });
  expect(crossSite.status).toBe(403);

  const pressed = await fetch(link, { method: "POST" });
  expect(pressed.status).toBe(200);
  const answer = await desk.sink.waitFor(
    (mail) => mail.to.includes("ada@shop.example") && mail !== confirmation,
    15_000,
  );
  expect((await answer.parsed()).text).toContain("Please pay here.");
  await fetch(link, { method: "POST" });
  expect((await fateOf("<forged@acme.example>")).disposition).toBe("answer");
});

test("an agent's mail without a token made for them is held, proven or not", async () => {
  const before = customersMails().length;
  await deliver({
    from: jan,
    to: confirmation.header("reply-to") ?? "",
    subject: "Re: Down",
    messageId: "<wrongtoken@acme.example>",
    text: "Hello.",
  });
  expect(await fateOf("<wrongtoken@acme.example>")).toMatchObject({
    disposition: "quarantined",
    reason: "heldForApproval",
  });
  await deliver({
    from: "Ewa Nowak <ewa@acme.example>",
    to: notice.header("reply-to") ?? "",
    subject: "Re: Down",
    messageId: "<othersagent@acme.example>",
    text: "Hello.",
  });
  expect(await fateOf("<othersagent@acme.example>")).toMatchObject({ disposition: "quarantined" });
  expect(customersMails()).toHaveLength(before);
});

test("an operator's release does not make a forged answer its agent's", async () => {
  const before = customersMails().length;
  const { rows } = await desk.database.pool.query(
    "select id from raw_mail where message_id = '<wrongtoken@acme.example>'",
  );
  const released = await intray(["quarantine", "release", String(rows[0].id)], { env: desk.env });
  expect(released.status).toBe(0);
  await eventually("it is held again", 15_000, async () => {
    const { rows: again } = await desk.database.pool.query(
      "select disposition, approved_by from raw_mail where id = $1",
      [rows[0].id],
    );
    return again[0].disposition === "quarantined" && again[0].approved_by === "operator";
  });
  expect(customersMails()).toHaveLength(before);
});

test("a note stays inside, by #note and by the note address", async () => {
  const before = customersMails().length;
  await deliver({
    from: jan,
    to: notice.header("reply-to") ?? "",
    subject: "Re: Down",
    messageId: "<note1@acme.example>",
    text: "#note\nThe customer is difficult.",
  });
  expect(await fateOf("<note1@acme.example>")).toMatchObject({ disposition: "note", ticket_id: 1001 });
  const noteAddress = ((await notice.parsed()).text ?? "")
    .match(/support\+[a-z0-9-]+@acme\.example/g)
    ?.find((each) => each !== notice.header("reply-to")?.match(/support\+[^>]+/)?.[0]);
  expect(noteAddress).toBeDefined();
  await deliver({
    from: jan,
    to: noteAddress ?? "",
    subject: "Re: Down",
    messageId: "<note2@acme.example>",
    text: "Another inner thought.",
  });
  expect(await fateOf("<note2@acme.example>")).toMatchObject({ disposition: "note", ticket_id: 1001 });
  expect(customersMails()).toHaveLength(before);
});

test("a mistyped command sends nothing and says so", async () => {
  const before = customersMails().length;
  await deliver({
    from: jan,
    to: notice.header("reply-to") ?? "",
    subject: "Re: Down",
    messageId: "<typo@acme.example>",
    text: "#nte\nInner words.",
  });
  expect(await fateOf("<typo@acme.example>")).toMatchObject({ disposition: "command", reason: "commandRefused" });
  expect(customersMails()).toHaveLength(before);
});

test("a stranger with a token is shown to agents as unverified, and gets nothing", async () => {
  await deliver({
    from: "eve@evil.example",
    to: confirmation.header("reply-to") ?? "",
    subject: "Re: Down",
    messageId: "<eve@evil.example>",
    text: "Tell me everything.",
  });
  expect(await fateOf("<eve@evil.example>")).toMatchObject({
    disposition: "reply",
    reason: "strangerWithToken",
    ticket_id: 1001,
  });
  const shown = await showOne(desk.database.pool, 1001, Date.now());
  expect(shown?.messages.find((message) => message.author.address === "eve@evil.example")?.unverified).toBe(true);
  expect(shown?.participants).toEqual([]);
  expect(desk.sink.received.filter((mail) => mail.to.includes("eve@evil.example"))).toEqual([]);
});

test("a ticket's number alone leads nowhere for a stranger, and to the ticket for its proven requester", async () => {
  await deliver({
    from: "mallory@evil.example",
    to: support,
    subject: "Re: [#1001] Down",
    messageId: "<n1@evil.example>",
    text: "Me too.",
  });
  const stranger = await fateOf("<n1@evil.example>");
  expect(stranger.disposition).toBe("ticket");
  expect(stranger.ticket_id).not.toBe(1001);
  await deliver({
    from: ada,
    to: support,
    subject: "Re: [#1001] Down",
    messageId: "<n2@shop.example>",
    text: "More words.",
  });
  expect(await fateOf("<n2@shop.example>")).toMatchObject({ disposition: "reply", ticket_id: 1001 });
  await deliver({
    from: ada,
    to: support,
    subject: "[#1001] Down",
    messageId: "<n3@shop.example>",
    text: "Forged words.",
    proven: false,
  });
  expect((await fateOf("<n3@shop.example>")).ticket_id).not.toBe(1001);
});

test("a colleague of the account joins by a token, marked, and the requester stays", async () => {
  await deliver({
    from: "Grace <grace@shop.example>",
    to: confirmation.header("reply-to") ?? "",
    subject: "Re: Down",
    messageId: "<grace@shop.example>",
    text: "I see it too.",
  });
  expect(await fateOf("<grace@shop.example>")).toMatchObject({ disposition: "reply", reason: "colleagueJoined" });
  const shown = await showOne(desk.database.pool, 1001, Date.now());
  expect(shown?.participants).toEqual([{ name: "Grace", address: "grace@shop.example" }]);
  expect(shown?.requester.address).toBe("ada@shop.example");
});

test("the same bytes act once; the same Message-ID with other bytes is another mail", async () => {
  const raw = await deliver({
    from: ada,
    to: confirmation.header("reply-to") ?? "",
    subject: "Re: Down",
    messageId: "<twice@shop.example>",
    text: "Once.",
  });
  await fateOf("<twice@shop.example>");
  await desk.dovecot.deliver("support", raw, { internalDate: at });
  await eventually("a duplicate", 15_000, async () => {
    const { rows } = await desk.database.pool.query(
      "select reason, same_as is not null as linked from raw_mail where disposition = 'duplicate'",
    );
    return rows.length === 1 && rows[0].linked;
  });
  await deliver({
    from: ada,
    to: confirmation.header("reply-to") ?? "",
    subject: "Re: Down",
    messageId: "<twice@shop.example>",
    text: "Other words.",
  });
  await eventually("both texts on the ticket", 15_000, async () => {
    const shown = await showOne(desk.database.pool, 1001, Date.now());
    const texts = shown?.messages.map((message) => message.visible.trim()) ?? [];
    return texts.filter((text) => text === "Once.").length === 1 && texts.includes("Other words.");
  });
});

test("tokens of two tickets in one mail put it aside", async () => {
  await deliver({
    from: "alan@bank.example",
    to: support,
    subject: "[B] Second matter",
    messageId: "<second@bank.example>",
    text: "Another matter.",
  });
  const second = await desk.sink.waitFor((mail) => mail.to.includes("alan@bank.example"), 15_000);
  await deliver({
    from: ada,
    to: `${confirmation.header("reply-to")}, ${second.header("reply-to")}`,
    subject: "Re: both",
    messageId: "<both@shop.example>",
    text: "Both.",
  });
  expect(await fateOf("<both@shop.example>")).toMatchObject({ disposition: "quarantined", reason: "twoTickets" });
});

test("a bounce of our answer re-opens the clock and tells the agent; a forged bounce does nothing", async () => {
  const before = await showOne(desk.database.pool, 1001, Date.now());
  const clocksBefore = before?.clocks.map((clock) => clock.state);
  const bounce = (to: string, original: string, id: string) =>
    Buffer.from(
      [
        "Return-Path: <>",
        "From: MAILER-DAEMON <mailer-daemon@mx.shop.example>",
        `To: ${to}`,
        `Message-ID: <${id}@mx.shop.example>`,
        "Subject: Undelivered Mail Returned to Sender",
        "MIME-Version: 1.0",
        'Content-Type: multipart/report; report-type=delivery-status; boundary="b"',
        "",
        "--b",
        "Content-Type: text/plain",
        "",
        "Not delivered.",
        "--b",
        "Content-Type: message/delivery-status",
        "",
        "Reporting-MTA: dns; mx.shop.example",
        "",
        "Final-Recipient: rfc822; ada@shop.example",
        "Action: failed",
        "Status: 5.1.1",
        "",
        "--b",
        "Content-Type: text/rfc822-headers",
        "",
        `Message-ID: ${original}`,
        "",
        "--b--",
        "",
      ].join("\r\n"),
    );
  await desk.dovecot.deliver("support", bounce(support, "<1001.abc.k1-aaaaaaaaaaaaaaaaaaaa@acme.example>", "fake"), {
    internalDate: at,
  });
  expect(await fateOf("<fake@mx.shop.example>")).toMatchObject({ disposition: "bounce", ticket_id: null });
  expect((await showOne(desk.database.pool, 1001, Date.now()))?.clocks.map((clock) => clock.state)).toEqual(
    clocksBefore,
  );

  const answer = customersMails().find((mail) => mail.header("auto-submitted") === null);
  expect(answer).toBeDefined();
  await desk.dovecot.deliver("support", bounce(answer?.from ?? "", answer?.header("message-id") ?? "", "real"), {
    internalDate: at,
  });
  expect(await fateOf("<real@mx.shop.example>")).toMatchObject({
    disposition: "bounce",
    reason: "letterUndelivered",
    ticket_id: 1001,
  });
  const shown = await showOne(desk.database.pool, 1001, Date.now());
  expect(shown?.events.some((event) => event.type === "undelivered")).toBe(true);
  await desk.sink.waitFor(
    (mail) => mail.to.includes("jan@acme.example") && /ada@shop\.example/.test(mail.header("subject") ?? ""),
    15_000,
  );
});

test("our own letters come round again and become nothing", async () => {
  await desk.dovecot.deliver("support", notice.raw, { internalDate: at });
  expect(await fateOf(notice.header("message-id") ?? "")).toMatchObject({ disposition: "own", ticket_id: null });
});

test("mails that cannot be read are put aside with their cause, and the rest go on", async () => {
  const parts = "--b\r\nContent-Type: text/plain\r\n\r\nx\r\n".repeat(5_000);
  const many = `From: ${ada}\r\nTo: ${support}\r\nSubject: parts\r\nMIME-Version: 1.0\r\nContent-Type: multipart/mixed; boundary=b\r\n\r\n${parts}--b--\r\n`;
  const headers = `From: ${ada}\r\nTo: ${support}\r\n${"X-Pad: x\r\n".repeat(10_000)}Subject: headers\r\n\r\nx\r\n`;
  for (const raw of [many, headers]) await desk.dovecot.deliver("support", raw, { internalDate: at });
  await deliver({
    from: "zoe@bank.example",
    to: support,
    subject: "After the bombs",
    messageId: "<after@bank.example>",
    text: "Still there?",
  });
  expect(await fateOf("<after@bank.example>")).toMatchObject({ disposition: "ticket" });
  await eventually("two named causes", 20_000, async () => {
    const { rows } = await desk.database.pool.query(
      "select reason from raw_mail where disposition = 'quarantined' and reason in ('tooManyParts', 'tooManyHeaders') order by 1",
    );
    return rows.length === 2;
  });
  await desk.sink.waitFor(
    (mail) => mail.to.includes("ewa@acme.example") && /aside|quarantine/i.test(mail.header("subject") ?? ""),
    15_000,
  );
});

test("attachments too large for a notice are behind a link that only downloads", async () => {
  const content = Buffer.alloc(11 * 1024 * 1024, "intray ");
  const raw = Buffer.from(
    [
      "Authentication-Results: mx.acme.example; dmarc=pass header.from=bank.example",
      "Received: from mail.example by mx.acme.example; Mon, 12 Oct 2026 08:00:00 +0000",
      "From: film@bank.example",
      `To: ${support}`,
      "Subject: [B] A film",
      "Message-ID: <film@bank.example>",
      "MIME-Version: 1.0",
      'Content-Type: multipart/mixed; boundary="b"',
      "",
      "--b",
      "Content-Type: text/plain",
      "",
      "See the film.",
      "--b",
      'Content-Type: video/mp4; name="ekran ł.mp4"',
      "Content-Disposition: attachment; filename*=UTF-8''ekran%20%C5%82.mp4",
      "Content-Transfer-Encoding: base64",
      "",
      content.toString("base64").replace(/(.{76})/g, "$1\r\n"),
      "--b--",
      "",
    ].join("\r\n"),
  );
  await desk.dovecot.deliver("support", raw, { internalDate: at });
  const told = await desk.sink.waitFor(
    (mail) => mail.to.includes("jan@acme.example") && (mail.header("subject") ?? "").includes("A film"),
    30_000,
  );
  expect(told.raw.length).toBeLessThan(200_000);
  const link = /http:\/\/\S+\/file\/[a-z0-9-]+/.exec((await told.parsed()).text ?? "")?.[0] ?? "";
  const answer = await fetch(link);
  expect(answer.status).toBe(200);
  expect(answer.headers.get("content-disposition")).toMatch(/^attachment; .*filename\*=UTF-8''ekran%20%C5%82\.mp4/);
  expect(answer.headers.get("x-content-type-options")).toBe("nosniff");
  expect(Buffer.from(await answer.arrayBuffer()).equals(content)).toBe(true);
  expect((await fetch(`${link.slice(0, -1)}${link.endsWith("a") ? "b" : "a"}`)).status).toBe(404);
});
