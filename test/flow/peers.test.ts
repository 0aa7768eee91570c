/** Peers that do not behave: addresses that refuse mail, forged bounces, tickets reopened again and again, DNS that fails. */
import { generateKeyPairSync } from "node:crypto";
import { dkimSign } from "mailauth";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { proofPauseSeconds } from "../../src/flow/patience.ts";
import { processMail } from "../../src/flow/process.ts";
import { tellUndelivered } from "../../src/flow/undelivered.ts";
import { openDkim } from "../../src/io/dkim.ts";
import { transaction } from "../../src/io/postgres.ts";
import { waitingMails } from "../../src/store/claim.ts";
import { claimDue } from "../../src/store/outbox.ts";
import { deskYaml, support } from "../harness/deskFile.ts";
import { openSimulation, type Simulation } from "../harness/simulation.ts";

let desk: Simulation;
let day = 11;
beforeAll(async () => {
  desk = await openSimulation(deskYaml, "2026-10-12T08:00:00Z");
});
afterAll(async () => {
  await desk?.close();
});
beforeEach(async () => {
  day++;
  await desk.travel(`2026-10-${day}T08:00:00Z`, { asleep: true });
  await desk.letters();
});

async function one<Row>(sql: string, values: unknown[] = []): Promise<Row> {
  const { rows } = await desk.pool.query(sql, values);
  return rows[0] as Row;
}

const suppressed = async (address: string) =>
  (await desk.pool.query("select from suppression where address = $1", [address])).rowCount === 1;

/** Opens a ticket; answers with where the agent's answer goes and with the confirmation as it left. */
async function opens(from: string, text: string) {
  await desk.receive({ from, to: support, subject: `About ${text}`, text });
  const letters = await desk.letters();
  const notice = letters.find(({ letter }) => letter === "newTicket");
  const answerTo = /support\+[a-z0-9-]+@acme\.example/.exec(notice?.text ?? "")?.[0] ?? "";
  const sent = await one<{ message_id: string; envelope_from: string; ticket_id: number }>(
    "select message_id, envelope_from, ticket_id from outgoing where recipient = $1 order by id desc limit 1",
    [from],
  );
  return { answerTo, messageId: sent.message_id, verp: sent.envelope_from, ticketId: Number(sent.ticket_id) };
}

/** A delivery report. `to`: the envelope address it comes back to. */
function report({ to, recipient, original }: { to: string; recipient: string; original: string }): Buffer {
  return Buffer.from(
    [
      "Return-Path: <>",
      `Delivered-To: ${to}`,
      "From: Mail Delivery System <mailer-daemon@mx.example>",
      `To: ${to}`,
      "Subject: Undelivered Mail Returned to Sender",
      `Message-ID: <${crypto.randomUUID()}@mx.example>`,
      "Auto-Submitted: auto-replied",
      "MIME-Version: 1.0",
      'Content-Type: multipart/report; report-type=delivery-status; boundary="b"',
      "",
      "--b",
      "Content-Type: text/plain",
      "",
      "It could not be delivered.",
      "--b",
      "Content-Type: message/delivery-status",
      "",
      "Reporting-MTA: dns; mx.example",
      "",
      `Final-Recipient: rfc822; ${recipient}`,
      "Action: failed",
      "Status: 5.1.1",
      "Diagnostic-Code: smtp; 550 5.1.1 no such user",
      "--b",
      "Content-Type: text/rfc822-headers",
      "",
      `Message-ID: ${original}`,
      "--b--",
      "",
    ].join("\r\n"),
  );
}

describe("an address that refuses letters", () => {
  test("after two verified bounces automatic letters stop, agents see it, and a proven mail from it lifts it", async () => {
    const gone = "gone@shop.example";
    for (const text of ["one thing that broke", "another thing that broke"]) {
      const { verp, messageId } = await opens(gone, text);
      const bounce = report({ to: verp, recipient: gone, original: messageId });
      await desk.receive(bounce);
      await desk.receive(Buffer.concat([Buffer.from("X-Copy: 2\r\n"), bounce]));
    }
    expect(await suppressed(gone)).toBe(true);
    const told = (await desk.letters()).filter(({ letter }) => letter === "undelivered");
    expect(told.filter(({ text }) => text.includes("second letter that this address refuses")).length).toBe(2);
    expect((await one<{ n: number }>("select count(*)::int as n from event where type = 'silenced'")).n).toBe(1);

    await desk.receive({
      from: gone,
      to: support,
      subject: "Forged",
      text: "Somebody writes in its name.",
      proven: false,
    });
    expect((await desk.letters()).filter(({ to }) => to === gone)).toEqual([]);
    expect((await one<{ reason: string }>("select reason from event order by id desc limit 1")).reason).toBe(
      "undeliverable",
    );

    await opens(gone, "a third thing that broke");
    expect(await suppressed(gone)).toBe(false);
    await desk.receive({
      from: gone,
      to: support,
      subject: "Fourth",
      text: "A fourth thing that broke.",
      proven: true,
    });
    expect((await desk.letters()).filter(({ to }) => to === gone)).toHaveLength(1);
  });

  test("two letters of which the SMTP server says that there is no such user count the same", async () => {
    const gone = "refused@shop.example";
    for (const [text, why] of [
      ["the first matter here", "550 5.7.1 our policy forbids this mail"],
      ["the second matter here", "550 5.1.1 no such user"],
      ["the third matter here", "connection lost"],
      ["the fourth matter here", "551 5.1.1 user unknown"],
    ] as const) {
      const { messageId } = await opens(gone, text);
      const rows = await claimDue(desk.pool, "test", 100, new Date(desk.now() + 1000));
      const row = rows.find((each) => each.messageId === messageId);
      if (!row) throw new Error("the confirmation is not in the outbox");
      expect(await suppressed(gone)).toBe(false);
      await transaction(desk.pool, (tx) => tellUndelivered(tx, row, why, desk.shop));
    }
    expect(await suppressed(gone)).toBe(true);
  });

  test("a thousand forged bounces change nothing", async () => {
    const alive = "alive@shop.example";
    const first = await opens(alive, "some words of one matter");
    const second = await opens(alive, "other words of a second matter");
    const forged: Buffer[] = [];
    for (let n = 0; n < 250; n++) {
      const { messageId, verp } = n % 2 === 0 ? first : second;
      const tampered = verp.replace(/.(?=@)/, n % 3 === 0 ? "7" : "a");
      forged.push(
        report({ to: support, recipient: alive, original: `<${n}.forged@acme.example>` }),
        report({ to: support, recipient: alive, original: messageId }),
        report({ to: verp, recipient: `other${n}@shop.example`, original: messageId }),
        report({ to: tampered === verp ? support : tampered, recipient: alive, original: "<none@acme.example>" }),
      );
    }
    for (const mail of forged) await desk.receive(mail);
    expect(await suppressed(alive)).toBe(false);
    expect((await one<{ n: number }>("select count(*)::int as n from refusal where address = $1", [alive])).n).toBe(0);
  }, 120_000);
});

describe("a ticket that mail reopens again and again", () => {
  test("is reopened three times a day; then agents are told once, and the next day it opens again", async () => {
    const ada = "ada@shop.example";
    const { answerTo, messageId, ticketId } = await opens(ada, "a matter that will not rest");
    const status = async () =>
      (await one<{ status: string }>("select status from ticket where id = $1", [ticketId])).status;
    const seen: string[] = [];
    const alarms: string[] = [];
    const round = async (n: number) => {
      await desk.travel(new Date(desk.now() + 60 * 60_000).toISOString(), { asleep: true });
      await desk.receive({
        from: "jan@acme.example",
        to: answerTo,
        subject: "Re",
        text: `#solve\n\nDone for the ${n}. time.`,
      });
      await desk.receive({
        from: ada,
        to: support,
        subject: "Re: your mail",
        text: `I have received your message and will look at it, ${"x".repeat(n)}.`,
        headers: [`In-Reply-To: ${messageId}`],
      });
      seen.push(await status());
      alarms.push(...(await desk.letters()).filter(({ letter }) => letter === "alarm").map(({ to }) => to));
    };
    for (let n = 1; n <= 6; n++) await round(n);
    expect(seen).toEqual(["open", "open", "open", "solved", "solved", "solved"]);
    // Jan has it since his first answer.
    expect(alarms).toEqual(["jan@acme.example"]);
    await desk.travel(new Date(desk.now() + 24 * 3600_000).toISOString(), { asleep: true });
    seen.length = 0;
    await round(7);
    expect(seen).toEqual(["open"]);
  });

  test("more than ten mails in an hour are filed without a letter for each, and agents are told once", async () => {
    const { messageId, ticketId } = await opens("chatty@shop.example", "a matter of many words");
    let letters = 0;
    const alarms: string[] = [];
    for (let n = 0; n < 25; n++) {
      await desk.receive({
        from: "chatty@shop.example",
        to: support,
        subject: "Re",
        text: `More of it, ${"y".repeat(n + 1)}.`,
        headers: [`In-Reply-To: ${messageId}`],
      });
      const told = await desk.letters();
      letters += told.filter(({ letter }) => letter === "customerReply").length;
      alarms.push(...told.filter(({ letter }) => letter === "alarm").map(({ to }) => to));
    }
    expect(letters).toBe(2 * 10);
    expect(alarms.sort()).toEqual(["ewa@acme.example", "jan@acme.example"]);
    const { n } = await one<{ n: number }>("select count(*)::int as n from message where ticket_id = $1", [ticketId]);
    expect(n).toBe(26);
  });
});

describe("an agent's own automatic answer that no header marks", () => {
  test("goes out twice at most; the third waits for a button, and buttons are not asked for without end", async () => {
    const { answerTo } = await opens("bea@shop.example", "a matter for a vacation");
    const letters: string[] = [];
    for (let n = 0; n < 9; n++) {
      await desk.receive({
        from: "jan@acme.example",
        to: answerTo,
        subject: "Re",
        text: `I am in the hills until the ${n + 3}rd.`,
      });
      letters.push(...(await desk.letters()).filter(({ to }) => !to.startsWith("ewa")).map(({ letter }) => letter));
    }
    expect(letters.filter((name) => name === "answer").length).toBeLessThanOrEqual(2);
    expect(letters.filter((name) => name === "held").length).toBeLessThanOrEqual(3);
  });
});

describe("a sender who cannot be looked up just now", () => {
  const { privateKey } = generateKeyPairSync("ed25519");
  const key = privateKey.export({ type: "pkcs8", format: "pem" }).toString();
  /** A sound signature, whose key nobody can look up. */
  const signed = async (from: string, to: string, text: string) => {
    const mail = [
      `From: ${from}`,
      `To: ${to}`,
      "Subject: Re: it",
      `Message-ID: <${crypto.randomUUID()}@mail.example>`,
      "",
      text,
      "",
    ].join("\r\n");
    const signer = { signingDomain: from.split("@")[1] ?? "", selector: "k1", privateKey: key } as const;
    const { signatures } = await dkimSign(mail, {
      ...{ canonicalization: "relaxed/relaxed", algorithm: "ed25519-sha256", signTime: new Date() },
      ...signer,
      signatureData: [{ ...signer, algorithm: "ed25519-sha256" }],
    });
    const received = "Received: from mail.example by mx.acme.example; Mon, 12 Oct 2026 08:00:00 +0000\r\n";
    return Buffer.from(received + signatures + mail);
  };
  const failing = openDkim({
    timeoutMs: 2_000,
    cacheMax: 10,
    resolver: async () => {
      throw Object.assign(new Error("no answer"), { code: "ETIMEOUT" });
    },
  });
  const state = async () =>
    await one<{ disposition: string | null; reason: string | null; proof_attempts: number; wait: number }>(
      `select disposition, reason, proof_attempts, extract(epoch from next_attempt_at - now())::int as wait
         from raw_mail order by id desc limit 1`,
    );

  test("an agent's mail is tried again for fifteen minutes, then held; nobody waits behind it", async () => {
    expect(proofPauseSeconds.reduce((sum, each) => sum + each, 0)).toBe(15 * 60);
    const { answerTo } = await opens("cyd@shop.example", "a matter with a slow name server");
    const { dkim } = desk.shop;
    desk.shop.dkim = failing;
    try {
      await desk.receive(await signed("jan@acme.example", answerTo, "We are on it, soon."));
      for (const [tries, seconds] of proofPauseSeconds.entries()) {
        const held = await one<{ disposition: string | null; proof_attempts: number; wait: number }>(
          "select disposition, proof_attempts, extract(epoch from next_attempt_at - now())::int as wait from raw_mail where disposition is null",
        );
        expect(held).toMatchObject({ disposition: null, proof_attempts: tries + 1 });
        expect(Math.abs(held.wait - seconds)).toBeLessThanOrEqual(3);
        await desk.receive({
          from: "dan@shop.example",
          to: support,
          subject: `x ${tries}`,
          text: `${"z".repeat(tries + 1)} words.`,
        });
        expect((await desk.letters()).some(({ to }) => to === "dan@shop.example")).toBe(true);
        await again();
      }
      const { rows } = await desk.pool.query("select disposition, reason from raw_mail where proof_attempts > 0");
      expect(rows).toEqual([{ disposition: "quarantined", reason: "heldForApproval" }]);
    } finally {
      desk.shop.dkim = dkim;
    }
  });

  test("a customer's new matter does not wait, because trust changes little for it", async () => {
    const { dkim } = desk.shop;
    desk.shop.dkim = failing;
    try {
      await desk.receive(await signed("eve@shop.example", support, "Nobody can pay, again."));
      expect(await state()).toMatchObject({ disposition: "ticket", proof_attempts: 0 });
    } finally {
      desk.shop.dkim = dkim;
    }
  });

  /** The pause of the waiting mail passes. */
  async function again(): Promise<void> {
    await desk.pool.query("update raw_mail set next_attempt_at = now() where disposition is null");
    for (const mail of await waitingMails(desk.pool, [], 10, 10_000_000)) await processMail(mail, desk.shop);
  }
});
