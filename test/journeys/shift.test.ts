/** A shift on real mail: duplicates are told, the queue is answered from, and who is away gets no new work. */
import { afterAll, beforeAll, expect, test } from "vitest";
import type { Worker } from "../../src/worker.ts";
import { type DeskUnderTest, eventually, mailOf, openDesk, support } from "../harness/desk.ts";
import type { SunkMail } from "../harness/sink.ts";

let desk: DeskUnderTest;
let worker: Worker;

beforeAll(async () => {
  desk = await openDesk();
  worker = await desk.startWorker();
});
afterAll(async () => {
  await worker?.stop();
  await desk?.close();
});

const jan = "Jan Kowalski <jan@acme.example>";
const letterTo = (address: string, part: string) => (mail: SunkMail) =>
  mail.to.includes(address) && (mail.header("subject") ?? "").includes(part);

async function deliver(from: string, to: string, subject: string, text: string, headers: string[] = []) {
  await desk.dovecot.deliver("support", mailOf({ from, to, subject, text, headers }));
}

test("a colleague's mail about the same matter is told to both sides", async () => {
  await deliver("Ada <ada@shop.example>", support, "[issue] [A] Checkout is down", "Nobody can pay.");
  await desk.sink.waitFor(letterTo("ada@shop.example", "[#1001]"), 10_000);
  await deliver("Grace <grace@shop.example>", support, "[issue] Re: checkout is down!", "I cannot pay either.");
  const confirmation = await desk.sink.waitFor(letterTo("grace@shop.example", "[#1002]"), 10_000);
  expect((await confirmation.parsed()).text).toContain("[#1001] [issue] [A] Checkout is down (Ada)");
  const notice = await desk.sink.waitFor(letterTo("jan@acme.example", "[#1002]"), 10_000);
  const { text, html } = await notice.parsed();
  expect(text).toContain("#merge 1001");
  expect(String(html)).toMatch(
    /href="mailto:support%2B[a-z0-9-]+@acme\.example\?subject=[^"]+&amp;body=%23merge%201001"/,
  );

  await deliver("Olga <olga@bank.example>", support, "[issue] Checkout is down", "Another account.");
  const other = await desk.sink.waitFor(letterTo("olga@bank.example", "[#1003]"), 10_000);
  expect((await other.parsed()).text).not.toMatch(/#100[12]/);
});

test("a line of the queue is enough to answer from", async () => {
  await deliver(jan, support, "queue", "#queue all");
  const transcript = await desk.sink.waitFor(letterTo("jan@acme.example", "queue"), 10_000);
  const { text } = await transcript.parsed();
  expect(text).toMatch(/\[#1003\][\s\S]*\[#1001\]|\[#1001\][\s\S]*\[#1003\]/);
  const address = /\[#1003\][\s\S]*?(support\+[a-z0-9-]+@acme\.example)/.exec(text ?? "")?.[1];
  expect(address).toBeDefined();
  await deliver(jan, address ?? "", "Re: Checkout is down [#1003]", "We are looking at it.");
  const answer = await desk.sink.waitFor(
    (mail) => mail.to.includes("olga@bank.example") && mail.header("auto-submitted") === null,
    10_000,
  );
  expect((await answer.parsed()).text).toContain("We are looking at it.");
});

test("who is away gets no new work until they are back", async () => {
  await deliver(jan, support, "away", "#away until tomorrow");
  const transcript = await desk.sink.waitFor(letterTo("jan@acme.example", "away"), 10_000);
  expect((await transcript.parsed()).text).toMatch(/Until \d{4}-\d\d-\d\d 00:00 \(Europe\/Warsaw\)/);
  const { pool } = desk.database;
  // Who is away is looked up again every two seconds; mails come until it is known.
  let round = 0;
  await eventually("a new matter that goes past Jan", 20_000, async () => {
    const subject = `Another thing ${++round}`;
    await deliver("Ada <ada@shop.example>", support, `[issue] ${subject}`, "Please look.");
    await desk.sink.waitFor(letterTo("ewa@acme.example", subject), 10_000);
    const { rows } = await pool.query<{ count: number }>(
      `select count(*) from outgoing join ticket on ticket.id = outgoing.ticket_id
       where recipient = 'jan@acme.example' and letter = 'newTicket' and ticket.subject like $1`,
      [`%${subject}`],
    );
    return rows[0]?.count === 0;
  });
  await deliver(jan, support, "back", "#away off");
  await deliver("Ewa <ewa@acme.example>", support, "Automatic reply: hi", "I am out of the office today.", [
    "Auto-Submitted: auto-replied",
  ]);
  await eventually("Jan back and Ewa away for a day", 10_000, async () => {
    const { rows } = await pool.query(
      "select agent, source from agent_away where until between now() and now() + interval '25 hours'",
    );
    return rows.length === 1 && rows[0]?.agent === "ewa@acme.example" && rows[0]?.source === "autoReply";
  });
});
