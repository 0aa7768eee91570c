/** Access and authorisation are asked for, given and refused, through real servers; and a ticket waits until a day. */
import { afterAll, beforeAll, expect, test } from "vitest";
import { putIntoForce } from "../../src/flow/apply.ts";
import { parseDesk } from "../../src/ticket/desk.ts";
import { eventually, type LivingDesk, mailOf, openLivingDesk, support } from "../harness/desk.ts";
import { deskYaml } from "../harness/deskFile.ts";
import type { SunkMail } from "../harness/sink.ts";
import { talkWith } from "../harness/talk.ts";

let desk: LivingDesk;

const ada = "Ada Nowak <ada@shop.example>";
const boss = "Bogna Szef <boss@shop.example>";
const jan = "Jan Kowalski <jan@acme.example>";
const at = new Date();

const yaml = deskYaml.replace(
  "issue: { tags: [issue, bug], team: technical }",
  "issue: { tags: [issue, bug], team: technical }\n  request: { tags: [request], team: technical, needsAuthorisation: true }",
);
const accounts = [
  {
    name: "Shop",
    plan: "standard",
    domains: ["shop.example"],
    contacts: ["ada@shop.example"],
    authorisers: ["boss@shop.example"],
    language: null,
  },
];

beforeAll(async () => {
  desk = await openLivingDesk((database) => putIntoForce(database.pool, parseDesk(yaml), accounts, false));
});
afterAll(() => desk?.close());

const { letterTo, show } = talkWith(() => desk);

const writes = (from: string, to: string, subject: string, text: string, headers: string[] = []) =>
  desk.dovecot.deliver("support", mailOf({ from, to, subject, text, headers }), { internalDate: at });

const replyTo = ({ mail }: { mail: SunkMail }) => mail.header("reply-to") ?? "";
const linkIn = (text: string) => /http:\/\/\S+\/answer\/[a-z0-9-]+/.exec(text)?.[0] ?? "";

/** A ticket of Ada's, and Jan's notice of it. */
async function opened(subject: string, from = ada) {
  await writes(from, support, subject, "Please look.");
  const notice = await letterTo("jan@acme.example", new RegExp(subject.replace(/[[\]]/g, "\\$&")));
  return { id: Number(/#(\d+)/.exec(notice.mail.header("subject") ?? "")?.[1]), notice };
}

test("access is asked for, granted by the link, and agents are told", async () => {
  const { id, notice } = await opened("Slow reports");
  await writes(
    jan,
    replyTo(notice),
    "Re: it",
    "#ask access proj_12345678 until tomorrow\nMay we look into your project?",
  );
  const asked = await letterTo("ada@shop.example", /May we look into it\?/);
  expect(asked.text).toMatch(/May we look into your project\?[\s\S]*proj_12345678[\s\S]*Yes: our people may look/);
  expect(asked.mail.header("from")).toContain("Jan Kowalski");
  const link = linkIn(asked.text);

  for (const method of ["GET", "HEAD", "GET"]) {
    for (const chosen of ["yes", "no"]) expect((await fetch(`${link}?a=${chosen}`, { method })).status).toBe(200);
  }
  const page = await (await fetch(`${link}?a=yes`)).text();
  expect(page).toMatch(/proj_12345678[\s\S]*Yes: our people may look[\s\S]*No: nobody looks[\s\S]*Yes, you may/);
  expect((await show(id)).questions).toMatchObject([{ kind: "access", state: "asked", about: "proj_12345678" }]);

  const press = (answer: string) =>
    fetch(link, { method: "POST", body: new URLSearchParams({ answer, words: "Only the reports, please." }) });
  expect(await (await press("yes")).text()).toContain("access is granted");
  expect((await show(id)).questions).toMatchObject([
    { kind: "access", state: "answered", answer: "yes", answeredBy: "ada@shop.example" },
  ]);
  expect((await show(id)).messages.at(-1)).toMatchObject({ direction: "in", visible: "Only the reports, please." });
  await letterTo("jan@acme.example", /Understood as yes \(access to proj_12345678\)/);

  expect(await (await press("no")).text()).toMatch(/access is granted[\s\S]*Answered by Ada Nowak/);
  expect(await (await fetch(link)).text()).toMatch(/access is granted[\s\S]*Answered by Ada Nowak/);
});

test("access is refused by a reply in Polish; a yes to another letter grants nothing", async () => {
  const { id, notice } = await opened("Dziwny raport");
  await writes(jan, replyTo(notice), "Re: it", "Does it happen in Firefox too?");
  const answer = await letterTo("ada@shop.example", /Does it happen in Firefox too\?/);
  await writes(jan, replyTo(notice), "Re: it", "#ask access proj_87654321");
  const asked = await letterTo("ada@shop.example", /proj_87654321/);

  await writes(ada, replyTo(answer), "Re: it", "Yes.");
  await eventually("the yes is filed", 15_000, async () => (await show(id)).messages.length === 3);
  expect((await show(id)).questions).toMatchObject([{ state: "asked", answer: null }]);

  await writes(ada, replyTo(asked), "Odp: it", "Nie wyrażam zgody.\n\nAda");
  await eventually("the no", 15_000, async () => (await show(id)).questions[0]?.answer === "no");
  await letterTo("jan@acme.example", /Understood as no \(access to proj_87654321\)/);
});

test("an authorisation is the authoriser's to give: the requester may not, by reply or link, and it cannot be solved before", async () => {
  const { id, notice } = await opened("[request] Delete the old project");
  await writes(jan, replyTo(notice), "Re: it", "#solve\nIt is deleted.");
  const refused = await letterTo("jan@acme.example", /must be authorised by the customer/);
  expect(refused.text).toContain("#ask authorisation");
  expect((await show(id)).messages).toHaveLength(1);

  await writes(jan, replyTo(notice), "Re: it", "#ask authorisation to delete proj_11112222\nWe need a yes.");
  const told = await letterTo("ada@shop.example", /We have asked for an authorisation/);
  expect(told.text).toContain("to delete proj_11112222");
  expect(linkIn(told.text)).toBe("");
  const asked = await letterTo("boss@shop.example", /Do you authorise this\?/);
  expect(asked.text).toMatch(/to delete proj_11112222/);
  expect(asked.text).not.toContain("Please look.");
  expect(asked.text).not.toContain("/ticket/");
  expect(asked.mail.header("references")).toBeNull();

  await writes(ada, replyTo(told), "Re: it", "Yes");
  await writes(ada, replyTo(asked), "Re: it", "Yes");
  await eventually("both are ordinary replies", 15_000, async () => (await show(id)).messages.length === 4);
  expect((await show(id)).questions).toMatchObject([{ kind: "authorisation", state: "asked", answer: null }]);

  await desk.dovecot.deliver(
    "support",
    mailOf({ from: boss, to: replyTo(asked), subject: "Re: it", text: "Yes", proven: false }),
    { internalDate: at },
  );
  await eventually("an unproven yes is an ordinary reply", 15_000, async () => (await show(id)).messages.length === 5);
  expect((await show(id)).questions[0]?.answer).toBeNull();

  await writes(boss, replyTo(asked), "Re: it", "Yes, approved.\n\nBogna Szef");
  await eventually("the authorisation", 15_000, async () => (await show(id)).questions[0]?.answer === "yes");
  await letterTo("jan@acme.example", /Understood as yes \(authorisation: to delete proj_11112222\)/);

  await writes(jan, replyTo(notice), "Re: it", "#solve\nIt is deleted now.");
  await eventually("solved", 15_000, async () => (await show(id)).status === "solved");
});

test("a ticket on hold until a moment opens again by itself, and its agent is told", async () => {
  const { id, notice } = await opened("Parts are missing");
  await writes(jan, replyTo(notice), "Re: it", "#hold until in 3 days\n#assign me");
  await eventually("on hold", 15_000, async () => (await show(id)).status === "onHold");
  const { holdUntil } = await show(id);
  expect(Date.parse(holdUntil ?? "")).toBeGreaterThan(Date.now() + 2 * 24 * 3_600_000);
  // The day comes: the instant is the ticket's, and the hint of when to look with it.
  await desk.database.pool.query(
    "update ticket set hold_until = now() - interval '1 minute', next_look_at = now() where id = $1",
    [id],
  );
  await eventually("open again", 15_000, async () => (await show(id)).status === "open");
  const told = await letterTo("jan@acme.example", /is open again: it was on hold until now/);
  expect(told.text).toContain("Please look.");
  await writes(jan, replyTo(told), "Re: it", "The parts are here.");
  await letterTo("ada@shop.example", /The parts are here\./);
});
