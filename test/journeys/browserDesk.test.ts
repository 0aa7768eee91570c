/**
 * An agent's day in a browser, by links only: the mailed sign-in, the queue, a ticket, the search, the report. Wide and on a
 * phone, light and dark, axe finds no fault; without script, by keyboard alone, it is the same.
 */
import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { faultsOf, tabTo } from "../harness/axe.ts";
import { support } from "../harness/desk.ts";
import { hasBrowser, openBrowser, openPages, type PagesDesk } from "../harness/pages.ts";
import type { SunkMail } from "../harness/sink.ts";
import { faultsOfHtml } from "../harness/wellFormed.ts";

const jan = "jan@acme.example";
const endless = "x".repeat(200);

describe.skipIf(!hasBrowser)("an agent's day in a browser", () => {
  let desk: PagesDesk;
  let browser: Browser;

  beforeAll(async () => {
    [desk, browser] = await Promise.all([openPages(), openBrowser()]);
    const write = (subject: string) =>
      desk.deliver({ from: "Ada Nowak <ada@shop.example>", to: support, subject, text: `It fails. ${endless}` });
    await write("[A] Checkout is down");
    const notice = await desk.sink.waitFor((mail) => mail.to.includes(jan), 15_000);
    for (const subject of [`[B] Export ${endless}`, "[C] A typo"]) await write(subject);
    await desk.deliver({
      from: `Jan <${jan}>`,
      to: notice.header("reply-to") ?? "",
      subject: "Re",
      text: "We are on it.",
    });
    await desk.sink.waitFor(
      (mail) => mail.to.includes("ada@shop.example") && mail.raw.includes("We are on it."),
      15_000,
    );
  });
  afterAll(async () => {
    await browser?.close();
    await desk?.close();
  });

  /** An agent gets one link a minute, so each comes as somebody else. */
  async function mailedLink(agent: string): Promise<string> {
    const isLink = (mail: SunkMail) => mail.to.includes(agent) && mail.raw.includes("/desk/sign-in/");
    const mail = await desk.sink.waitFor(isLink, 15_000);
    return (await desk.links(mail, "/desk/sign-in/"))[0] ?? "";
  }

  test.each([
    ["light", 360, jan],
    ["dark", 1280, "ewa@acme.example"],
  ] as const)(
    "%s, %i pixels wide: axe finds no fault on any page, and each is HTML without one",
    async (colorScheme, width, agent) => {
      const context = await browser.newContext({ colorScheme, viewport: { width, height: 800 }, bypassCSP: true });
      const page = await context.newPage();
      const faults: string[] = [];
      const look = async (what: string) => {
        if (process.env.SHOTS)
          await page.screenshot({ path: `${process.env.SHOTS}/${what}-${width}.png`, fullPage: true });
        for (const fold of await page.locator("summary").all()) await fold.click();
        const html = await (await context.request.get(page.url())).text();
        faults.push(...[...(await faultsOf(page)), ...faultsOfHtml(html)].map((fault) => `${what}: ${fault}`));
      };
      const press = (words: string | RegExp) =>
        Promise.all([page.waitForEvent("load"), page.getByRole("button", { name: words }).first().click()]);
      const follow = (name: string | RegExp) =>
        Promise.all([page.waitForEvent("load"), page.getByRole("link", { name }).first().click()]);
      await page.goto(`${desk.url}/desk`);
      await look("sign-in");
      await page.fill("#address", agent);
      await press(/link/i);
      await look("link sent");
      await page.goto(await mailedLink(agent));
      await look("signing in");
      await press(/sign in/i);
      await look("queue");
      expect(await page.locator("main").innerText()).toContain("Checkout is down");
      await follow(/Checkout is down/);
      await look("ticket");
      expect(await page.locator("main").innerText()).toContain("We are on it.");
      await follow("Search");
      await look("search");
      await page.goto(`${page.url()}?q=checkout`);
      await look("found");
      expect(await page.locator("main").innerText()).toContain("Checkout is down");
      await follow("Report");
      await look("report");
      await press(/sign out/i);
      await look("signed out");
      await context.close();
      expect(faults).toEqual([]);
    },
  );

  test("without script, by keyboard alone, the focus always seen: sign in, open a ticket, sign out", async () => {
    const context = await browser.newContext({ javaScriptEnabled: false, viewport: { width: 360, height: 800 } });
    const page = await context.newPage();
    const enter = () => Promise.all([page.waitForEvent("load"), page.keyboard.press("Enter")]);
    await page.goto(`${desk.url}/desk`);
    await tabTo(page, "#address");
    await page.keyboard.type("ola@acme.example");
    await enter();
    await page.goto(await mailedLink("ola@acme.example"));
    await tabTo(page, "button");
    await enter();
    await tabToTicket(page);
    await enter();
    expect(await page.locator("main").innerText()).toContain("We are on it.");
    await tabTo(page, "button.quiet");
    await enter();
    expect(page.url()).toContain("/desk/sign-in");
    await context.close();
  });
});

const tabToTicket = (page: Page) => tabTo(page, 'a[href="/desk/ticket/1001"]');
