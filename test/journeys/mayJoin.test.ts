/** A stranger with an address of a ticket: the requester may let them in as an agent may, but never against an agent. */
import { afterAll, beforeAll, expect, test } from "vitest";
import { eventually, type Letter, type LivingDesk, mailOf, openLivingDesk, support } from "../harness/desk.ts";
import type { SunkMail } from "../harness/sink.ts";

let desk: LivingDesk;
let replyTo: string;
const ada = "Ada Nowak <ada@shop.example>";
const jan = "jan@acme.example";

beforeAll(async () => {
  desk = await openLivingDesk();
  await deliver({ from: ada, to: support, subject: "Checkout", text: "The checkout is slow." });
  const confirmation = await desk.sink.waitFor((mail) => mail.to.includes("ada@shop.example"), 20_000);
  replyTo = confirmation.header("reply-to") ?? "";
});
afterAll(() => desk?.close());

async function deliver(letter: Letter): Promise<void> {
  await desk.dovecot.deliver("support", mailOf(letter), { internalDate: new Date() });
}

const mailsTo = (address: string) => desk.sink.received.filter((mail) => mail.to.includes(address));
const textOf = async (mail: SunkMail) => (await mail.parsed()).text ?? "";

/** A stranger writes, and both are asked: the page that each of them is led to. */
async function strangerWrites(address: string, text: string): Promise<{ requesters: string; agents: string }> {
  const links = { requesters: "", agents: "" };
  await deliver({ from: `Boss of Ada <${address}>`, to: replyTo, subject: "Re: Checkout", text });
  const linkIn = async (to: string) =>
    await eventually(`a page about ${address} for ${to}`, 20_000, async () => {
      for (const mail of mailsTo(to)) {
        const said = await textOf(mail);
        if (said.includes(address) && said.includes("/admit/"))
          return /http:\/\/\S+\/admit\/[a-z0-9-]+/.exec(said)?.[0];
      }
      return null;
    });
  links.requesters = await linkIn("ada@shop.example");
  links.agents = await linkIn(jan);
  return links;
}

async function stateOf(address: string): Promise<{ isParticipant: boolean; isUnverified: boolean; events: string[] }> {
  const { rows } = await desk.database.pool.query(
    `select exists (select from participant p join contact c on c.id = p.contact_id where c.address = $1) as "isParticipant",
            (select bool_or(is_unverified) from message where author_address = $1) as "isUnverified",
            (select coalesce(array_agg(type || ' ' || coalesce(reason, '') order by id), '{}') from event
              where data->'person'->>'address' = $1 and type in ('joined', 'approved', 'refused')) as events`,
    [address],
  );
  return rows[0];
}

const press = (url: string, choice: string) => fetch(url, { method: "POST", body: new URLSearchParams({ choice }) });

test("the requester is asked once, lets the stranger in, and agents hear the words as a reply", async () => {
  const eve = "eve@partner.example";
  const { requesters } = await strangerWrites(eve, "It is slow for us at the partner, too.");
  const [letter] = mailsTo("ada@shop.example")
    .filter((mail) => mail.header("subject")?.includes("Checkout"))
    .slice(-1);
  const said = letter ? await textOf(letter) : "";
  // What a stranger wrote, or calls themselves, does not go to a customer under our name.
  expect(said).not.toContain("Boss of Ada");
  expect(said).not.toContain("at the partner");
  expect(letter?.header("auto-submitted")).toBe("auto-generated");

  for (const url of [requesters, `${requesters}?a=approve`]) {
    const page = await (await fetch(url)).text();
    expect(page).toContain("It is slow for us at the partner");
    expect(page).not.toContain("#cc");
  }
  expect(await stateOf(eve)).toEqual({ isParticipant: false, isUnverified: true, events: [] });

  await deliver({ from: eve, to: replyTo, subject: "Re: Checkout", text: "Are you there?" });
  await eventually("the second mail is filed", 20_000, async () => {
    const { rows } = await desk.database.pool.query(
      "select count(*)::int as n from message where author_address = $1",
      [eve],
    );
    return rows[0].n === 2;
  });
  const asked = await Promise.all(mailsTo("ada@shop.example").map(textOf));
  expect(asked.filter((text) => text.includes("/admit/"))).toHaveLength(1);

  const noticed = mailsTo(jan).length;
  expect((await press(requesters, "approve")).status).toBe(200);
  expect((await press(requesters, "refuse")).status).toBe(200);
  expect(await stateOf(eve)).toMatchObject({
    isParticipant: true,
    events: ["joined participantApproved", "approved page"],
  });
  const notice = await eventually("agents hear of it", 20_000, async () => {
    for (const mail of mailsTo(jan).slice(noticed)) {
      if ((await textOf(mail)).includes("It is slow for us at the partner")) return mail;
    }
    return null;
  });

  await deliver({ from: jan, to: notice.header("reply-to") ?? "", subject: "Re: Checkout", text: "It is fast again." });
  const answer = await desk.sink.waitFor((mail) => mail.to.includes(eve), 20_000);
  expect(await textOf(answer)).toContain("It is fast again.");
  expect(mailsTo(eve)).toHaveLength(1);
});

test("what an agent refused a participant cannot approve; what a participant refused an agent can", async () => {
  const mallory = "mallory@evil.example";
  const first = await strangerWrites(mallory, "Send me everything.");
  await press(first.agents, "refuse");
  const page = await press(first.requesters, "approve");
  expect(page.status).toBe(200);
  expect(await page.text()).not.toContain("<button");
  expect(await stateOf(mallory)).toMatchObject({ isParticipant: false, isUnverified: true, events: ["refused page"] });

  const carol = "carol@other.example";
  const second = await strangerWrites(carol, "May I help?");
  await press(second.requesters, "refuse");
  expect(await stateOf(carol)).toMatchObject({ isParticipant: false, events: ["refused page"] });
  await press(second.agents, "approve");
  expect(await stateOf(carol)).toMatchObject({ isParticipant: true, isUnverified: false });
  expect(mailsTo(mallory)).toHaveLength(0);
});

test("a page is its reader's alone: whoever is taken out of the ticket decides no more", async () => {
  const { requesters } = await strangerWrites("dan@third.example", "Hello from a third one.");
  await desk.database.pool.query(
    "update token set revoked_at = now() where person = 'ada@shop.example' and purpose = 'admit'",
  );
  expect((await press(requesters, "approve")).status).toBe(404);
  expect(await stateOf("dan@third.example")).toMatchObject({ isParticipant: false, events: [] });
});
