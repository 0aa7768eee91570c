/** One mail becomes a ticket of its own, and people from outside wait for an agent's word, through real servers. */
import { afterAll, beforeAll, expect, test } from "vitest";
import { putIntoForce } from "../../src/flow/apply.ts";
import { parseDesk } from "../../src/ticket/desk.ts";
import { type LivingDesk, mailOf, openLivingDesk, support } from "../harness/desk.ts";
import { deskYaml } from "../harness/deskFile.ts";
import { pageIn, replyTo, said, talkWith } from "../harness/talk.ts";

let desk: LivingDesk;

const ada = "Ada Nowak <ada@shop.example>";
const jan = "Jan Kowalski <jan@acme.example>";
const eve = "Eve Stranger <eve@elsewhere.example>";

beforeAll(async () => {
  desk = await openLivingDesk();
});
afterAll(() => desk?.close());

const { writes, letterTo, show, until, opened } = talkWith(() => desk);

const withFile = (text: string) =>
  [
    "--b",
    "Content-Type: text/plain; charset=utf-8",
    "",
    text,
    "--b",
    "Content-Type: text/plain; name=log.txt",
    "Content-Disposition: attachment; filename=log.txt",
    "",
    "line 1",
    "--b--",
  ].join("\r\n");

test("a split takes one mail with its files into a ticket of its own, whose times count from its arrival; replies to it follow", async () => {
  const old = await opened("First matter");
  const raw = mailOf({
    from: ada,
    to: replyTo(old.confirmation.mail),
    subject: `Re: [B] First matter [#${old.id}]`,
    text: withFile("By the way, the invoice is wrong."),
    messageId: "<second-matter@shop.example>",
  })
    .toString()
    .replace(
      "Content-Type: text/plain; charset=utf-8\r\nContent-Transfer-Encoding: 8bit",
      "Content-Type: multipart/mixed; boundary=b",
    );
  const arrived = new Date(Date.now() - 60_000);
  await desk.dovecot.deliver("support", Buffer.from(raw), { internalDate: arrived });
  const notice = await letterTo("jan@acme.example", /the invoice is wrong/);
  await writes(jan, replyTo(notice.mail), "Re: invoice", "#split", {
    headers: [`In-Reply-To: ${notice.mail.header("message-id")}`],
  });
  const told = await letterTo("jan@acme.example", /is a ticket of its own now: #(\d+)/);
  const id = Number(/ticket of its own now:\s+#(\d+)/.exec(told.text)?.[1]);
  const own = await until(id, "the moved mail", said("the invoice is wrong"));
  expect(own).toMatchObject({
    subject: "[B] First matter",
    status: "new",
    severity: "B",
    account: { name: "Shop" },
    requester: { address: "ada@shop.example" },
    related: [old.id],
  });
  expect(own.messages[0]?.attachments).toMatchObject([{ name: "log.txt" }]);
  const seconds = (Date.parse(own.clocks[0]?.startedAt ?? "") - arrived.getTime()) / 1000;
  expect(Math.abs(seconds)).toBeLessThan(2);
  const rest = await show(old.id);
  expect(rest.messages.map(({ visible }) => visible.trim())).toEqual(["About First matter."]);
  expect(rest.related).toEqual([id]);

  const letter = await letterTo("ada@shop.example", new RegExp(`Your mail is ticket ${id} now`));
  await writes(ada, replyTo(letter.mail), "Re: invoice", "By the new address.");
  await until(id, "the new address", said("By the new address."));
  // To her own mail, with the address of the ticket it was on.
  await writes(ada, replyTo(old.confirmation.mail), "Re: invoice", "To her own mail.", {
    headers: ["In-Reply-To: <second-matter@shop.example>"],
  });
  await until(id, "a reply to the mail itself", said("To her own mail."));
  // An agent answers the notice of the mail from before the split.
  await writes(jan, replyTo(notice.mail), "Re: invoice", "We look into the invoice.", {
    headers: [`In-Reply-To: ${notice.mail.header("message-id")}`],
  });
  await until(id, "the agent's answer", said("We look into the invoice."));
  await writes(ada, replyTo(old.confirmation.mail), "Re: first", "About the first again.");
  await until(old.id, "the old ticket's reply", said("About the first again."));
});

test("the mail a ticket began with cannot be split off, and a split is undone while nobody has worked on it", async () => {
  const old = await opened("Undo split");
  await writes(jan, replyTo(old.notice), "Re: it", "#split");
  await letterTo("jan@acme.example", /Undo split[\s\S]*the ticket began with this one/);
  await writes(ada, replyTo(old.confirmation.mail), "Re: it", "Another thing.");
  await until(old.id, "the second mail", said("Another thing."));
  await writes(jan, replyTo(old.notice), "Re: it", "#split\n#note\nPerhaps.");
  const told = await letterTo("jan@acme.example", /Undo split[\s\S]*is a ticket of its own now/);
  const id = Number(/ticket of its own now:\s+#(\d+)/.exec(told.text)?.[1]);
  const letter = await letterTo("ada@shop.example", new RegExp(`Your mail is ticket ${id} now`));
  await writes(jan, replyTo(told.mail), "Re: it", "#undo");
  await until(old.id, "the mail again", said("Another thing."));
  expect(await show(id)).toMatchObject({ status: "closed", closedHow: "duplicate", mergedInto: old.id, messages: [] });
  await writes(ada, replyTo(letter.mail), "Re: it", "To the undone ticket.");
  await until(old.id, "what was written to the undone ticket", said("To the undone ticket."));
});

const admitLink = (text: string) => pageIn(text, "admit");
const press = async (link: string, choice: string) =>
  await (await fetch(link, { method: "POST", body: new URLSearchParams({ choice }) })).text();

test("a stranger's words wait: approved by the page they are a reply and reopen; they see nothing that was said before", async () => {
  const old = await opened("Passed on");
  await writes(jan, replyTo(old.notice), "Re: it", "#wait\nSecret so far.");
  await until(old.id, "pending", ({ status }) => status === "pending");
  await writes(eve, replyTo(old.confirmation.mail), "Fwd: it", "Ada is away, I can tell you more.");
  const notice = await letterTo("jan@acme.example", /Ada is away/);
  expect(notice.text).toMatch(/Until you\s+approve, these words change nothing/);
  expect(await show(old.id)).toMatchObject({ status: "pending", participants: [] });
  const link = admitLink(notice.text);
  for (const method of ["GET", "HEAD", "GET"]) {
    for (const choice of ["approve", "refuse"])
      expect((await fetch(`${link}?a=${choice}`, { method })).status).toBe(200);
  }
  expect((await show(old.id)).participants).toEqual([]);
  expect(await (await fetch(link)).text()).toMatch(/Ada is away[\s\S]*Approve[\s\S]*Refuse/);
  expect(await press(link, "approve")).toContain("takes part");
  expect(await press(link, "refuse")).toContain("takes part");
  const after = await show(old.id);
  expect(after).toMatchObject({ status: "open", participants: [{ address: "eve@elsewhere.example" }] });
  expect(after.messages.find(({ visible }) => visible.includes("Ada is away"))?.unverified).toBe(false);
  expect(after.clocks.find(({ metric }) => metric === "nextResponse")?.state).toBe("running");

  await writes(jan, replyTo(notice.mail), "Re: it", "Thanks, both of you.");
  const answer = await letterTo("eve@elsewhere.example", /Thanks, both of you/);
  expect(answer.text).not.toMatch(/Secret so far|About Passed on/);
  const page = await (await fetch(pageIn(answer.text, "ticket"))).text();
  expect(page).toMatch(/Ada is away[\s\S]*Thanks, both of you/);
  expect(page).not.toMatch(/Secret so far|About Passed on/);
  expect(desk.sink.received.filter(({ to }) => to.includes("eve@elsewhere.example"))).toHaveLength(1);

  // Taken out again: every address and link of theirs stops working, and writing brings nobody back.
  await writes(jan, replyTo(notice.mail), "Re: it", "#cc remove eve@elsewhere.example");
  await until(old.id, "without her", ({ participants }) => participants.length === 0);
  expect((await fetch(pageIn(answer.text, "ticket"))).status).toBe(404);
  await writes(eve, replyTo(answer.mail), "Re: it", "Still here?", {
    headers: [`In-Reply-To: ${answer.mail.header("message-id")}`],
  });
  const still = await until(old.id, "her mail", said("Still here?"));
  expect(still.messages.at(-1)?.unverified).toBe(true);
  expect(still.participants).toEqual([]);
});

test("a stranger's words are refused by the page: they stay on file and count for nothing, and nobody tells them", async () => {
  const old = await opened("Refused words");
  await writes(eve, replyTo(old.confirmation.mail), "Re: it", "Send me everything.");
  const notice = await letterTo("jan@acme.example", /Send me everything/);
  const link = admitLink(notice.text);
  expect(await press(link, "refuse")).toContain("Refused");
  const after = await show(old.id);
  expect(after).toMatchObject({ status: "new", participants: [] });
  expect(after.messages.find(({ visible }) => visible.includes("Send me everything"))?.unverified).toBe(true);
  expect(after.events.find(({ type }) => type === "refused")).toMatchObject({ actor: "jan@acme.example" });
  expect(await (await fetch(`${link.slice(0, -1)}${link.endsWith("a") ? "b" : "a"}`)).text()).toContain("not valid");
});

test("a Cc of the account takes part at once; one from outside waits, and a button lets them in", async () => {
  await writes(ada, support, "[B] Copies", "With copies.", {
    headers: ["Cc: piotr@shop.example, Outsider <out@elsewhere.example>"],
  });
  const notice = await letterTo("jan@acme.example", /Copies/);
  const id = Number(/#(\d+)/.exec(notice.mail.header("subject") ?? "")?.[1]);
  expect((await show(id)).participants.map(({ address }) => address)).toEqual(["piotr@shop.example"]);
  expect(notice.text).toMatch(/Copied in, but not of this account[\s\S]*out@elsewhere\.example/);
  expect(notice.text).not.toMatch(/Let \S*piotr/);
  expect(await press(admitLink(notice.text), "approve")).toContain("takes part");
  await writes(jan, replyTo(notice.mail), "Re: it", "To all three.");
  const answer = await letterTo("out@elsewhere.example", /To all three/);
  expect(answer.text).not.toContain("With copies.");
});

test("#requester gives a ticket to a colleague: nothing from before reaches them, and the former one's links end where they leave", async () => {
  const old = await opened("Whose ticket");
  await writes(jan, replyTo(old.notice), "Re: it", "#requester stranger@elsewhere.example");
  await letterTo("jan@acme.example", /Whose ticket[\s\S]*neither takes part nor belongs/);
  await writes(jan, replyTo(old.notice), "Re: it", "#requester piotr@shop.example\nHello Piotr.");
  const changed = await until(old.id, "Piotr's", ({ requester }) => requester.address === "piotr@shop.example");
  expect(changed.participants.map(({ address }) => address)).toEqual(["ada@shop.example"]);
  const answer = await letterTo("piotr@shop.example", /Hello Piotr/);
  const page = await (await fetch(pageIn(answer.text, "ticket"))).text();
  expect(page).toContain("Hello Piotr.");
  expect(page).not.toContain("About Whose ticket.");
  const adas = pageIn(old.confirmation.text, "ticket");
  expect(await (await fetch(adas)).text()).toContain("About Whose ticket.");
  await writes(jan, replyTo(old.notice), "Re: it", "#cc remove ada@shop.example");
  await until(old.id, "without Ada", ({ participants }) => participants.length === 0);
  expect((await fetch(adas)).status).toBe(404);
  await writes(ada, replyTo(old.confirmation.mail), "Re: it", "Let me in again.", {
    headers: [`In-Reply-To: ${old.confirmation.mail.header("message-id")}`],
  });
  const filed = await until(old.id, "Ada's mail", said("Let me in again."));
  expect(filed.messages.at(-1)?.unverified).toBe(true);
  expect(filed.participants).toEqual([]);
});

test("rights are those of the moment: who is no agent any more commands nothing, with addresses made before", async () => {
  const old = await opened("Left the house");
  await desk.database.pool.query(
    `insert into token (hash, purpose, ticket_id, person, data, expires_at)
     values ($1, 'file', $2, 'jan@acme.example', '{}', now() + interval '1 day')`,
    [Buffer.alloc(32, 9), old.id],
  );
  const yaml = deskYaml.replaceAll("jan@acme.example", "zoe@acme.example");
  await putIntoForce(desk.database.pool, parseDesk(yaml), null, false);
  await desk.restartWorker();
  await writes(jan, replyTo(old.notice), "Re: it", "#spam\nI am still here.", {
    headers: [`In-Reply-To: ${old.notice.header("message-id")}`],
  });
  const filed = await until(old.id, "a stranger's mail", said("I am still here."));
  expect(filed).toMatchObject({ status: "new", closedHow: null });
  expect(filed.messages.at(-1)).toMatchObject({ direction: "in", unverified: true });
  const { rows } = await desk.database.pool.query(
    "select count(*)::int as n from token where person = 'jan@acme.example' and purpose <> 'bounce' and revoked_at is null",
  );
  expect(rows[0]?.n).toBe(0);
});
