/** The report's page: for signed-in agents alone, legible everywhere, with the same numbers as JSON and CSV. */
import { readFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { parse } from "csv-parse/sync";
import type { Browser } from "playwright-core";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { planYear, writeYear } from "../harness/manyTickets.ts";
import { hasBrowser, openBrowser, openPages, type PagesDesk } from "../harness/pages.ts";

const now = Date.parse("2026-11-22T12:00:00Z");
const period = "since=2026-09-01&until=2026-11-20";

describe("the report's page", () => {
  let desk: PagesDesk;
  let cookie = "";
  let browser: Browser | null = null;
  beforeAll(async () => {
    if (hasBrowser) browser = await openBrowser();
    desk = await openPages();
    await desk.database.pool.query("delete from contact; delete from account_domain; delete from account");
    await desk.database.pool.query("alter sequence account_id_seq restart; alter sequence contact_id_seq restart");
    await writeYear(desk.database.pool, planYear(1_500, 7, now));
    await desk.database.pool.query("update account set name = '=HYPERLINK(1)' where id = 3");
    const form = { method: "POST", body: new URLSearchParams({ address: "ewa@acme.example" }) };
    await fetch(`${desk.url}/desk/sign-in`, form);
    const letter = await desk.sink.waitFor((mail) => mail.to.includes("ewa@acme.example"), 20_000);
    const [link] = await desk.links(letter, "/desk/sign-in/");
    const signed = await fetch(link ?? "", { method: "POST", redirect: "manual" });
    cookie = signed.headers.get("set-cookie")?.split(";")[0] ?? "";
  });
  afterAll(async () => {
    await browser?.close();
    await desk?.close();
  });

  const get = (path: string, headers: Record<string, string> = { cookie }) =>
    fetch(`${desk.url}${path}`, { headers, redirect: "manual" });

  test("nobody sees it without signing in, in no form", async () => {
    for (const path of ["/desk/report", "/desk/report.json", "/desk/report.csv"]) {
      const answer = await get(path, {});
      expect([answer.status, answer.headers.get("location")]).toEqual([303, "/desk/sign-in"]);
    }
  });

  test("JSON and CSV give the same numbers, the CSV without formulas", async () => {
    const json = (await (await get(`/desk/report.json?${period}`)).json()) as {
      targets: Record<string, { total: Record<string, number> }>;
    };
    const answer = await get(`/desk/report.csv?${period}`);
    const lines = parse(await answer.text(), { columns: true, bom: true }) as Record<string, string>[];
    const value = (promise: string, measure: string) =>
      Number(
        lines.find(
          (line) =>
            line.figure === "promises" && line.promise === promise && line.by === "" && line.measure === measure,
        )?.value,
      );
    for (const [promise, { total }] of Object.entries(json.targets)) {
      expect(total.all).toBe((total.met ?? 0) + (total.missed ?? 0) + (total.running ?? 0) + (total.cancelled ?? 0));
      for (const [measure, count] of Object.entries(total)) expect(value(promise, measure)).toBe(count);
    }
    expect(lines.map(({ name }) => name)).toContain("'=HYPERLINK(1)");
    for (const line of lines) expect(line.meaning).not.toBe("");
    expect(answer.headers.get("content-disposition")).toContain("attachment");
  });

  test("ideas and guides are counted by period, an idea joined into another and what came before or after are not", async () => {
    const { pool } = desk.database;
    await pool.query(
      `insert into idea (id, gathered_title, folded_title, status, published_at, joined_into, created_at, changed_at)
       select n, 'Wish', 'wish', s, p::timestamptz, j, c::timestamptz, now() from (values
         (901, 'planned', '2026-10-02', null::bigint, '2026-10-01'), (902, 'done', '2026-10-03', null, '2026-01-01'),
         (903, 'gathered', null, 901, '2026-10-01'), (904, 'gathered', null, null, '2026-11-21'),
         (905, 'started', '2026-01-02', null, '2026-01-01')) as i(n, s, p, j, c)`,
    );
    await pool.query(
      `insert into idea_vote (idea_id, address, language, voted_at) values (901, 'a@x.example', 'en', '2026-10-05'),
         (902, 'a@x.example', 'pl', '2026-10-06'), (901, 'b@x.example', 'en', '2026-08-31')`,
    );
    await pool.query(
      `insert into guide (source, url, title, excerpt, title_forms, words, sha256, indexed_at)
       select 'test', 'https://docs.example/' || n, 'Guide <' || n || '>', '', '[]', '', '', now() from generate_series(1, 2) n`,
    );
    await pool.query(
      `insert into guide_offer (ticket_id, guide_id, place, offered_at, verdict)
       select t, g.id, 'confirmation', at::timestamptz, v from (values (1001, 1, '2026-10-01', 'solved'), (1001, 2, '2026-10-01', 'notSolved'),
         (1002, 1, '2026-10-02', null), (1003, 1, '2026-08-01', 'solved')) as o(t, n, at, v)
         join guide g on g.url = 'https://docs.example/' || o.n`,
    );
    const { ideas, docs } = (await (await get(`/desk/report.json?${period}`)).json()) as Record<string, unknown>;
    const counts = { gathered: 1, published: 2, votes: 2, planned: 1, started: 1, done: 1, declined: 0 };
    expect(ideas).toEqual(counts);
    expect(docs).toMatchObject({
      guides: [
        { url: "https://docs.example/1", offered: 2, solved: 1, notSolved: 0 },
        { url: "https://docs.example/2", offered: 1, solved: 0, notSolved: 1 },
      ],
      tickets: { offered: 2, solved: 1 },
    });
    const written = await (await get(`/desk/report.csv?${period}`)).text();
    const lines = parse(written, { columns: true, bom: true }) as Record<string, string>[];
    const inCsv = lines
      .filter(({ figure }) => figure === "ideas")
      .map(({ measure, value }) => [measure, Number(value)]);
    expect(Object.fromEntries(inCsv)).toEqual(counts);
    expect(lines).toContainEqual(
      expect.objectContaining({ figure: "docs", name: "https://docs.example/1", measure: "solved", value: "1" }),
    );
    const page = await (await get(`/desk/report?${period}`)).text();
    expect(page).toContain("Guide &lt;1&gt;</th><td>2</td><td>1</td><td>0</td>");
    expect(page).toContain("1 (50%)");
  });

  test.each([["since=tomorrow"], ["since=2026-11-20&until=2026-11-01"], ["since=1990-01-01"], ["until=9999-99-99"]])(
    "a period that cannot be shown (%s) is answered in words",
    async (query) => {
      const answer = await get(`/desk/report?${query}`);
      expect(answer.status).toBe(400);
      expect(await answer.text()).toContain("This period cannot be shown");
    },
  );

  describe.skipIf(!hasBrowser)("in a browser", () => {
    test.each([
      ["light", 360],
      ["dark", 1280],
    ] as const)("is legible, %s, at %i pixels, and fetches nothing", async (colorScheme, width) => {
      const axe = await readFile(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");
      if (browser === null) throw new Error("there is no browser");
      const context = await browser.newContext({ colorScheme, viewport: { width, height: 800 }, bypassCSP: true });
      const [name = "", value = ""] = cookie.split("=");
      await context.addCookies([{ name, value, url: desk.url }]);
      const page = await context.newPage();
      const fetched: string[] = [];
      page.on("request", (request) => fetched.push(request.url()));
      const url = `${desk.url}/desk/report?${period}`;
      await page.goto(url);
      await page.locator("summary").first().click();
      if (process.env.SHOTS)
        await page.screenshot({ path: `${process.env.SHOTS}/report-${colorScheme}-${width}.png`, fullPage: true });
      await page.evaluate(axe);
      const faults = await page.evaluate(
        "axe.run().then((found) => found.violations.map(({ id, nodes }) => id + ' ' + nodes[0].html.slice(0, 120)))",
      );
      expect(faults).toEqual([]);
      expect(await page.evaluate("document.documentElement.scrollWidth - innerWidth")).toBeLessThanOrEqual(0);
      expect(fetched.filter((each) => each !== url && !each.endsWith("/favicon.ico"))).toEqual([]);
      expect(await page.locator("svg[role=img]").count()).toBeGreaterThan(12);
      await page.emulateMedia({ media: "print" });
      if (process.env.SHOTS)
        await page.screenshot({
          path: `${process.env.SHOTS}/report-print-${colorScheme}-${width}.png`,
          fullPage: true,
        });
      expect(await page.locator("nav").first().isVisible()).toBe(false);
      await context.close();
    });
  });
});
