/** Both sides agree that it is solved, or do not: by reply and by link, through real servers. */
import { afterAll, beforeAll, expect, test } from "vitest";
import { openDesks } from "../../src/flow/desks.ts";
import { askSilentAgain } from "../../src/flow/pages/question.ts";
import { openStationery } from "../../src/flow/stationery.ts";
import { eventually, type LivingDesk, mailOf, openLivingDesk, support } from "../harness/desk.ts";
import type { SunkMail } from "../harness/sink.ts";
import { talkWith } from "../harness/talk.ts";

let desk: LivingDesk;

const ada = "Ada Nowak <ada@shop.example>";
const jan = "Jan Kowalski <jan@acme.example>";
const at = new Date();

beforeAll(async () => {
  desk = await openLivingDesk();
});
afterAll(() => desk?.close());

const { letterTo, show } = talkWith(() => desk);

async function writes(from: string, to: string, subject: string, text: string, headers: string[] = []): Promise<void> {
  await desk.dovecot.deliver("support", mailOf({ from, to, subject, text, headers }), { internalDate: at });
}

const replyTo = (mail: SunkMail) => mail.header("reply-to") ?? "";

const untilStatus = (id: number, status: string) =>
  eventually(`#${id} ${status}`, 15_000, async () => {
    const shown = await show(id);
    return shown.status === status ? shown : null;
  });

/** A ticket that Jan has proposed to be solved, and the letter that asks Ada about it. */
async function proposed(subject: string, words: string) {
  await writes(ada, support, `[B] ${subject}`, "Nobody can pay.");
  const notice = (await letterTo("jan@acme.example", new RegExp(subject))).mail;
  const id = Number(/#(\d+)/.exec(notice.header("subject") ?? "")?.[1]);
  await writes(jan, replyTo(notice), `Re: ${subject}`, `#solve\n${words}`);
  const asked = await letterTo("ada@shop.example", new RegExp(`#${id}\\][\\s\\S]*answer/`));
  return { id, notice, asked, link: /http:\/\/\S+\/answer\/[a-z0-9-]+/.exec(asked.text)?.[0] ?? "" };
}

test("solved, and the customer replies yes: closed as agreed, as of the proposal", async () => {
  const { id, asked } = await proposed("Yes by mail", "It works again.");
  expect(asked.text).toMatch(/It works again\.[\s\S]*Is it solved for you\?/);
  expect(asked.mail.header("from")).toContain("Jan Kowalski");
  expect(await untilStatus(id, "solved")).toMatchObject({
    questions: [{ kind: "resolution", state: "asked", answer: null }],
  });
  await writes(ada, replyTo(asked.mail), "Re: Yes by mail", "Yes, it works now. Thank you!\n\nAda");
  expect(await untilStatus(id, "closed")).toMatchObject({
    closedHow: "agreed",
    questions: [{ kind: "resolution", state: "answered", answer: "yes" }],
  });
  expect((await show(id)).clocks.map(({ metric, state }) => `${metric} ${state}`)).toEqual([
    "firstResponse met",
    "resolution met",
  ]);
  await letterTo("jan@acme.example", /Yes by mail[\s\S]*Both sides agree/);
});

test("solved, and the customer replies 'nie działa': open again, and the team is told", async () => {
  const { id, asked } = await proposed("Nie by mail", "Please try again.");
  await writes(ada, replyTo(asked.mail), "Odp: Nie by mail", "Niestety nadal nie działa.");
  expect(await untilStatus(id, "open")).toMatchObject({ questions: [{ state: "answered", answer: "no" }] });
  expect((await show(id)).clocks.find(({ metric }) => metric === "resolution")?.state).toBe("running");
  await letterTo("jan@acme.example", /Nie by mail[\s\S]*The ticket is open again/);
});

test("the links only show; a button answers once, and later visits show what was answered", async () => {
  const { id, link } = await proposed("By link", "");
  for (const method of ["GET", "HEAD", "GET"]) {
    for (const chosen of ["yes", "no"]) expect((await fetch(`${link}?a=${chosen}`, { method })).status).toBe(200);
  }
  const page = await (await fetch(`${link}?a=yes`)).text();
  expect(page).toMatch(/By link[\s\S]*Yes, it is solved[\s\S]*No, not yet/);
  expect((await show(id)).status).toBe("solved");

  const press = (answer: string) =>
    fetch(link, { method: "POST", body: new URLSearchParams({ answer, words: "The PDF is empty & <b>odd</b>." }) });
  expect(await (await press("no")).text()).toContain("we go on");
  const shown = await untilStatus(id, "open");
  expect(shown.messages.at(-1)).toMatchObject({ direction: "in", visible: "The PDF is empty & <b>odd</b>." });
  await letterTo("jan@acme.example", /By link[\s\S]*The PDF is empty/);
  expect(await (await press("yes")).text()).toContain("we go on");
  expect((await show(id)).status).toBe("open");
  expect((await fetch(`${link.slice(0, -1)}${link.endsWith("a") ? "b" : "a"}`)).status).toBe(404);
});

test("an automatic reply to the question agrees to nothing, and neither does a stranger", async () => {
  const { id, asked } = await proposed("Machines", "Done.");
  await writes(ada, replyTo(asked.mail), "Re: Machines", "yes", ["Auto-Submitted: auto-replied"]);
  await writes("eve@evil.example", replyTo(asked.mail), "Re: Machines", "yes");
  await eventually("both filed", 15_000, async () => {
    const { events } = await show(id);
    return (
      events.some(({ type }) => type === "autoReplied") && events.some(({ reason }) => reason === "strangerWithToken")
    );
  });
  expect((await show(id)).status).toBe("solved");
});

test("the silent are asked again when it is time, in the same thread, and silence closes nothing", async () => {
  const { id, asked } = await proposed("Silence", "Done.");
  const stationery = await openStationery({ ...desk.config, publicUrl: desk.url });
  const later = (days: number) => () => Date.now() + days * 24 * 3600 * 1000;
  for (const days of [10, 40, 400]) {
    const now = later(days);
    await askSilentAgain({ pool: desk.database.pool, desks: openDesks(now), stationery, now });
  }
  const { rows } = await desk.database.pool.query(
    "select count(*)::int as n from outgoing where ticket_id = $1 and letter = 'solved'",
    [id],
  );
  expect(rows[0]?.n).toBe(3);
  expect((await show(id)).status).toBe("solved");
  await writes(ada, replyTo(asked.mail), "Re: Silence", "tak, dziękuję");
  await untilStatus(id, "closed");
});

test("the customer says first that it is solved, and the agent's #solve closes", async () => {
  await writes(ada, support, "[B] First", "Nobody can pay.");
  const notice = (await letterTo("jan@acme.example", /First/)).mail;
  const id = Number(/#(\d+)/.exec(notice.header("subject") ?? "")?.[1]);
  const confirmation = await letterTo("ada@shop.example", new RegExp(`#${id}\\]`));
  await writes(ada, replyTo(confirmation.mail), "Re: First", "Już działa, dziękuję!");
  const told = await letterTo("jan@acme.example", /First[\s\S]*reply with #solve/);
  await writes(jan, replyTo(told.mail), "Re: First", "#solve");
  expect(await untilStatus(id, "closed")).toMatchObject({ closedHow: "agreed" });
});
