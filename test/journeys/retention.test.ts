/** What has had its time is let go, what is on hold stays, and stored mail is read again; with a worker and real servers. */
import { afterAll, beforeAll, expect, test } from "vitest";
import { putIntoForce } from "../../src/flow/apply.ts";
import { hold, unhold } from "../../src/store/hold.ts";
import { parseDesk } from "../../src/ticket/desk.ts";
import type { Worker } from "../../src/worker.ts";
import { type DeskUnderTest, eventually, mailOf, openDesk, support } from "../harness/desk.ts";
import { deskYaml } from "../harness/deskFile.ts";
import { placesOf } from "../harness/everything.ts";
import { intray } from "../harness/program.ts";

let desk: DeskUnderTest;
let worker: Worker;

beforeAll(async () => {
  desk = await openDesk();
  worker = await desk.startWorker();
  for (const [name, words] of people) {
    const raw = mailOf({
      from: `${name} <${name}@${name}.example>`,
      to: support,
      subject: `From ${name}`,
      text: words,
    });
    await desk.dovecot.deliver("support", raw, { internalDate: new Date() });
  }
  await eventually("four tickets", 30_000, async () => (await query("select id from ticket")).length === people.length);
});
afterAll(async () => {
  await worker?.stop();
  await desk?.close();
});

const people: [name: string, words: string][] = [
  ["olda", "An ancient marmoset question"],
  ["heldb", "A marsupial question for the court"],
  ["livec", "A living ocelot question"],
  ["youngd", "A young narwhal question"],
];
const query = async (text: string) => (await desk.database.pool.query(text)).rows;
/** Each desk of its own, so that another version comes into force and the worker sweeps. */
const apply = (retention: string) =>
  putIntoForce(desk.database.pool, parseDesk(`${deskYaml}retention: ${retention}\n`), null, false);
const ticketOf = async (name: string) =>
  (
    await query(
      `select t.* from ticket t join message m on m.ticket_id = t.id where m.subject = 'From ${name}' limit 1`,
    )
  )[0]?.id;

test("mail again with today's reading: what is the same is said, what differs is shown, and only words change", async () => {
  const [mail] = await query("select id, trust from raw_mail where subject = 'From livec'");
  const id = String(mail.id);
  const same = await intray(["replay", id, "--dry-run"], { env: desk.env });
  expect(same, same.err).toMatchObject({ status: 0, out: `mail ${id}: read as before\n` });
  await query(`update message set visible = 'badly cut', language = 'pl' where raw_mail_id = ${id}`);
  await query(`update raw_mail set trust = 'unproven' where id = ${id}`);
  const dry = await intray(["replay", id, "--dry-run", "--json"], { env: desk.env });
  const told = JSON.parse(dry.out).differences.map(({ what, kept }: { what: string; kept: boolean }) => [what, kept]);
  expect(told).toEqual([
    ["trust", true],
    ["visible", false],
    ["language", false],
  ]);
  expect((await query(`select visible from message where raw_mail_id = ${id}`))[0].visible).toBe("badly cut");
  const letters = (await query("select count(*)::int as n from outgoing"))[0].n;
  const done = await intray(["replay", id], { env: desk.env });
  expect(done.out).toContain("the new words were put in place");
  const [after] = await query(
    `select m.visible, m.language, r.trust from message m join raw_mail r on r.id = m.raw_mail_id where r.id = ${id}`,
  );
  expect(after).toMatchObject({ language: null, trust: "unproven" });
  expect(after.visible).toContain("A living ocelot question");
  expect((await query("select count(*)::int as n from outgoing"))[0].n).toBe(letters);
  expect((await intray(["replay", "99999"], { env: desk.env })).status).toBe(1);
});

test("what has had its time is let go, what is on hold, alive or young stays", async () => {
  const [old, held, young] = [await ticketOf("olda"), await ticketOf("heldb"), await ticketOf("youngd")];
  await hold(desk.database.pool, { ticketId: held }, "case 9");
  await query(
    `update ticket set status = 'closed', closed_at = now() - interval '4 years', next_look_at = null where id in (${old}, ${held})`,
  );
  await query(`update ticket set status = 'closed', closed_at = now() - interval '1 day' where id = ${young}`);
  await query("update raw_mail set stored_at = now() - interval '4 years' where subject <> 'From youngd'");
  await apply("{ rawMails: 90d, closedTickets: 3y }");
  await eventually(
    "the old ticket is emptied",
    30_000,
    async () => (await query(`select from ticket where id = ${old} and erased_at is not null`)).length === 1,
  );
  expect(await placesOf(desk.database.pool, [], ["marmoset", "olda@olda.example", "From olda"])).toEqual([]);
  for (const word of ["marsupial", "ocelot", "narwhal"]) {
    expect(await placesOf(desk.database.pool, [], [word]), word).not.toEqual([]);
  }
  const rows = await query(
    "select subject, content is null as gone, erased_at is not null as erased from raw_mail order by id",
  );
  expect(rows).toEqual([
    { subject: null, gone: true, erased: true },
    { subject: "From heldb", gone: false, erased: false },
    { subject: "From livec", gone: false, erased: false },
    { subject: "From youngd", gone: false, erased: false },
  ]);
  const [figures] = await query(
    `select opened_at is not null as opened, jsonb_array_length(clocks) > 0 as clocks from ticket where id = ${old}`,
  );
  expect(figures).toEqual({ opened: true, clocks: true });
});

test("a hold that is lifted lets go at the next sweep; mails go before their tickets", async () => {
  const [held, young] = [await ticketOf("heldb"), await ticketOf("youngd")];
  await unhold(desk.database.pool, { ticketId: held });
  await query("update raw_mail set stored_at = now() - interval '100 days' where subject = 'From youngd'");
  await apply("{ rawMails: 91d, closedTickets: 3y }");
  await eventually(
    "the ticket that was held is emptied",
    30_000,
    async () => (await query(`select from ticket where id = ${held} and erased_at is not null`)).length === 1,
  );
  await eventually(
    "the young ticket's mail is let go",
    30_000,
    async () => (await query(`select from raw_mail where ticket_id = ${young} and erased_at is not null`)).length === 1,
  );
  expect((await query(`select visible from message where ticket_id = ${young}`))[0].visible).toContain("narwhal");
  const read = await intray(
    ["replay", String((await query(`select id from raw_mail where ticket_id = ${young}`))[0].id)],
    {
      env: desk.env,
    },
  );
  expect(read).toMatchObject({ status: 1, err: expect.stringContaining("have had their time") });
  expect((await query("select detail from audit where deed = 'swept' order by id")).length).toBeGreaterThan(1);
});
