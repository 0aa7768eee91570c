/** An agent works from their mail client: commands, transcripts, undo and the mixed cases, through real servers. */
import { afterAll, beforeAll, expect, test } from "vitest";
import { putIntoForce } from "../../src/flow/apply.ts";
import { showOne } from "../../src/flow/list.ts";
import { parseDesk } from "../../src/ticket/desk.ts";
import { eventually, type LivingDesk, mailOf, openLivingDesk, support } from "../harness/desk.ts";
import { deskYaml } from "../harness/deskFile.ts";
import type { SunkMail } from "../harness/sink.ts";

let desk: LivingDesk;

const ada = "Ada Nowak <ada@shop.example>";
const jan = "Jan Kowalski <jan@acme.example>";
const at = new Date();
let serial = 0;

beforeAll(async () => {
  desk = await openLivingDesk((database) =>
    putIntoForce(database.pool, parseDesk(deskYaml.replace("holdSeconds: 0", "holdSeconds: 8")), null, false),
  );
});
afterAll(() => desk?.close());

/** A customer opens a ticket; answers with Jan's notice of it. */
async function opened(subject: string): Promise<{ id: number; notice: SunkMail; addresses: string[] }> {
  const raw = mailOf({ from: ada, to: support, subject: `[B] ${subject}`, text: "Nobody can pay." });
  await desk.dovecot.deliver("support", raw, { internalDate: at });
  const notice = await desk.sink.waitFor(
    (mail) => mail.to.includes("jan@acme.example") && (mail.header("subject") ?? "").includes(subject),
    15_000,
  );
  const id = Number(/#(\d+)/.exec(notice.header("subject") ?? "")?.[1]);
  const addresses = ((await notice.parsed()).text ?? "").match(/support\+[a-z0-9-]+@acme\.example/g) ?? [];
  return { id, notice, addresses: [...new Set(addresses)] };
}

const answerAddress = ({ notice }: { notice: SunkMail }) => notice.header("reply-to") ?? "";

/** Jan writes; answers with the transcript or other letter that came of it, in words. */
async function janWrites(to: string, text: string, headers: string[] = []): Promise<string> {
  const before = desk.sink.received.length;
  const messageId = `<c${++serial}@acme.example>`;
  const raw = mailOf({ from: jan, to, subject: "Re: it", text, messageId, headers });
  await desk.dovecot.deliver("support", raw, { internalDate: at });
  const letter = await eventually(`a letter about ${JSON.stringify(text)}`, 15_000, async () =>
    desk.sink.received.slice(before).find((mail) => mail.to.includes("jan@acme.example")),
  );
  return (await letter.parsed()).text ?? "";
}

const toAda = () => desk.sink.received.filter((mail) => mail.to.includes("ada@shop.example"));
const show = async (id: number) => {
  const shown = await showOne(desk.database.pool, id, Date.now());
  if (!shown) throw new Error(`there is no ticket ${id}`);
  return shown;
};

test("commands change the ticket, and the transcript tells what was done", async () => {
  const ticket = await opened("Colours");
  const told = await janWrites(
    answerAddress(ticket),
    "#severity A\n#assign ewa\n#stage locate\n#wait\n#cc add grace@shop.example",
  );
  expect(told).toMatch(/Understood[\s\S]*#severity A[\s\S]*Done[\s\S]*Ewa Nowak has the ticket now/);
  expect(told).toMatch(/#undo/);
  expect(await show(ticket.id)).toMatchObject({
    severity: "A",
    assignee: "ewa@acme.example",
    stage: "locate",
    status: "pending",
    participants: [{ address: "grace@shop.example" }],
  });
  const handed = await desk.sink.waitFor(
    (mail) => mail.to.includes("ewa@acme.example") && /hands you/.test(mail.raw.toString()),
    15_000,
  );
  expect((await handed.parsed()).text).toContain("Nobody can pay.");

  await janWrites(answerAddress(ticket), "#undo");
  expect(await show(ticket.id)).toMatchObject({
    severity: "B",
    assignee: null,
    stage: null,
    status: "new",
    participants: [],
  });
});

test("an answer undone within its hold never reaches the customer, by #undo or by the link", async () => {
  const ticket = await opened("Undo");
  const told = await janWrites(answerAddress(ticket), "#wait\nWrong words for Ada.");
  expect(told).toMatch(/goes to the customer in 8 s/);
  const undone = await janWrites(answerAddress(ticket), "#undo");
  expect(undone).toMatch(/no customer gets it/);

  const again = await janWrites(answerAddress(ticket), "#severity A\nMore wrong words.");
  const link = /http:\/\/\S+\/cancel\/[a-z0-9-]+/.exec(again)?.[0] ?? "";
  for (const method of ["GET", "HEAD", "GET"]) expect((await fetch(link, { method })).status).toBe(200);
  expect((await show(ticket.id)).severity).toBe("A");
  expect(await (await fetch(link)).text()).toContain("has not left yet");
  expect(await (await fetch(link, { method: "POST" })).text()).toContain("No customer gets your answer");
  expect(await (await fetch(link, { method: "POST" })).text()).toContain("No customer gets your answer");

  const shown = await show(ticket.id);
  expect(shown).toMatchObject({ severity: "B", status: "new", assignee: null });
  expect(shown.messages.map(({ direction }) => direction)).toEqual(["in", "note", "note"]);
  const { rows } = await desk.database.pool.query(
    "select state from outgoing where ticket_id = $1 and letter = 'answer'",
    [ticket.id],
  );
  expect(rows).toEqual([{ state: "cancelled" }, { state: "cancelled" }]);
  expect(toAda().filter((mail) => /rong words/.test(mail.raw.toString()))).toEqual([]);
});

test("a question undone within its hold is never put, and its link asks nothing", async () => {
  const ticket = await opened("Access");
  const told = await janWrites(answerAddress(ticket), "#ask access proj_12345678 until tomorrow\nMay we look?");
  expect(told).toMatch(/Asked for access: proj_12345678[\s\S]*goes to the customer in 8 s/);
  expect((await show(ticket.id)).questions).toMatchObject([{ kind: "access", state: "asked" }]);
  expect(await janWrites(answerAddress(ticket), "#undo")).toMatch(/no customer gets it/);
  expect(await show(ticket.id)).toMatchObject({ status: "new", questions: [{ state: "withdrawn", answer: null }] });
  const { rows } = await desk.database.pool.query(
    "select letter, state from outgoing where ticket_id = $1 and recipient = 'ada@shop.example' and letter <> 'confirmation'",
    [ticket.id],
  );
  expect(rows).toEqual([{ letter: "question", state: "cancelled" }]);
  expect(toAda().filter((mail) => /May we look/.test(mail.raw.toString()))).toEqual([]);
});

test("an answer that was not stopped leaves after its hold, and then cannot be called back", async () => {
  const ticket = await opened("Leaves");
  const told = await janWrites(answerAddress(ticket), "#severity A\nRight words.");
  await desk.sink.waitFor(
    (mail) => mail.to.includes("ada@shop.example") && /Right words/.test(mail.raw.toString()),
    30_000,
  );
  const link = /http:\/\/\S+\/cancel\/[a-z0-9-]+/.exec(told)?.[0] ?? "";
  await eventually("the letter's fate", 15_000, async () => (await (await fetch(link)).text()).includes("Too late"));
  expect(await janWrites(answerAddress(ticket), "#undo")).toMatch(/had left already/);
  expect(await show(ticket.id)).toMatchObject({ severity: "B", status: "open", assignee: "jan@acme.example" });
});

test("a wrong command: nothing of the mail is done and nothing leaves the house", async () => {
  const ticket = await opened("Wrong");
  const before = await show(ticket.id);
  const told = await janWrites(answerAddress(ticket), "#severity A\n#solv\nDear Ada, all is well.");
  expect(told).toMatch(/Nothing was done[\s\S]*#solv/);
  const after = await show(ticket.id);
  expect({ ...after, clocks: [] }).toEqual({ ...before, clocks: [] });
  const { rows } = await desk.database.pool.query(
    "select letter from outgoing where ticket_id = $1 and recipient = 'ada@shop.example' and letter <> 'confirmation'",
    [ticket.id],
  );
  expect(rows).toEqual([]);
});

test("the same mail delivered five times, by other ways too, acts once", async () => {
  const ticket = await opened("Five");
  const letter = {
    from: jan,
    to: answerAddress(ticket),
    subject: "Re: Five",
    messageId: "<five@acme.example>",
    text: "#note\nSaid once.",
  };
  const ways = [[], [], ["X-Way: alias"], ["X-Way: list"], ["X-Way: again"]];
  for (const headers of ways) {
    await desk.dovecot.deliver("support", mailOf({ ...letter, headers }), { internalDate: at });
  }
  await eventually("five fates", 15_000, async () => {
    const { rows } = await desk.database.pool.query(
      "select disposition from raw_mail where message_id = '<five@acme.example>' and disposition is not null",
    );
    return rows.length === 5 && rows.filter(({ disposition }) => disposition === "duplicate").length === 4;
  });
  const shown = await show(ticket.id);
  expect(shown.messages.filter(({ direction }) => direction === "note")).toHaveLength(1);
});

test("a note that a customer has in Cc, and a mail to both addresses, are held and asked about", async () => {
  const ticket = await opened("Mixed");
  const held = await janWrites(answerAddress(ticket), "#note\nHe is difficult.", ["Cc: ada@shop.example"]);
  expect(held).toMatch(/a customer stands in To or Cc/);
  expect((await show(ticket.id)).messages).toHaveLength(1);
  const link = /http:\/\/\S+\/approve\/[a-z0-9-]+/.exec(held)?.[0] ?? "";
  const known = desk.sink.received.length;
  await fetch(link, { method: "POST" });
  await eventually("its transcript", 15_000, async () =>
    desk.sink.received.slice(known).some((mail) => mail.to.includes("jan@acme.example")),
  );
  await eventually("the note", 15_000, async () =>
    (await show(ticket.id)).messages.some(({ direction }) => direction === "note"),
  );

  const [first = "", second = ""] = ticket.addresses;
  const both = await janWrites(`${first}, ${second}`, "For whom?");
  expect(both).toMatch(/address for answers and to the one for\s+notes/);
  const greeting = await janWrites(second, "Hi Ada,\nfor you alone.");
  expect(greeting).toMatch(/reads like an\s+answer/);
  const below = await janWrites(answerAddress(ticket), "Hi Ada,\n#note: she is difficult, too.");
  expect(below).toMatch(/a command stands in it below other words/);
  const signed = await janWrites(answerAddress(ticket), "#stage locate\n\nBest regards,\nJan Kowalski");
  expect(signed).toMatch(/The stage is locate/);
  expect(signed).not.toMatch(/goes to the\s+customer/);
  expect(toAda().filter((mail) => /difficult|For whom|for you alone/.test(mail.raw.toString()))).toEqual([]);
});

test("#queue, #show and #help come by mail, also to an agent who writes to the desk about no ticket", async () => {
  const ticket = await opened("Queue");
  const told = await janWrites(support, `#queue all\n#show ${ticket.id}\n#help`);
  expect(told).toContain(`#${ticket.id} [B]`);
  expect(told).toContain("Nobody can pay.");
  expect(told).toContain("#cc add");
  expect(await janWrites(support, "#wait")).toMatch(/needs a ticket/);
  const { rows } = await desk.database.pool.query(
    "select count(*)::int as n from ticket t join contact c on c.id = t.requester_id where c.address = 'jan@acme.example'",
  );
  expect(rows[0]?.n).toBe(0);
});
