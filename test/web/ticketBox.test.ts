/** What a participant does on the ticket page: says that it is solved or not, and sends files; over real HTTP and a worker. */
import { afterAll, beforeAll, expect, test } from "vitest";
import { showOne } from "../../src/flow/list.ts";
import { eventually, support } from "../harness/desk.ts";
import { openPages, type PagesDesk } from "../harness/pages.ts";
import type { SunkMail } from "../harness/sink.ts";

let desk: PagesDesk;
let notice: SunkMail;
let page: string;

const ada = "Ada Nowak <ada@shop.example>";
const jan = "Jan Kowalski <jan@acme.example>";

beforeAll(async () => {
  desk = await openPages();
  await desk.deliver({ from: ada, to: support, subject: "[A] Down", text: "Nobody can pay." });
  const confirmation = await desk.sink.waitFor((mail) => mail.to.includes("ada@shop.example"), 15_000);
  notice = await desk.sink.waitFor((mail) => mail.to.includes("jan@acme.example"), 15_000);
  page = (await desk.links(confirmation, "/ticket/"))[0] ?? "";
  await writes("We are on it.");
});
afterAll(() => desk?.close());

/** Jan's words, as they reach Ada. */
async function writes(text: string): Promise<SunkMail> {
  await desk.deliver({ from: jan, to: notice.header("reply-to") ?? "", subject: "Re: Down", text });
  const words = text.split("\n").at(-1) ?? "";
  return await desk.sink.waitFor((mail) => mail.to.includes("ada@shop.example") && mail.raw.includes(words), 15_000);
}

const read = async (link = page) => (await fetch(link)).text();
const shown = async () => await showOne(desk.database.pool, 1001, Date.now());

/** As if our letters had arrived so long ago. */
const letTimePass = (since: string) =>
  desk.database.pool.query("update outgoing set sent_at = now() - $1::interval where state = 'sent'", [since]);

function post(fields: Record<string, string>, files: File[] = [], link = page) {
  const form = new FormData();
  for (const [name, value] of Object.entries(fields)) form.set(name, value);
  for (const file of files) form.append("files", file);
  return fetch(link, { method: "POST", body: form, redirect: "manual" });
}

test("files that are sent from the page are a mail with attachments, which the page offers again", async () => {
  const log = new File(["the log: zażółć\n"], "../ekran\r\nX-Evil: 1 ł.log", { type: "text/html\r\nX-Evil: 1" });
  const image = new File([new Uint8Array(300_000).fill(7)], "shot.png", { type: "image/png" });
  expect((await post({ text: "See the log.", once: "files" }, [log, image])).status).toBe(303);
  const message = await eventually("the message", 15_000, async () =>
    (await shown())?.messages.find(({ visible }) => visible.includes("See the log")),
  );
  expect(message).toMatchObject({ author: { address: "ada@shop.example" }, direction: "in" });
  expect(message.attachments.map(({ bytes }) => bytes)).toEqual([20, 300_000]);
  const told = await desk.sink.waitFor(
    (mail) => mail.to.includes("jan@acme.example") && mail.raw.includes("See the log"),
    15_000,
  );
  expect(told.header("x-evil")).toBeNull();
  expect((await told.parsed()).attachments.map(({ content }) => content.length)).toEqual([20, 300_000]);
  const links = [...(await read()).matchAll(/href="([^"]*\/file\/[^"]*)"/g)].map((match) => match[1] ?? "");
  expect(links).toHaveLength(2);
  const file = await fetch(new URL(links[0] ?? "", page));
  expect(await file.text()).toBe("the log: zażółć\n");
  expect(file.headers.get("content-disposition")).toMatch(/^attachment; /);
  expect(file.headers.get("x-content-type-options")).toBe("nosniff");
  expect(file.headers.get("content-type")).toBe("application/octet-stream");
});

test("a file alone is a message too", async () => {
  expect((await post({ text: "", once: "alone" }, [new File(["x"], "alone.txt")])).status).toBe(303);
  await eventually("the file", 15_000, async () =>
    (await shown())?.messages.find(({ attachments }) => attachments.some(({ name }) => name === "alone.txt")),
  );
});

test("too many and too large files are refused, and the words stay in the box", async () => {
  const before = (await shown())?.messages.length;
  const eleven = Array.from({ length: 11 }, (_, n) => new File(["x"], `${n}.txt`));
  const many = await post({ text: "Kept <words>", once: "many" }, eleven);
  expect(many.status).toBe(400);
  const html = await many.text();
  expect(html).toContain("At most ten files, 25 MB together. Your words");
  expect(html).toContain("Kept &lt;words&gt;</textarea>");
  const large = new File([new Uint8Array(25 * 1024 * 1024 + 1)], "large.bin");
  expect((await post({ text: "Kept", once: "large" }, [large])).status).toBe(400);
  const huge = new File([new Uint8Array(51 * 1024 * 1024)], "huge.bin");
  expect((await post({ text: "Kept", once: "huge" }, [huge])).status).toBe(413);
  const other = `${desk.url}/ticket/k1-${"a".repeat(26)}`;
  expect((await post({ text: "Kept", once: "other" }, [new File(["x"], "x.txt")], other)).status).toBe(404);
  expect((await shown())?.messages).toHaveLength(before ?? 0);
});

test("who says first that it is solved is not asked any more: the agent's #solve closes", async () => {
  expect(await read()).toContain("It is solved</button>");
  const answered = await post({ solved: "yes" });
  expect(answered.status).toBe(303);
  expect(await read(new URL(answered.headers.get("location") ?? "", page).href)).toContain(
    "You said that it is solved",
  );
  expect((await shown())?.status).toBe("open");
  const told = await desk.sink.waitFor(
    (mail) => mail.to.includes("jan@acme.example") && mail.raw.includes("Understood as: it is solved"),
    15_000,
  );
  expect((await told.parsed()).text).toContain("Understood as: it is solved");
  await post({ solved: "yes" });
  await desk.deliver({ from: jan, to: notice.header("reply-to") ?? "", subject: "Re: Down", text: "#solve" });
  const closed = await eventually("closed", 15_000, async () => {
    const now = await shown();
    return now?.status === "closed" ? now : null;
  });
  expect(closed.questions.map(({ answer }) => answer)).toEqual(["yes"]);
  expect(await read()).toContain("solved, as you and we agreed");
  expect(await read()).not.toContain('name="solved"');
});

test("what was asked is answered on the page too: not yet opens, yes closes, and the proposed answer can be rated", async () => {
  await post({ text: "It is back.", once: "back" });
  await eventually("open again", 15_000, async () => (await shown())?.status === "open");
  const letter = await writes("#solve\nThe second repair holds.");
  const rate = await desk.links(letter, "/rate/");
  expect(rate).toHaveLength(5);
  expect(await read()).toContain("No, not yet</button>");
  expect(await read()).toContain(rate[0]?.split("?")[0]?.slice(desk.url.length) ?? "?");
  await letTimePass("1 hour");
  expect((await post({ solved: "no" })).status).toBe(303);
  expect((await shown())?.status).toBe("open");
  await fetch(rate[0] ?? "", { method: "POST", body: new URLSearchParams({ score: "1", comment: "Not at all." }) });
  const low = await desk.sink.waitFor(
    (mail) => mail.to.includes("ewa@acme.example") && /Rated/.test(mail.header("subject") ?? ""),
    15_000,
  );
  expect((await low.parsed()).text).toContain("Not at all.");
  await writes("#solve\nThe third repair holds.");
  await letTimePass("0 seconds");
  await post({ solved: "yes" });
  expect((await shown())?.status).toBe("closed");
});

test("what is pressed within seconds of our letter is marked, and the agent is told to make sure", async () => {
  const verdicts = desk.sink.received.filter(
    (mail) => mail.to.includes("jan@acme.example") && mail.raw.includes("Understood as"),
  );
  const hasty = await desk.sink.waitFor((mail) => mail.raw.includes("Both sides agree"), 15_000);
  expect((await hasty.parsed()).text?.replace(/\s+/g, " ")).toContain("pressed within seconds of our mail's delivery");
  const no = verdicts.find((mail) => mail.raw.includes("no, not yet"));
  expect(no?.raw.includes("within seconds")).toBe(false);
  const answers = (await shown())?.events.filter(({ type }) => type === "questionAnswered");
  expect(answers?.slice(-2).map(({ reason }) => reason)).toEqual(["disagreed", "tooSoon"]);
});
