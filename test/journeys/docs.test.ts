/** Guides in a ticket's life: offered in the confirmation, sent by #docs, and "this solved it", through real servers. */
import { afterAll, beforeAll, expect, test } from "vitest";
import { searchDocs } from "../../src/flow/guides/docs.ts";
import { indexSource } from "../../src/flow/guides/indexDocs.ts";
import { showOne } from "../../src/flow/list.ts";
import { guideFigures } from "../../src/store/guideOffer.ts";
import { eventually, type LivingDesk, mailOf, openLivingDesk, support } from "../harness/desk.ts";
import { docsPages } from "../harness/docs.ts";
import type { SunkMail } from "../harness/sink.ts";

let desk: LivingDesk;

const ada = "Ada Nowak <ada@shop.example>";
const jan = "Jan Kowalski <jan@acme.example>";
const at = new Date();

beforeAll(async () => {
  desk = await openLivingDesk(async ({ pool }) => {
    const guides = docsPages.map(({ path, ...page }) => ({ ...page, url: `https://docs.acme.example/${path}` }));
    await indexSource(pool, { source: "test", guides, unused: [], kept: [] }, new Date());
  });
});
afterAll(() => desk?.close());

async function writes(
  from: string,
  to: string,
  subject: string,
  text: string,
  options: { proven?: boolean; messageId?: string } = {},
) {
  await desk.dovecot.deliver("support", mailOf({ from, to, subject, text, ...options }), { internalDate: at });
}

async function letterTo(address: string, holds: RegExp): Promise<{ mail: SunkMail; text: string; html: string }> {
  const mail = await desk.sink.waitFor(
    (each) => each.to.includes(address) && holds.test(`${each.header("subject")}\n${each.raw.toString()}`),
    15_000,
  );
  const { text = "", html = "" } = await mail.parsed();
  return { mail, text, html: html === false ? "" : html };
}

const replyTo = (mail: SunkMail) => mail.header("reply-to") ?? "";
const numberOf = (mail: SunkMail) => Number(/#(\d+)/.exec(mail.header("subject") ?? "")?.[1]);
const guideLinks = (text: string) => text.match(/http:\/\/\S+\/guide\/[a-z0-9-]+/g) ?? [];
const say = (link: string, verdict: string) => fetch(link, { method: "POST", body: new URLSearchParams({ verdict }) });

async function show(id: number) {
  const shown = await showOne(desk.database.pool, id, Date.now());
  if (!shown) throw new Error(`there is no ticket ${id}`);
  return shown;
}
const untilStatus = (id: number, status: string) =>
  eventually(`#${id} ${status}`, 15_000, async () => {
    const shown = await show(id);
    return shown.status === status ? shown : null;
  });

const figures = () => guideFigures(desk.database.pool, new Date(0), new Date(Date.now() + 60_000));

test("a question is confirmed with the guide that fits; 'this solved it' and the agent's #solve close it", async () => {
  await writes(ada, support, "[C] Exporting orders", "Is there a way to get all our orders as a CSV file?");
  const { text, html, mail } = await letterTo("ada@shop.example", /Exporting orders/);
  const id = numberOf(mail);
  expect(text).toMatch(
    /These guides may help\n- Export your orders as CSV\n {2}https:\/\/docs\.acme\.example\/en\/export/,
  );
  expect(html).toContain('href="https://docs.acme.example/en/export-your-orders-as-csv"');
  const [link = ""] = guideLinks(text);
  expect(guideLinks(text)).toHaveLength(1);
  expect(html).toContain(link);

  for (const method of ["GET", "HEAD", "GET"]) expect((await fetch(link, { method })).status).toBe(200);
  expect((await show(id)).questions).toEqual([]);
  expect((await figures()).tickets).toEqual({ offered: 1, solved: 0 });

  expect(await (await say(link, "solved")).text()).toContain("Thank you: solved");
  expect(await (await say(link, "solved")).text()).toContain("Thank you: solved");
  const told = await letterTo("jan@acme.example", /Exporting orders[\s\S]*reply with #solve/);
  expect(told.text).toContain('The guide "Export your orders as CSV" solved it.');
  expect((await show(id)).questions).toMatchObject([{ kind: "resolution", state: "answered", answer: "yes" }]);
  await writes(jan, replyTo(told.mail), "Re: Exporting orders", "#solve");
  expect(await untilStatus(id, "closed")).toMatchObject({ closedHow: "agreed" });
  expect((await figures()).guides[0]).toMatchObject({ title: "Export your orders as CSV", offered: 1, solved: 1 });
  expect(
    (await desk.sink.received.filter(({ to, raw }) => to.includes("jan@acme.example") && raw.includes("solved it.")))
      .length,
  ).toBe(1);
});

test("to someone unproven the titles are told and nothing of their words; nothing fitting, nothing offered", async () => {
  await writes(
    "Eve <bob@shop.example>",
    support,
    "How can I print the shipping labels? zebracrossing",
    "zebracrossing",
    { proven: false },
  );
  const { text } = await letterTo("bob@shop.example", /Print shipping labels/);
  expect(text).not.toMatch(/zebracrossing/);
  await writes(ada, support, "[A] Everything is down", "Nobody can pay since nine.");
  const none = await letterTo("ada@shop.example", /Everything is down/);
  expect(none.text).not.toMatch(/guides/);
});

test("a Polish question without accents gets Polish guides in a Polish letter", async () => {
  await writes(
    ada,
    support,
    "zly adres na fakturze",
    "Dzien dobry, zmienilismy siedzibe. Jak zmienic adres na fakturze? Pozdrawiam serdecznie i dziękuję",
  );
  const { text, mail } = await letterTo("ada@shop.example", /zly adres na fakturze/);
  expect(text).toMatch(/Te poradniki mogą pomóc\n- Zmiana adresu na fakturach\n/);
  const page = await (await fetch(guideLinks(text)[0] ?? "")).text();
  expect(page).toContain("Czy ten poradnik pomógł?");
  expect(await (await say(guideLinks(text)[0] ?? "", "notSolved")).text()).toContain("ktoś na nie odpowie");
  expect((await show(numberOf(mail))).status).toBe("new");
  expect((await figures()).guides.find(({ title }) => title === "Zmiana adresu na fakturach")).toMatchObject({
    offered: 1,
    solved: 0,
    notSolved: 1,
  });
});

test("#docs puts the guides below the answer, in text and HTML; what fits nothing is refused and nothing leaves", async () => {
  await writes(ada, support, "[B] Where is my money", "A buyer wants it back.");
  const notice = (await letterTo("jan@acme.example", /Where is my money/)).mail;
  const id = numberOf(notice);
  await writes(jan, replyTo(notice), "Re: Where is my money", "#docs blockchain casino\nHello Ada, never sent words.");
  const refused = await letterTo("jan@acme.example", /No guide fits/);
  expect(refused.text).toContain("Nothing was done");
  await writes(jan, replyTo(notice), "Re: Where is my money", "#docs refund payment");
  await letterTo("jan@acme.example", /Guides go with an answer/);

  const messageId = "<docs-once@acme.example>";
  for (let time = 0; time < 2; time++) {
    await writes(
      jan,
      replyTo(notice),
      "Re: Where is my money",
      "#cause user-error\n#docs refund payment\nHello Ada, this is how.",
      { messageId },
    );
  }
  const answer = await letterTo("ada@shop.example", /this is how/);
  expect(answer.text).toMatch(/Hello Ada, this is how\.\n\nThese guides may help\n- Refund a payment\n {2}https:/);
  expect(answer.html).toContain('href="https://docs.acme.example/en/refund-a-payment"');
  const transcript = await letterTo("jan@acme.example", /With your answer go: Refund a payment/);
  expect(transcript.text).toContain("#docs refund payment");
  expect(
    desk.sink.received.filter((mail) => mail.to.includes("ada@shop.example") && mail.raw.includes("this is how")),
  ).toHaveLength(1);
  expect(
    desk.sink.received.some((mail) => mail.raw.includes("never sent words") && mail.to.includes("ada@shop.example")),
  ).toBe(false);
  expect((await figures()).guides.find(({ title }) => title === "Refund a payment")).toMatchObject({ offered: 1 });

  await writes(jan, replyTo(notice), "Re: Where is my money", "#solve\n#docs refund payment\nIt is done.");
  const asked = await letterTo("ada@shop.example", /It is done\.[\s\S]*answer\//);
  await say(guideLinks(asked.text)[0] ?? "", "solved");
  expect(await untilStatus(id, "closed")).toMatchObject({ closedHow: "agreed" });
});

test("#cause user-error offers the agent guides, with the line to send them, and the customer gets nothing", async () => {
  await writes(ada, support, "[C] Inviting colleagues", "How can I invite a colleague, and which role do they need?");
  const notice = (await letterTo("jan@acme.example", /Inviting colleagues/)).mail;
  await writes(jan, replyTo(notice), "Re: Inviting colleagues", "#cause user-error");
  const { text } = await letterTo("jan@acme.example", /A guide that may fit/);
  const line = /#docs ((?:.+\n? {0,2})+)/.exec(text)?.[1]?.replace(/\s+/g, " ") ?? "";
  expect((await searchDocs(desk.database.pool, line, null, 1))[0]?.title).toBe(
    "Invite a colleague and choose their role",
  );
});

test("a link that was altered, or whose guide was never offered, leads nowhere", async () => {
  for (const link of [
    `${desk.url}/guide/k1-aaaaaaaaaaaaaaaaaaaaaaaaaa`,
    `${desk.url}/guide/x`,
    `${desk.url}/guide/%00`,
  ]) {
    expect((await fetch(link)).status).toBe(404);
    expect((await say(link, "solved")).status).toBe(404);
  }
});
