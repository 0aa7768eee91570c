/**
 * Every forged From × every action of agents and customers, through the real journey: whoever knows an agent's own reply
 * address but is not that agent, and whoever calls themselves a customer, moves nothing on a ticket and reaches nobody.
 */
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { deliverMails } from "../../src/flow/deliver.ts";
import { openBlobs } from "../../src/io/blobs.ts";
import type { Worker } from "../../src/worker.ts";
import { border as authservId, type DeskUnderTest, eventually, mailOf, openDesk, support } from "../harness/desk.ts";
import { type Spoof, spoofs } from "./spoofs.ts";

const jan = "jan@acme.example";
const ada = "ada@shop.example";
const forger = "mallory@evil.example";

/** Every command, an answer and a note, alone and above words. */
const agentActions = [
  "We have solved it. Please pay here.",
  "#note\nInternal.",
  ...["#solve", "#wait", "#hold", "#hold until 2099-01-01", "#open", "#severity C", "#type request", "#stage solve"],
  ...["#cause platform", "#assign me", "#assign ewa", "#team success", "#cc add mallory@evil.example", "#undo"],
  ...["#cc remove ada@shop.example", "#requester mallory@evil.example", "#merge 1002", "#link 1002", "#split", "#spam"],
  ...["#ask access proj_12345678", "#ask authorisation delete it", "#docs import", "#show 1001", "#queue all", "#help"],
  ...[
    "#away until tomorrow",
    "#away off",
    "#solve\nPlease pay here.",
    "#severity A\n#cc add mallory@evil.example\nHello",
  ],
];

/** What a customer can bring about by writing. */
const customerActions = [
  ...["Yes, it is solved.", "tak", "No, still broken.", "nie działa", "Thanks!", "5", "1", "👍", "It is solved."],
  ...["Please delete everything.", "[A] more urgent", "Severity: A\nnow", "yes\n\nI authorise it."],
];

const says = (results: string, id = authservId) => `Authentication-Results: ${id}; ${results}\r\n`;
const passOf = (domain: string) => `dkim=pass header.d=${domain} header.s=k1; dmarc=pass header.from=${domain}`;
const received =
  "Received: from mx.evil.example by mx.acme.example with ESMTPS id 1; Mon, 23 Nov 2026 06:00:00 +0000\r\n";

/** What somebody outside can put above their mail; `victim` is the domain they would like to be of. */
const tops: { name: string; top: (victim: string) => string }[] = [
  { name: "nothing", top: () => received },
  { name: "forged results below the border", top: (victim) => received + says(passOf(victim)) },
  { name: "a forged border too", top: (victim) => received + says(passOf(victim)) + received },
  { name: "another server's results", top: (victim) => says(passOf(victim), "mx.evil.example") + received },
  { name: "a pass of their own domain", top: () => says(passOf("evil.example")) + received },
  { name: "SPF alone", top: (victim) => says(`spf=pass smtp.mailfrom=x@${victim}; dmarc=fail`) + received },
  { name: "a softened fail", top: (victim) => says(`dmarc=none header.from=${victim}; dkim=neutral`) + received },
];

let desk: DeskUnderTest;
let worker: Worker;
let answerAddress: string;

beforeAll(async () => {
  desk = await openDesk();
  worker = await desk.startWorker();
  const deliver = (letter: Parameters<typeof mailOf>[0]) => desk.dovecot.deliver("support", mailOf(letter));
  await deliver({ from: `Ada <${ada}>`, to: support, subject: "[B] Checkout", text: "It is down." });
  const notice = await desk.sink.waitFor((mail) => mail.to.includes(jan), 15_000);
  answerAddress = /[^<\s]+@acme\.example/.exec(notice.header("reply-to") ?? "")?.[0] ?? "";
  await deliver({ from: `Grace <grace@shop.example>`, to: support, subject: "Another matter", text: "A question." });
  await desk.sink.waitFor((mail) => mail.to.includes("grace@shop.example"), 15_000);
  await deliver({ from: `Jan <${jan}>`, to: answerAddress, subject: "Re: Checkout", text: "#solve\nIt works again." });
  await desk.sink.waitFor((mail) => mail.to.includes(ada) && mail.header("auto-submitted") === null, 15_000);
});
afterAll(async () => {
  await worker?.stop();
  await desk?.close();
});

/** Everything of a ticket that an action could move. */
async function stateOf(): Promise<unknown> {
  const { pool } = desk.database;
  const all = async (text: string) => (await pool.query(text)).rows;
  return {
    tickets: await all("select to_jsonb(t) - 'updated_at' as t from ticket t where id in (1001, 1002) order by id"),
    questions: await all("select * from question order by ticket_id, ordinal"),
    participants: await all("select ticket_id, contact_id from participant order by 1, 2"),
    ratings: await all("select count(*) from rating"),
    away: await all("select * from agent_away"),
    answers: await all("select count(*) from message where ticket_id in (1001, 1002) and direction <> 'in'"),
  };
}

async function tryAll(mails: Buffer[]): Promise<Record<string, number>> {
  const { pool } = desk.database;
  const blobs = await openBlobs(desk.config.blobs);
  const ids: number[] = [];
  for (let at = 0; at < mails.length; at += 100) {
    const some = mails.slice(at, at + 100);
    ids.push(...(await deliverMails(some, { pool, blobs, queue: null, receivedAt: new Date() })));
  }
  await eventually("a disposition of every mail", 120_000, async () => {
    const { rows } = await pool.query<{ count: number }>(
      "select count(*) from raw_mail where id = any($1) and disposition is null",
      [ids],
    );
    return rows[0]?.count === 0;
  });
  const { rows } = await pool.query<{ disposition: string; count: number }>(
    "select disposition, count(*) from raw_mail where id = any($1) group by 1 order by 1",
    [ids],
  );
  return Object.fromEntries(rows.map(({ disposition, count }) => [disposition, count]));
}

/** Each spoof meets each top and, turn by turn, each action. */
function vectors(victim: string, actions: string[], to: string, subject: string): Buffer[] {
  const domain = victim.slice(victim.indexOf("@") + 1);
  const forged = spoofs(victim, forger);
  let turn = 0;
  return forged.flatMap((spoof: Spoof) =>
    tops.map(({ top }) => {
      const action = actions[turn++ % actions.length] ?? "";
      const head = `To: ${to}\r\nSubject: ${subject}\r\nMessage-ID: <v${turn}.${victim.length}@evil.example>\r\n`;
      const type =
        "MIME-Version: 1.0\r\nContent-Type: text/plain; charset=utf-8\r\nContent-Transfer-Encoding: 8bit\r\n";
      return Buffer.from(`${top(domain)}${spoof.block}\r\n${head}${type}\r\n${action}\r\n`);
    }),
  );
}

/** Recipients of everything that left since `from`, but for our own agents. */
function reached(from: number): string[] {
  const people = desk.sink.received.slice(from).flatMap((mail) => mail.to);
  return [...new Set(people.filter((address) => !address.endsWith("@acme.example")))].sort();
}

describe("nothing is done above its trust", () => {
  test("who knows an agent's reply address and is not that agent moves nothing and reaches no customer", async () => {
    const mails = vectors(jan, agentActions, answerAddress, "Re: [#1001] Checkout");
    const before = await stateOf();
    const from = desk.sink.received.length;
    const fates = await tryAll(mails);
    console.log(`agents' actions: ${mails.length} mails, ${agentActions.length} actions: ${JSON.stringify(fates)}`);
    expect(mails.length).toBeGreaterThan(300);
    expect(await stateOf()).toEqual(before);
    expect(reached(from)).toEqual([]);
    for (const fate of ["answer", "note", "command"]) expect(fates[fate], fate).toBeUndefined();
  });

  test("who calls themselves a customer and holds no token moves nothing on the customer's ticket", async () => {
    const mails = vectors(ada, customerActions, support, "Re: [#1001] Checkout");
    const before = await stateOf();
    const from = desk.sink.received.length;
    const fates = await tryAll(mails);
    console.log(
      `customers' actions: ${mails.length} mails, ${customerActions.length} actions: ${JSON.stringify(fates)}`,
    );
    expect(mails.length).toBeGreaterThan(300);
    expect(await stateOf()).toEqual(before);
    for (const fate of ["reply", "answer", "note", "command"]) expect(fates[fate], fate).toBeUndefined();
    // The forger's own proven address may be greeted; of others at most one mail is owed to each.
    const greeted = desk.sink.received.slice(from).flatMap((mail) => mail.to.filter((to) => to === ada));
    expect(greeted.length).toBeLessThanOrEqual(1);
  });

  test("whoever received a letter is who it was written to", async () => {
    const { rows } = await desk.database.pool.query<{ recipient: string }>(
      "select recipient from outgoing where state = 'sent' order by recipient",
    );
    const received = desk.sink.received.flatMap((mail) => mail.to).sort();
    expect(rows.map(({ recipient }) => recipient).sort()).toEqual(received);
  });
});
