/** What agents see on the desk's pages, over HTTP and with a real database: a ticket, the search, the queue in its order. */
import { Hono } from "hono";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { Reception } from "../../src/web/app.ts";
import { deskPages } from "../../src/web/desk/desk.ts";
import { eventually, type Letter, mailOf, support } from "../harness/desk.ts";
import { openPages, type PagesDesk } from "../harness/pages.ts";
import { writeQueue } from "../harness/randomQueue.ts";
import { sessionOf } from "../harness/session.ts";

const jan = "jan@acme.example";
const ada = "Ada Nowak <ada@shop.example>";
const shown = "<script>alert(1)</script>";

let desk: PagesDesk;
let cookie = "";
beforeAll(async () => {
  desk = await openPages();
  await deliverAll();
  cookie = await sessionOf(desk, jan);
}, 60_000);
afterAll(() => desk?.close());

const get = (path: string, headers: Record<string, string> = { cookie }) =>
  fetch(`${desk.url}${path}`, { headers, redirect: "manual" });
const read = async (path: string) => {
  const answer = await get(path);
  expect([path, answer.status]).toEqual([path, 200]);
  return await answer.text();
};

/** 1001 is long and has a file, a note and a stranger's words; the others are found by their words. */
async function deliverAll(): Promise<void> {
  await desk.deliverRaw(withFile({ from: ada, to: support, subject: "[A] Checkout is down", text: shown }));
  const confirmed = await desk.sink.waitFor((mail) => mail.to.includes("ada@shop.example"), 15_000);
  const stranger = { from: "Eve <eve@elsewhere.example>", to: confirmed.header("reply-to") ?? "", subject: "Re" };
  await desk.deliver({ ...stranger, text: "Send me everything." });
  await messages(2);
  await desk.deliver({ from: ada, to: support, subject: "Żółta gęś", text: `Proszę o pomoc: ${shown} nieśmiało` });
  // One after the other, so that each has its number.
  await messages(3);
  await desk.deliver({
    from: "Bo <bo@bank.example>",
    to: support,
    subject: "Other",
    text: "Proj proj_abcdefgh12 fails.",
  });
  await messages(4);
}

async function messages(count: number): Promise<void> {
  const asked = "select 1 from message where direction <> 'out'";
  await eventually(
    `${count} messages`,
    20_000,
    async () => (await desk.database.pool.query(asked)).rows.length >= count,
  );
}

function withFile(letter: Letter): Buffer {
  const mail = mailOf(letter).toString();
  const head = mail.slice(0, mail.indexOf("MIME-Version"));
  const type = 'text/html; name="page.html"\r\nContent-Disposition: attachment; filename="page.html"';
  return Buffer.from(
    `${head}MIME-Version: 1.0\r\nContent-Type: multipart/mixed; boundary="b"\r\n\r\n--b\r\nContent-Type: text/plain\r\n\r\n${letter.text}\r\n--b\r\nContent-Type: ${type}\r\n\r\n${shown}\r\n--b--\r\n`,
  );
}

describe("who is not signed in", () => {
  const app = new Hono();
  // Only its routes are read.
  deskPages(app, {} as Reception);
  const paths = app.routes.map(({ method, path }) => ({ method, path: path.replace(/:[a-z]+/g, "1001") }));

  test.each([{}, { cookie: `intray-desk=${"x".repeat(43)}` }])(
    "is led from every page to the sign-in: %j",
    async (headers) => {
      const closed = paths.filter(({ path }) => !path.startsWith("/desk/sign-"));
      expect(closed.length).toBeGreaterThan(5);
      for (const { method, path } of closed) {
        for (const each of method === "GET" ? ["GET", "HEAD"] : [method]) {
          const answer = await fetch(`${desk.url}${path}`, { method: each, headers, redirect: "manual" });
          const { pathname } = new URL(answer.headers.get("location") ?? "/", desk.url);
          expect([each, path, answer.status, pathname]).toEqual([each, path, 303, "/desk/sign-in"]);
          expect([path, await answer.text()]).toEqual([path, ""]);
        }
      }
    },
  );
});

describe("a ticket's page", () => {
  test("shows what was said, by when what is promised and why then, and what happened, in words", async () => {
    const page = await read("/desk/ticket/1001");
    expect(page).toContain("#1001 [A] Checkout is down");
    expect(page).toContain("&lt;script&gt;alert(1)&lt;/script&gt;");
    expect(page).not.toContain(shown);
    expect(page).toMatch(/first answer: by/);
    expect(page).toMatch(/<details><summary>Why then<\/summary><p[^>]*>Arrived [^<]*plan standard, severity A/);
    expect(page).toMatch(/promise began: <bdi>first answer</);
    expect(page).not.toMatch(/clockStarted|dmarcPass|strangerWithToken/);
  });

  test("marks a stranger's words as unverified, and nobody else's", async () => {
    const page = await read("/desk/ticket/1001");
    const marked = [...page.matchAll(/<li class="in"[\s\S]*?<\/h3>\s*(<p><strong class="mark">[^<]*)?/g)];
    expect(marked.map(([all, mark]) => [/Eve/.test(all), mark?.includes("unverified") ?? false])).toEqual([
      [false, false],
      [true, true],
    ]);
  });

  test("gives a file as a download that no browser runs, to agents only", async () => {
    const path = /href="(\/desk\/ticket\/1001\/file\/\d+\/\d+)"[^>]*><bdi>page\.html/.exec(
      await read("/desk/ticket/1001"),
    );
    const answer = await get(path?.[1] ?? "");
    expect(answer.status).toBe(200);
    expect(answer.headers.get("content-disposition")).toMatch(/^attachment; filename="page\.html"/);
    expect(answer.headers.get("content-type")).toBe("application/octet-stream");
    expect(answer.headers.get("x-content-type-options")).toBe("nosniff");
    expect(await answer.text()).toContain(shown);
    expect((await get(path?.[1] ?? "", {})).status).toBe(303);
    // A message belongs to its own ticket.
    expect((await get((path?.[1] ?? "").replace("1001", "1002"))).status).toBe(404);
  });

  test("makes an agent's addresses by a button only, and they work from the agent's own mail client", async () => {
    const path = "/desk/ticket/1001/addresses";
    const hasAddresses = async () => (await read("/desk/ticket/1001")).includes("mailto:");
    // No notice of this ticket was lost: Jan's addresses are there, until the database forgets them.
    await desk.database.pool.query("delete from token where purpose in ('answer', 'note') and person = $1", [jan]);
    expect(await hasAddresses()).toBe(false);
    expect((await get(path)).status).toBe(404);
    expect(await hasAddresses()).toBe(false);
    const foreign = await fetch(`${desk.url}${path}`, {
      method: "POST",
      headers: { cookie, origin: "https://evil.example" },
      redirect: "manual",
    });
    expect([foreign.status, await hasAddresses()]).toEqual([403, false]);
    const made = await fetch(`${desk.url}${path}`, { method: "POST", headers: { cookie }, redirect: "manual" });
    expect([made.status, made.headers.get("location")]).toEqual([303, "/desk/ticket/1001#write"]);
    const [, note] = [...(await read("/desk/ticket/1001")).matchAll(/href="mailto:([^?"]+)/g)].map(
      ([, to]) => to ?? "",
    );
    await desk.deliver({
      from: `Jan <${jan}>`,
      to: decodeURIComponent(note ?? ""),
      subject: "Re",
      text: "Eve is odd.",
    });
    await messages(5);
    const page = await read("/desk/ticket/1001");
    expect(page).toMatch(/<li class="note"[\s\S]*?note, only for us[\s\S]*?Eve is odd\.[\s\S]*?<\/li>/);
    expect(page.match(/class="note"/g)).toHaveLength(1);
  });

  test("tells in its history who got the ticket and which commands did it, by names and words", async () => {
    const [answer] = [...(await read("/desk/ticket/1001")).matchAll(/href="mailto:([^?"]+)/g)].map(([, to]) => to);
    const text = "#assign ewa\n#stage locate";
    await desk.deliver({ from: `Jan <${jan}>`, to: decodeURIComponent(answer ?? ""), subject: "Re", text });
    const page = await eventually("the commands in the history", 20_000, async () => {
      const now = await read("/desk/ticket/1001");
      return now.includes("#stage locate") && now;
    });
    expect(page).toContain("assigned: <bdi>Ewa Nowak</bdi>");
    expect(page).toMatch(/opened<[\s\S]{0,200}<bdi>Ada Nowak<\/bdi>/);
    expect(page).toContain("entry changed: <bdi>Stage locate</bdi>");
    expect(page).toContain("commands carried out: <bdi>#assign ewa · #stage locate</bdi>");
  });

  test("offers a mail's looks only where it has any", async () => {
    const plain = await read("/desk/ticket/1003");
    expect(plain).toContain("Proj proj_abcdefgh12 fails.");
    expect(plain).not.toContain("?formatted=");
    expect(await read("/desk/ticket/1003?formatted=all")).not.toContain("no formatting");
    const type = "Content-Type: text/plain; charset=utf-8";
    const formatted = mailOf({
      from: "Ron <ron@rich.example>",
      to: support,
      subject: "Rich",
      text: "<p>Nobody <b>pays</b>.</p>",
    });
    await desk.deliverRaw(Buffer.from(formatted.toString().replace(type, type.replace("plain", "html"))));
    await eventually("the formatted mail", 20_000, async () => (await get("/desk/ticket/1004")).status === 200);
    expect(await read("/desk/ticket/1004")).toMatch(/\?formatted=\d+/);
  });

  test.each(["1", "999999999999999", "0", "-1", "1001x", "%00", "9".repeat(16)])(
    "of number %s is not there",
    async (id) => {
      expect((await get(`/desk/ticket/${id}`)).status).toBe(404);
    },
  );
});

describe("the search", () => {
  const found = async (words: string) => {
    const page = await read(`/desk/search?${new URLSearchParams({ q: words })}`);
    return { page, ids: [...page.matchAll(/href="\/desk\/ticket\/(\d+)"/g)].map(([, id]) => Number(id)).sort() };
  };

  test.each([
    ["checkou", "the beginning of a word", [1001]],
    ["CHECKOUT down", "two words of one", [1001]],
    ["gęś", "a Polish word", [1002]],
    ["zolta ges", "Polish words without their accents", [1002]],
    ["niesmialo", "a word of the text without its accents", [1002]],
    ["1002", "a number", [1002]],
    ["#1003", "a number as it is written", [1003]],
    ["bo@bank.example", "an address", [1003]],
    ["proj_abcdefgh12", "a reference", [1003]],
    ["page.html", "a file's name", [1001]],
    ["Shop", "an account", [1001, 1002]],
    ['"is down"', "words in their order", [1001]],
    ['"down is"', "words in another order", []],
    ["heckout", "the end of a word", []],
    ["checkout żółta", "words of two tickets", []],
    ["%", "nothing but a sign", []],
    ["' or 1=1 --", "a statement of SQL", []],
    ["& | ! :* ()", "signs of the search's own language", []],
  ])("%s: finds by %s", async (words, _, ids) => {
    expect((await found(words)).ids).toEqual(ids);
  });

  test("shows the text around what was found, with it marked and nothing of it as HTML", async () => {
    const { page } = await found("nieśmiało");
    expect(page).toContain("&lt;script&gt;alert(1)&lt;/script&gt; <mark>nieśmiało</mark>");
    expect(page).not.toContain(shown);
    expect((await found('"><script>')).page).not.toContain('"><script>');
  });

  test("takes long and broken words calmly", async () => {
    for (const words of ["x".repeat(5_000), "\u0000", "\ud800", '"'.repeat(300), "ａ".repeat(200)]) await found(words);
    for (const page of ["-1", "1e9", "x", "49"]) await read(`/desk/search?q=checkout&page=${page}`);
  });
});

/** The last: from here on nothing but the pages touches the database. */
describe("the queue", () => {
  type Known = Awaited<ReturnType<typeof writeQueue>>;
  let known: Known = [];
  const ewa = "ewa@acme.example";
  let ewasCookie = "";
  beforeAll(async () => {
    ewasCookie = await sessionOf(desk, ewa);
    await desk.stopWorker();
    known = await writeQueue(desk.database.pool, 200, 7);
  }, 30_000);

  /** Page after page by the link that each gives to the next one. */
  async function follow(first: string): Promise<number[]> {
    const ids: number[] = [];
    let path: string | undefined = first;
    for (let pages = 0; path !== undefined; pages++) {
      expect(pages).toBeLessThan(20);
      const page = await read(path);
      ids.push(...[...page.matchAll(/scope="row"><a href="\/desk\/ticket\/(\d+)"/g)].map(([, id]) => Number(id)));
      path = /href="([^"]+)" rel="next"/.exec(page)?.[1]?.replaceAll("&amp;", "&");
    }
    return ids;
  }
  const idsOf = (fits: (ticket: Known[number]) => boolean) => known.filter(fits).map(({ id }) => id);
  const isLive = ({ status, mergedInto }: Known[number]) => status !== "closed" && mergedInto === null;

  test("stands in the working order over all its pages, no ticket twice and none missing", async () => {
    const ids = await follow("/desk");
    expect(ids.length).toBeGreaterThan(120);
    expect(ids).toEqual(idsOf(isLive));
  });

  test.each<[string, (ticket: Known[number]) => boolean]>([
    ["of=mine", ({ assignee }) => assignee === jan],
    ["of=team", ({ team }) => team === "technical"],
    ["status=pending", ({ status }) => status === "pending"],
    ["severity=B", ({ severity }) => severity === "B"],
    [
      "of=team&status=open&severity=A",
      ({ team, status, severity }) => `${team} ${status} ${severity}` === "technical open A",
    ],
    ["of=nonsense&status=x&severity=Z", () => true],
    ["after=nonsense", () => true],
  ])("asked for with %s holds just those, in the same order", async (query, fits) => {
    const wanted = idsOf((ticket) => isLive(ticket) && fits(ticket));
    expect(wanted.length).toBeGreaterThan(0);
    expect(await follow(`/desk?${query}`)).toEqual(wanted);
  });

  test("asked for what is closed begins with what was closed last", async () => {
    const closed = known.filter(({ status, mergedInto }) => status === "closed" && mergedInto === null);
    const newest = closed.sort((a, b) => (b.closedAt ?? 0) - (a.closedAt ?? 0) || b.id - a.id);
    expect(await follow("/desk?status=closed")).toEqual(newest.map(({ id }) => id));
  });

  test("shows what was written the moment before, however lately it was looked at", async () => {
    const [first] = idsOf(isLive);
    for (const subject of ["Round one", "Round two", "Round three"]) {
      await desk.database.pool.query(
        `with changed as (update ticket set subject = $1 where id = $2 returning id)
         insert into event (ticket_id, at, type, actor) select id, now(), 'changed', 'test' from changed`,
        [subject, first],
      );
      expect(await read("/desk")).toContain(subject);
    }
  });

  test("is each agent's own where they ask for theirs, also when they look at once", async () => {
    const agents = [jan, ewa];
    const cookies = [cookie, ewasCookie];
    const pages = await Promise.all(
      cookies.map(async (each) => await (await get("/desk?of=mine&severity=A", { cookie: each })).text()),
    );
    for (const [index, agent] of agents.entries()) {
      const theirs = idsOf((ticket) => isLive(ticket) && ticket.severity === "A" && ticket.assignee === agent);
      const seen = [...(pages[index] ?? "").matchAll(/scope="row"><a href="\/desk\/ticket\/(\d+)"/g)];
      expect(seen.map(([, id]) => Number(id))).toEqual(theirs.slice(0, 50));
      expect(theirs.length).toBeGreaterThan(0);
    }
  });
});
