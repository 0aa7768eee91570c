/** Servers go away and come back while mail arrives: the journey resumes by itself, nothing is lost or doubled. */
import { afterAll, beforeAll, expect, test } from "vitest";
import type { Worker } from "../../src/worker.ts";
import { makeCorpus } from "../harness/corpus.ts";
import { type DeskUnderTest, eventually, openDesk, ownPostgres } from "../harness/desk.ts";

let desk: DeskUnderTest;
let worker: Worker;
let restartPostgres: () => Promise<void>;
const delivered: string[] = [];

beforeAll(async () => {
  const own = await ownPostgres();
  restartPostgres = own.restart;
  desk = await openDesk(own.database);
  worker = await desk.startWorker();
});
afterAll(async () => {
  await worker?.stop();
  await desk?.close();
});

/** Ten people write; answers their addresses. */
async function tenWrite(seed: number): Promise<void> {
  const people = makeCorpus({ count: 40, seed })
    .filter((mail) => mail.expected === "ticket")
    .slice(0, 10);
  for (const mail of people) {
    const from = mail.from.replace("user", `user${seed}x`);
    const raw = Buffer.from(mail.raw.toString("latin1").replaceAll(mail.from, from), "latin1");
    await desk.dovecot.deliver("support", raw, { internalDate: new Date() });
    delivered.push(from);
  }
}

async function allConfirmedOnce(): Promise<void> {
  const confirmed = () =>
    desk.sink.received.map((mail) => mail.to[0] ?? "").filter((to) => !to.endsWith("@acme.example"));
  await eventually(`${delivered.length} confirmations`, 90_000, async () => confirmed().length >= delivered.length);
  expect(confirmed().sort()).toEqual([...delivered].sort());
  const { rows } = await desk.database.pool.query(
    "select count(*)::int as tickets, (select count(*)::int from message) as messages from ticket",
  );
  expect(rows[0]).toEqual({ tickets: delivered.length, messages: delivered.length });
}

test("Dovecot is restarted while mail arrives", async () => {
  await tenWrite(11);
  await desk.dovecot.restart();
  await tenWrite(12);
  await allConfirmedOnce();
});

test("the SMTP server answers 451 for a while", async () => {
  desk.sink.answerWith((step) =>
    step.step === "recipient" ? { kind: "refuse", code: 451, text: "4.3.0 try again" } : undefined,
  );
  await tenWrite(13);
  await eventually("letters are deferred", 30_000, async () => {
    const { rows } = await desk.database.pool.query("select count(*)::int as n from outgoing where state = 'deferred'");
    return rows[0].n >= 10;
  });
  desk.sink.acceptAll();
  // A minute of waiting is cut short: the letters are due now.
  await desk.database.pool.query("update outgoing set next_at = now() where state = 'deferred'");
  await tenWrite(14);
  await allConfirmedOnce();
});

test("UIDVALIDITY changes and every mail shows up again", async () => {
  await desk.dovecot.recreateInbox("support");
  await tenWrite(15);
  await allConfirmedOnce();
  await eventually("the old mails are seen again and known as duplicates", 60_000, async () => {
    const { rows } = await desk.database.pool.query(
      "select count(*)::int as n from raw_mail where disposition = 'duplicate'",
    );
    return rows[0].n >= delivered.length - 10;
  });
  await allConfirmedOnce();
});

test("PostgreSQL is restarted while mail arrives", async () => {
  await tenWrite(16);
  await restartPostgres();
  await tenWrite(17);
  await allConfirmedOnce();
});
