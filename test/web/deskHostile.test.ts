/** Hostile mails, one in `HOSTILE_SHARE` of the two thousand, on the desk's own pages in a real browser: no script runs and nothing is asked of anybody else. */
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { sha256Of } from "../../src/io/blobs.ts";
import { understand } from "../../src/mail/understand.ts";
import { border, eventually, support } from "../harness/desk.ts";
import { hostileMails } from "../harness/hostile.ts";
import { hasBrowser, openBrowser, openPages, type PagesDesk } from "../harness/pages.ts";
import { sessionOf } from "../harness/session.ts";

const share = Number(process.env.HOSTILE_SHARE ?? 13);
const mails = hostileMails(support, border).filter((_, index) => index % share === 0);
/** So many frames on one page are enough for a browser. */
const ticketCount = Math.ceil(mails.length / 50);

describe.skipIf(!hasBrowser)("hostile mails", () => {
  let desk: PagesDesk;
  beforeAll(async () => {
    desk = await openPages();
    const { pool } = desk.database;
    await desk.deliver({ from: "ada@shop.example", to: support, subject: "[A] First", text: "First." });
    await eventually(
      "the first ticket",
      30_000,
      async () => (await pool.query("select 1 from message")).rows.length > 0,
    );
    await pool.query(
      `insert into ticket (subject, status, severity, plan, requester_id, team, language, desk_version_id, opened_at, clocks)
       select subject, status, severity, plan, requester_id, team, language, desk_version_id, opened_at, clocks
       from ticket, generate_series(2, $1)`,
      [ticketCount],
    );
    for (const [index, { bytes }] of mails.entries()) {
      const { message, visible } = await understand(bytes, { loopId: null, keys: null });
      const attachments = message.attachments.map(({ index: at, name, type, bytes: size, inline }) => ({
        index: at,
        name,
        type,
        bytes: size,
        inline,
      }));
      await pool.query(
        `with raw as (insert into raw_mail (sha256, byte_count, content, received_at, disposition, trust_reason)
           values ($1, $2, $3, now(), 'reply', 'dmarcPass') returning id),
         named as (update ticket set subject = $6 where id = 1001 + $4)
         insert into message (ticket_id, direction, author_name, author_address, at, subject, text, visible, raw_mail_id, attachments)
         select 1001 + $4, 'in', $5, 'ada@shop.example', now(), $6, $7, $8, raw.id, $9 from raw`,
        [
          sha256Of(bytes),
          bytes.length,
          bytes,
          index % ticketCount,
          message.from?.name ?? "",
          message.subject,
          message.text,
          visible,
          JSON.stringify(attachments),
        ],
      );
    }
  }, 300_000);
  afterAll(() => desk?.close());

  test("on the ticket page, formatted, in the queue and in the search run nothing and fetch nothing", async () => {
    const { pool } = desk.database;
    const browser = await openBrowser();
    const context = await browser.newContext();
    const [name = "", value = ""] = (await sessionOf(desk, "jan@acme.example")).split("=");
    await context.addCookies([{ name, value, url: desk.url }]);
    const page = await context.newPage();
    const breaks: string[] = [];
    page.on("dialog", async (dialog) => {
      breaks.push(`dialog on ${page.url()}`);
      await dialog.dismiss();
    });
    page.on("popup", () => breaks.push(`popup on ${page.url()}`));
    await context.route("**/*", async (route) => {
      const url = route.request().url();
      if (url.startsWith(desk.url) || url.startsWith("about:")) return await route.continue();
      breaks.push(`request ${url.slice(0, 200)}`);
      return await route.abort();
    });
    const { rows } = await pool.query<{ id: number }>("select distinct ticket_id as id from message order by 1");
    let frames = 0;
    let messages = 0;
    const look = async (path: string) => {
      await page.goto(`${desk.url}${path}`, { waitUntil: "load" });
      if (page.url() !== `${desk.url}${path}`) breaks.push(`${path} led to ${page.url()}`);
      for (const frame of page.frames()) {
        // Sandboxed frames let no script in, not even ours: what they hold is read through the browser's own protocol.
        const flag = await frame.evaluate("typeof window.pwned").catch(() => "undefined");
        if (flag !== "undefined") breaks.push(`script ran on ${path}`);
      }
    };
    for (const { id } of rows) {
      const { rows: ids } = await pool.query<{ id: number }>(
        "select id from message where ticket_id = $1 order by at, id",
        [id],
      );
      await look(`/desk/ticket/${id}?formatted=all`);
      frames += await page.locator("iframe").count();
      messages += ids.length;
      for (const wanted of [
        "script",
        "img",
        "svg",
        "style:not(head style)",
        "object",
        "link",
        "base",
        "form[action*=canary]",
      ]) {
        const strange = await page.locator(`ol.talk ${wanted}`).count();
        if (strange > 0) breaks.push(`${strange} ${wanted} in the conversation of ${id}`);
      }
    }
    for (const path of [
      "/desk",
      "/desk/search?q=hostile",
      "/desk/search?q=script",
      "/desk/search?q=%3Cimg%20src%3Dx%20onerror%3Dalert(1)%3E",
    ]) {
      await look(path);
    }
    await browser.close();
    expect(breaks).toEqual([]);
    console.log(`hostile mails: ${messages} on the desk's pages, ${frames} frames, nothing ran, nothing was fetched`);
    expect(messages).toBeGreaterThanOrEqual(mails.length);
    expect(frames).toBeGreaterThanOrEqual(mails.length * 0.7);
  }, 900_000);
});
