/** Targets of seconds in real time: the worker is killed again and again across the thresholds, and each letter is written once. */
import { setTimeout as sleep } from "node:timers/promises";
import { afterAll, beforeAll, expect, test } from "vitest";
import { putIntoForce } from "../../src/flow/apply.ts";
import { parseDesk } from "../../src/ticket/desk.ts";
import { generator } from "../harness/corpus.ts";
import { type DeskUnderTest, eventually, killHard, mailOf, openDesk, support } from "../harness/desk.ts";
import { deskYaml } from "../harness/deskFile.ts";
import type { SunkMail } from "../harness/sink.ts";

let desk: DeskUnderTest;

/** Always open, so that the journey can be made at any time of day; thresholds from 20 to 60 s after the mail. */
const ofSeconds = deskYaml
  .replace("calendar: office", "calendar: always")
  .replace("A: { firstResponse: 1h, resolution: 4h }", "A: { firstResponse: 40s }")
  .replace("B: { firstResponse: 2h, resolution: 12h }", "B: { firstResponse: 12s }")
  .replace("overdueEvery: 1h", "overdueEvery: 10s")
  .replace("answers:", "escalate: { A: { after: 80% } }\nanswers:");

beforeAll(async () => {
  desk = await openDesk();
  await putIntoForce(desk.database.pool, parseDesk(ofSeconds), null, false);
});
afterAll(async () => {
  await desk?.close();
});

test("a letter about a clock is accepted by the mail server within two seconds of its moment", async () => {
  const worker = await desk.startWorker();
  try {
    const receivedAt = new Date();
    const letter = { from: "Bea <bea@shop.example>", to: support, subject: "[B] Slow", text: "It is slow." };
    await desk.dovecot.deliver("support", mailOf(letter), { internalDate: receivedAt });
    const isToJan = (subject: RegExp) => (mail: SunkMail) =>
      mail.to.includes("jan@acme.example") && subject.test(mail.header("subject") ?? "");
    const reminder = await desk.sink.waitFor(isToJan(/left for the first answer/), 30_000);
    const breach = await desk.sink.waitFor(isToJan(/Time for the first answer is over/), 30_000);
    // Whole seconds: an IMAP server keeps no fractions of the receipt.
    const from = Math.floor(receivedAt.getTime() / 1_000) * 1_000;
    const lateMs = [reminder.acceptedAt.getTime() - from - 6_000, breach.acceptedAt.getTime() - from - 12_000];
    console.log(`late by ${lateMs.join(" and ")} ms, from the moment to the SMTP server's acceptance`);
    expect(Math.min(...lateMs)).toBeGreaterThanOrEqual(0);
    expect(lateMs[0]).toBeLessThan(2_000);
    expect(lateMs[1]).toBeLessThan(2_000);
  } finally {
    await worker.stop();
  }
});

const ticketCount = 12;
const lastThreshold = "overdue-2";

async function toldCount(threshold: string | null = null): Promise<number> {
  const { rows } = await desk.database.pool.query(
    `select count(*)::int as n from reminder r join ticket t on t.id = r.ticket_id
      where t.severity = 'A' and ($1::text is null or threshold = $1)`,
    [threshold],
  );
  return rows[0].n;
}

test("worker killed and restarted across thresholds: each threshold is told once, each letter leaves once", async () => {
  const random = generator(5);
  for (let index = 0; index < ticketCount; index++) {
    const letter = { from: `Ada <ada${index}@shop.example>`, to: support, subject: `[A] Down ${index}`, text: "Help." };
    await desk.dovecot.deliver("support", mailOf(letter), { internalDate: new Date() });
    await sleep(400);
  }
  let kills = 0;
  while ((await toldCount(lastThreshold)) < ticketCount) {
    const before = await toldCount();
    const worker = desk.spawnWorker();
    // Kill it in the middle of work: after it has told something new, at a random moment.
    await eventually("the worker tells something", 60_000, async () => (await toldCount()) > before);
    await sleep(random() * 600);
    await killHard(worker);
    kills++;
  }
  const last = desk.spawnWorker();
  try {
    await eventually("no letter is under way", 60_000, async () => {
      const { rows } = await desk.database.pool.query(
        "select count(*)::int as n from outgoing where state in ('queued', 'sending', 'deferred')",
      );
      return rows[0].n === 0;
    });
  } finally {
    await killHard(last);
  }
  const { rows: told } = await desk.database.pool.query(
    `select ticket_id, threshold, letter from reminder r join ticket t on t.id = r.ticket_id
      where t.severity = 'A' and not threshold = any($1) order by due_at`,
    [Array.from({ length: 60 }, (_, index) => `overdue-${index + 3}`)],
  );
  const thresholds = ["50%", "75%", "escalate", "90%", "due", "overdue-1", lastThreshold];
  const ids = new Set(told.map(({ ticket_id }) => ticket_id));
  expect(ids.size).toBe(ticketCount);
  for (const id of ids) {
    const ofTicket = told.filter(({ ticket_id }) => ticket_id === id);
    expect(ofTicket.map(({ threshold }) => threshold)).toEqual(thresholds);
    // Each breach has its letter, and what was told in its place has none.
    expect(ofTicket.find(({ threshold }) => threshold === "due")?.letter).toBe("breach");
  }
  const { rows: letters } = await desk.database.pool.query(
    `select ticket_id, recipient, letter, event_key, state from outgoing where letter in ('reminder', 'breach', 'overdue')`,
  );
  const keys = letters.map((each) => `${each.event_key} ${each.recipient}`);
  expect(new Set(keys).size).toBe(keys.length);
  // What the sink has accepted: no letter twice, and all but those whose fate a kill has left unknown.
  const accepted = desk.sink.received.filter((mail) => mail.to[0]?.endsWith("@acme.example"));
  const messageIds = accepted.map((mail) => mail.header("message-id"));
  expect(new Set(messageIds).size).toBe(messageIds.length);
  const unknown = letters.filter(({ state }) => state === "unknown").length;
  expect(letters.filter(({ state }) => state !== "sent" && state !== "unknown")).toEqual([]);
  const { rows: late } = await desk.database.pool.query(
    `select percentile_disc(0.5) within group (order by extract(epoch from fired_at - due_at)::float8) as p50,
            max(extract(epoch from fired_at - due_at)::float8) as max from reminder where letter is not null`,
  );
  console.log(
    `${kills} kills: ${told.length} thresholds told once, ${letters.length} letters, ${unknown} left unknown on purpose; ` +
      `late by ${late[0].p50.toFixed(3)} s at the median, ${late[0].max.toFixed(3)} s at most`,
  );
}, 300_000);
