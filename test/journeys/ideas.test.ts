/** Ideas: gathered from tickets, published in an agent's words, voted for by mailed links, and news of their end, once. */
import { afterAll, beforeAll, expect, test } from "vitest";
import { putIntoForce } from "../../src/flow/apply.ts";
import { listIdeas } from "../../src/store/idea.ts";
import { parseDesk } from "../../src/ticket/desk.ts";
import { eventually, type LivingDesk, mailOf, openLivingDesk, support } from "../harness/desk.ts";
import { deskYaml } from "../harness/deskFile.ts";
import { intray } from "../harness/program.ts";
import { talkWith } from "../harness/talk.ts";

let desk: LivingDesk;

const ada = "Ada Nowak <ada@shop.example>";
const bob = "Bob <bob@bank.example>";
const jan = "Jan Kowalski <jan@acme.example>";
const at = new Date();
const withIdeas = deskYaml.replace(
  "requestTypes:\n",
  "requestTypes:\n  idea: { tags: [idea, pomysł], team: technical, targets: none }\n",
);

beforeAll(async () => {
  desk = await openLivingDesk((database) => putIntoForce(database.pool, parseDesk(withIdeas), null, false));
});
afterAll(() => desk?.close());

const { letterTo } = talkWith(() => desk);

async function writes(from: string, to: string, subject: string, text: string, messageId?: string): Promise<void> {
  const raw = mailOf({ from, to, subject, text, ...(messageId ? { messageId } : {}) });
  await desk.dovecot.deliver("support", raw, { internalDate: at });
}

const all = () => listIdeas(desk.database.pool, { isPublic: false }, 100);
const ideaOf = (name: string) =>
  eventually(`the idea ${name}`, 15_000, async () => (await all()).find(({ gatheredTitle }) => gatheredTitle === name));
const run = (...words: string[]) => intray(["ideas", ...words], { env: { ...desk.env, PUBLIC_URL: desk.url } });
const roadmap = async (language = "en") =>
  await (await fetch(`${desk.url}/roadmap`, { headers: { "accept-language": language } })).text();

let place = 0;
const asksToVote = (id: number, address: string, from = `198.51.100.${++place}`) =>
  fetch(`${desk.url}/roadmap/${id}`, {
    method: "POST",
    body: new URLSearchParams({ address }),
    headers: { "x-forwarded-for": from, "accept-language": "en" },
  });
const newsTo = (address: string) =>
  desk.sink.received.filter(
    (mail) =>
      mail.to.includes(address) && /You hear of this idea only once|piszemy tylko raz/.test(mail.raw.toString()),
  );

test("an idea travels: asked for in two ways, named, voted for by link, done, and news once", async () => {
  for (let time = 0; time < 2; time++) {
    await writes(
      ada,
      support,
      "[idea] Secret zebra reports as PDF",
      "Our secret zebra team needs it.",
      "<idea-once@shop.example>",
    );
  }
  const idea = await ideaOf("Secret zebra reports as PDF");
  expect(idea).toMatchObject({ status: "gathered", isPublic: false, title: null, wishedBy: 1 });

  await writes(bob, support, "[C] Secret zebra report in PDF", "Where is the button?");
  const notice = (await letterTo("jan@acme.example", /Secret zebra report in PDF/)).mail;
  const number = Number(/#(\d+)/.exec(notice.header("subject") ?? "")?.[1]);
  await writes(jan, notice.header("reply-to") ?? "", "Re: it", "#cause feature");
  const transcript = (await letterTo("jan@acme.example", /gathered among the ideas/)).text.replace(/\s+/g, " ");
  expect(transcript).toContain(`npx intray ideas join --ticket ${number} ${idea.id}`);
  expect(await all()).toHaveLength(2);
  expect((await run("join", "--ticket", String(number), String(idea.id))).status).toBe(0);
  expect(await all()).toMatchObject([{ id: idea.id, wishedBy: 2 }]);

  const refused = await run("publish", String(idea.id));
  expect([refused.status, refused.err]).toEqual([1, expect.stringContaining("only a customer's words")]);
  expect(await roadmap()).not.toMatch(/zebra/i);
  expect((await asksToVote(idea.id, "eve@else.example")).status).toBe(404);
  await run("publish", String(idea.id), "--title", "Reports <b>as</b> PDF", "--text", "Each report with one button.");
  await run("status", String(idea.id), "planned");
  const shown = await roadmap();
  expect(shown).toContain("Reports &lt;b&gt;as&lt;/b&gt; PDF");
  expect(shown).toMatch(/Planned[\s\S]*Each report with one button\.[\s\S]*2 people wish for it/);
  expect(shown).not.toMatch(/zebra|ada@|bob@/i);
  expect(await roadmap("pl")).toContain("Nad czym pracujemy");

  const answers = await Promise.all(["ada@shop.example", "eve@else.example"].map((each) => asksToVote(idea.id, each)));
  const pages = await Promise.all(
    answers.map(async (each) => [each.status, (await each.text()).replace(/\S+@\S+/g, "")]),
  );
  expect(pages[0]).toEqual(pages[1]);
  const { text } = await letterTo("eve@else.example", /vote/i);
  expect(text).not.toMatch(/zebra/i);
  const link = desk.url + (/\/vote\/[a-z0-9-]+/.exec(text)?.[0] ?? "");
  for (const method of ["GET", "HEAD"]) expect((await fetch(link, { method })).status).toBe(200);
  expect((await all())[0]?.wishedBy).toBe(2);
  for (let time = 0; time < 2; time++)
    expect(await (await fetch(link, { method: "POST" })).text()).toContain("Thank you for your vote");
  expect((await all())[0]?.wishedBy).toBe(3);

  const done = await run("status", String(idea.id), "done", "Every report has the button now.");
  expect(done.out).toContain("3 people are told");
  expect((await run("status", String(idea.id), "done")).out).toContain("0 people are told");
  await letterTo("ada@shop.example", /You hear of this idea only once/);
  const news = await letterTo("bob@bank.example", /You hear of this idea only once/);
  expect(news.text).toMatch(
    /Reports <b>as<\/b> PDF\n\n {2}Every report has the button now\.\n\nYou had asked us for it in ticket/,
  );
  expect(news.mail.header("reply-to")).toContain("support+");
  expect((await letterTo("eve@else.example", /You hear of this idea only once/)).text).toContain(
    "You had voted for it",
  );
  await run("status", String(idea.id), "started");
  await run("status", String(idea.id), "done");
  for (const each of ["ada@shop.example", "bob@bank.example", "eve@else.example"]) expect(newsTo(each)).toHaveLength(1);
  expect((await fetch(link, { method: "POST" })).status).toBe(404);
});

test("a cause that is taken back takes its idea back, unless somebody has worked on it", async () => {
  await writes(ada, support, "[C] Purple buttons", "Where are they?");
  const notice = (await letterTo("jan@acme.example", /Purple buttons/)).mail;
  const to = notice.header("reply-to") ?? "";
  await writes(jan, to, "Re: it", "#cause feature");
  await ideaOf("Purple buttons");
  await writes(jan, to, "Re: it", "#undo");
  await eventually(
    "gone",
    15_000,
    async () => !(await all()).some(({ gatheredTitle }) => gatheredTitle === "Purple buttons"),
  );
  await writes(jan, to, "Re: it", "#cause feature", "<again@acme.example>");
  const idea = await ideaOf("Purple buttons");
  await run("rename", String(idea.id), "Buttons in any colour");
  await writes(jan, to, "Re: it", "#cause platform");
  await letterTo("jan@acme.example", /The cause is platform/);
  expect((await all()).find(({ id }) => id === idea.id)?.title).toBe("Buttons in any colour");
});

test("declining needs a sentence, joined ideas count each person once, and what is wrong is told in a line", async () => {
  await writes(ada, support, "[idea] Dark mode", "Please.");
  await writes(bob, support, "[idea] Night colours", "Please.");
  const [dark, night] = [await ideaOf("Dark mode"), await ideaOf("Night colours")];
  await run("publish", String(night.id), "--title", "Night colours");
  expect((await run("join", String(dark.id), String(night.id))).status).toBe(0);
  expect((await all()).find(({ id }) => id === night.id)?.wishedBy).toBe(2);
  expect((await run("status", String(dark.id), "done")).err).toContain(`joined into ${night.id}`);
  expect((await run("status", String(night.id), "declined")).err).toContain("say why");
  expect((await run("status", String(night.id), "declined", "It would slow every page down.")).out).toContain(
    "2 people are told",
  );
  expect((await letterTo("ada@shop.example", /decided against an idea/)).text).toContain(
    "It would slow every page down.",
  );
  for (const words of [["show"], ["status", "1", "soon"], ["fly"], ["join", "1"]])
    expect((await run(...words)).status).toBe(2);
  expect((await run("show", "99999")).err).toBe("intray: there is no idea 99999; see: npx intray ideas list\n");
});

test("many requests from one place are refused, many for one address stay unsent and look the same", async () => {
  await run("rename", String((await ideaOf("Purple buttons")).id), "Colours");
  const { id } = await ideaOf("Purple buttons");
  await run("publish", String(id));
  const statuses = [];
  for (let time = 0; time < 12; time++)
    statuses.push((await asksToVote(id, `p${time}@else.example`, "203.0.113.9")).status);
  expect(statuses.filter((each) => each === 429)).toHaveLength(2);
  for (let time = 0; time < 5; time++) expect((await asksToVote(id, "mallory@else.example")).status).toBe(200);
  await letterTo("mallory@else.example", /vote/i);
  const { rows } = await desk.database.pool.query(
    "select count(*)::int as n from outgoing where recipient = 'mallory@else.example'",
  );
  expect(rows[0]?.n).toBe(3);
  for (const wrong of ["", "x", "a b@c.example", "a@b.example\r\nBcc: c@d.example"])
    expect((await asksToVote(id, wrong)).status).toBe(400);
});
