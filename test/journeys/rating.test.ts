/** An answer is rated: by its links, by a reply, by machines; through real servers and the real pages. */
import { afterAll, beforeAll, expect, test } from "vitest";
import { showOne } from "../../src/flow/list.ts";
import { eventually, type Letter, type LivingDesk, mailOf, openLivingDesk, support } from "../harness/desk.ts";
import type { SunkMail } from "../harness/sink.ts";

let desk: LivingDesk;
let notice: SunkMail;
let answer: SunkMail;
let links: string[];

const ada = "Ada Nowak <ada@shop.example>";
const jan = "Jan Kowalski <jan@acme.example>";

beforeAll(async () => {
  desk = await openLivingDesk();
  await deliver({ from: ada, to: support, subject: "[A] Down", text: "It is down." });
  notice = await desk.sink.waitFor((mail) => mail.to.includes("jan@acme.example"), 15_000);
  answer = await answered("We are on it.");
  links = await ratingLinks(answer);
});
afterAll(() => desk?.close());

async function deliver(letter: Letter): Promise<void> {
  await desk.dovecot.deliver("support", mailOf(letter), { internalDate: new Date() });
}

/** Jan's words as they reach Ada. */
async function answered(text: string, words = text): Promise<SunkMail> {
  await deliver({ from: jan, to: notice.header("reply-to") ?? "", subject: "Re: Down", text });
  return await desk.sink.waitFor((mail) => mail.to.includes("ada@shop.example") && mail.raw.includes(words), 15_000);
}

async function ratingLinks(letter: SunkMail): Promise<string[]> {
  const { text, html } = await letter.parsed();
  const inHtml = [...String(html).matchAll(/href="([^"]*\/rate\/[^"]+)"/g)].map((match) => match[1] ?? "");
  const inText = [...(text ?? "").matchAll(/http\S+\/rate\/\S+/g)].map((match) => match[0]);
  expect(inText).toEqual(inHtml);
  expect(inHtml).toHaveLength(5);
  return inHtml;
}

const save = (link: string, fields: Record<string, string>, headers: Record<string, string> = {}) =>
  fetch(link, { method: "POST", body: new URLSearchParams(fields), redirect: "manual", headers });

/** As if the letter had arrived an hour ago: nobody reads as fast as a test. */
const letTimePass = () => desk.database.pool.query("update outgoing set sent_at = sent_at - interval '1 hour'");

const ratings = async () => (await desk.database.pool.query("select * from rating_history order by id")).rows;

const leadsLetters = () =>
  desk.sink.received.filter(
    (mail) => mail.to.includes("ewa@acme.example") && /Rated/.test(mail.header("subject") ?? ""),
  );

test("a link chooses a score, the button saves it, and the thanks page shows it", async () => {
  await letTimePass();
  const link = links[3] ?? "";
  const looked = await (await fetch(link)).text();
  expect(looked).toMatch(/value="4"[^>]* checked/);
  expect(looked).not.toContain("<script");
  const saved = await save(link, { score: "4", comment: "Fine." });
  expect(saved.status).toBe(303);
  const thanks = await (await fetch(new URL(saved.headers.get("location") ?? "", link))).text();
  expect(thanks).toContain("4/5");
  expect(thanks).toContain("Fine.");
  const shown = await showOne(desk.database.pool, 1001, Date.now());
  const response = shown?.messages.find(({ direction }) => direction === "out");
  expect(response?.rating).toMatchObject({ score: 4, comment: "Fine.", machine: null });
  expect(leadsLetters()).toEqual([]);
});

test("a changed rating counts, the old one is history, and the lead hears of a low one", async () => {
  await save(links[0] ?? "", { score: "1", comment: "Down again <b>today</b>." });
  const told = await desk.sink.waitFor((mail) => leadsLetters().includes(mail), 15_000);
  expect((await told.parsed()).text).toContain("Down again <b>today</b>.");
  const shown = await showOne(desk.database.pool, 1001, Date.now());
  expect(shown?.messages.find(({ direction }) => direction === "out")?.rating).toMatchObject({ score: 1 });
  expect((await ratings()).map(({ score }) => score)).toEqual([4, 1]);
  expect(shown?.status).toBe("open");
});

test("wrong scores, long comments, other sites and other tokens save nothing", async () => {
  const before = await ratings();
  const link = links[0] ?? "";
  for (const score of ["0", "6", "x", ""]) expect((await save(link, { score })).status).toBe(400);
  expect((await save(link, { score: "5", comment: "x".repeat(2_001) })).status).toBe(400);
  expect((await save(link, { score: "5" }, { origin: "https://evil.example" })).status).toBe(403);
  expect((await save(link, { score: "5" }, { "sec-fetch-site": "cross-site" })).status).toBe(403);
  const other = `${desk.url}/rate/k1-${"a".repeat(26)}`;
  expect((await save(other, { score: "5" })).status).toBe(404);
  expect((await fetch(other)).status).toBe(404);
  const replyToken = /support\+([a-z0-9-]+)@/.exec(answer.header("reply-to") ?? "")?.[1] ?? "";
  expect((await save(`${desk.url}/rate/${replyToken}`, { score: "5" })).status).toBe(404);
  expect(await ratings()).toEqual(before);
});

test("a machine that presses the button on each link is marked, and the lead is left in peace", async () => {
  const second = await answered("Here is more.");
  const told = leadsLetters().length;
  for (const link of (await ratingLinks(second)).toReversed()) {
    expect((await save(link, { score: new URL(link).searchParams.get("score") ?? "" })).status).toBe(303);
  }
  const shown = await showOne(desk.database.pool, 1001, Date.now());
  const response = shown?.messages.findLast(({ direction }) => direction === "out");
  expect(response?.rating).toMatchObject({ score: 1, machine: "manyAtOnce" });
  expect(leadsLetters()).toHaveLength(told);
});

test("a reply that says nothing but a score is a rating, not a message, and reopens nothing", async () => {
  const third = await answered("It works now.");
  await desk.database.pool.query("update ticket set status = 'closed', closed_how = 'agreed', closed_at = now()");
  const before = await showOne(desk.database.pool, 1001, Date.now());
  await deliver({
    from: ada,
    to: third.header("reply-to") ?? "",
    subject: "Re: Down",
    text: `👍\n\nOn Mon, 12 Oct 2026 at 10:00 Jan Kowalski wrote:\n> It works now.`,
    headers: [`In-Reply-To: ${third.header("message-id")}`],
  });
  const shown = await eventually("the rating by reply", 15_000, async () => {
    const now = await showOne(desk.database.pool, 1001, Date.now());
    return now?.messages.findLast(({ direction }) => direction === "out")?.rating ? now : null;
  });
  expect(shown.messages.findLast(({ direction }) => direction === "out")?.rating).toMatchObject({
    score: 5,
    machine: null,
  });
  expect(shown.messages).toHaveLength(before?.messages.length ?? 0);
  expect(shown.status).toBe("closed");
});

test("a score is an answer to a proposed solution too, and says neither yes nor no", async () => {
  await desk.database.pool.query("update ticket set status = 'open', closed_how = null, closed_at = null");
  const words = "This is the last of it.";
  const proposed = await answered(`#solve\n${words}`, words);
  expect(await ratingLinks(proposed)).toHaveLength(5);
  await deliver({
    from: ada,
    to: proposed.header("reply-to") ?? "",
    subject: "Re: Down",
    text: "4",
    headers: [`In-Reply-To: ${proposed.header("message-id")}`],
  });
  const shown = await eventually("the rating of the solution", 15_000, async () => {
    const now = await showOne(desk.database.pool, 1001, Date.now());
    return now?.messages.findLast(({ direction }) => direction === "out")?.rating ? now : null;
  });
  expect(shown.messages.findLast(({ direction }) => direction === "out")?.rating).toMatchObject({ score: 4 });
  expect(shown.status).toBe("solved");
});

test("after 14 days a rating stands", async () => {
  await desk.database.pool.query("update rating set rated_at = rated_at - interval '15 days'");
  const before = await ratings();
  const link = links[4] ?? "";
  const page = await (await fetch(link)).text();
  expect(page).not.toContain("<form");
  expect((await save(link, { score: "5" })).status).toBe(303);
  expect(await ratings()).toEqual(before);
});
