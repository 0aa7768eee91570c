/** The worker is killed with SIGKILL again and again while mail arrives: nothing is lost, nothing is doubled. */
import { setTimeout as sleep } from "node:timers/promises";
import { afterAll, beforeAll, expect, test } from "vitest";
import { generator, makeCorpus } from "../harness/corpus.ts";
import { type DeskUnderTest, eventually, killHard, openDesk } from "../harness/desk.ts";

let desk: DeskUnderTest;

beforeAll(async () => {
  desk = await openDesk();
});
afterAll(async () => {
  await desk?.close();
});

const killCount = 25;
const mailCount = 300;

test("25 kills while 300 mails arrive lose no mail and double no ticket, message or confirmation", async () => {
  const corpus = makeCorpus({ count: mailCount, seed: 2, largeEvery: 50 });
  const random = generator(3);
  const delivering = (async () => {
    for (const mail of corpus) {
      await desk.dovecot.deliver("support", mail.raw, { internalDate: new Date() });
      await sleep(random() * 150);
    }
  })();
  for (let kill = 0; kill < killCount; kill++) {
    const before = await decided();
    const worker = desk.spawnWorker();
    // Kill it in the middle of work: after it has decided something new, at a random moment.
    await eventually(
      "the worker decides a mail",
      60_000,
      async () => (await decided()) > before || (await decided()) >= mailCount,
    );
    await sleep(random() * 200);
    await killHard(worker);
  }
  await delivering;
  const last = desk.spawnWorker();
  try {
    await eventually("every mail has its disposition", 120_000, async () => (await decided()) >= mailCount);
    await eventually("no letter is under way", 60_000, async () => {
      const { rows } = await desk.database.pool.query(
        "select count(*)::int as n from outgoing where state in ('queued', 'sending') or (state = 'deferred' and unknown_count = 0)",
      );
      return rows[0].n === 0;
    });
  } finally {
    await killHard(last);
  }
  const { rows } = await desk.database.pool.query(
    `select (select count(*)::int from raw_mail) as stored, (select count(*)::int from raw_mail where disposition is null) as undecided,
            (select count(*)::int from raw_mail where disposition in ('duplicate', 'quarantined')) as odd,
            (select count(*)::int from ticket) as tickets, (select count(*)::int from message) as messages,
            (select count(distinct requester_id)::int from ticket) as people,
            (select count(*)::int from outgoing where letter = 'confirmation') as confirmations`,
  );
  const people = corpus.filter((mail) => mail.expected === "ticket");
  const tickets = corpus.filter((mail) => mail.expected === "ticket" || mail.expected === "list").length;
  expect(rows[0]).toEqual({
    stored: mailCount,
    undecided: 0,
    odd: 0,
    tickets,
    messages: tickets,
    people: tickets,
    confirmations: people.length,
  });
  const confirmed = desk.sink.received.map((mail) => mail.to[0] ?? "").filter((to) => !to.endsWith("@acme.example"));
  expect(new Set(confirmed).size).toBe(confirmed.length);
  const { rows: unknown } = await desk.database.pool.query(
    "select count(*)::int as n from outgoing where state = 'unknown' and letter = 'confirmation'",
  );
  console.log(
    `${killCount} kills: ${confirmed.length} of ${people.length} confirmations accepted once, ${unknown[0].n} left unknown on purpose`,
  );
  expect(confirmed.length + unknown[0].n).toBeGreaterThanOrEqual(people.length);
}, 600_000);

async function decided(): Promise<number> {
  const { rows } = await desk.database.pool.query(
    "select count(*)::int as n from raw_mail where disposition is not null",
  );
  return rows[0].n;
}
