/** Every page in a real browser without script: legible, light and dark, on a phone and a desk, by keyboard alone. */
import type { Browser } from "playwright-core";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { indexSource } from "../../src/flow/guides/indexDocs.ts";
import { showOne } from "../../src/flow/list.ts";
import { faultsOf, tabTo } from "../harness/axe.ts";
import { eventually, support } from "../harness/desk.ts";
import { publishIdea } from "../harness/idea.ts";
import { hasBrowser, openBrowser, openPages, type PagesDesk } from "../harness/pages.ts";
import { faultsOfHtml } from "../harness/wellFormed.ts";

const ada = "Ada Nowak <ada@shop.example>";
const endless = "x".repeat(300);

describe.skipIf(!hasBrowser)("pages in a browser", () => {
  let desk: PagesDesk;
  let browser: Browser;
  let pages: Record<string, string>;

  beforeAll(async () => {
    [desk, browser] = await Promise.all([openPages(), openBrowser()]);
    const written = { from: ada, to: support, subject: `[A] Checkout is down ${endless}` };
    await desk.deliver({ ...written, text: `Hello,\n\nnobody can pay.\n${endless}\n\nProject: proj_8fK2mQ71` });
    const notice = await desk.sink.waitFor((mail) => mail.to.includes("jan@acme.example"), 15_000);
    const answer = { from: "Jan Kowalski <jan@acme.example>", to: notice.header("reply-to") ?? "", subject: "Re" };
    await desk.deliver({ ...answer, text: `We are on it.\n\nSee https://status.acme.example/${endless}` });
    const first = await desk.sink.waitFor(
      (mail) => mail.to.includes("ada@shop.example") && mail.raw.includes("We are on it"),
      15_000,
    );
    await desk.deliver({ from: ada, to: first.header("reply-to") ?? "", subject: "Re", text: "Still down." });
    await desk.deliver({ ...answer, text: "Please try again." });
    const second = await desk.sink.waitFor(
      (mail) => mail.to.includes("ada@shop.example") && mail.raw.includes("try again"),
      15_000,
    );
    const rated = (await desk.links(first, "/rate/"))[1] ?? "";
    await fetch(rated, { method: "POST", body: new URLSearchParams({ score: "2", comment: `Slow. ${endless}` }) });
    const ticket = (await desk.links(second, "/ticket/"))[0] ?? "";
    const text = "Open the settings, choose Payments, press Export invoices.";
    const guide = {
      title: `How to export invoices ${endless}`,
      url: "https://docs.acme.example/x",
      language: "en",
      text,
    };
    await indexSource(desk.database.pool, { source: "test", guides: [guide], unused: [], kept: [] }, new Date());
    const asked = await askedAboutAnother();
    pages = {
      ticket,
      "ticket after writing": `${ticket}?sent`,
      rate: (await desk.links(second, "/rate/"))[3] ?? "",
      rated: rated.split("?")[0] ?? "",
      unknown: `${desk.url}/rate/k1-${"a".repeat(26)}`,
      form: `${desk.url}/new`,
      guides: `${desk.url}/new?q=export+invoices`,
      "no guide": `${desk.url}/new?q=${"y".repeat(199)}`,
      ...asked,
      roadmap: `${desk.url}/roadmap`,
      idea: `${desk.url}/roadmap/${await publishIdea(desk.database.pool, `Dark mode ${endless}`)}`,
      nowhere: `${desk.url}/nowhere`,
    };
  });

  /** Another ticket, whose solution is proposed. */
  async function askedAboutAnother(): Promise<Record<string, string>> {
    await desk.deliver({ from: "Bob <bob@shop.example>", to: support, subject: "[B] Export", text: "It fails." });
    const notice = await desk.sink.waitFor(
      (mail) => mail.to.includes("ewa@acme.example") && mail.raw.includes("1002"),
      15_000,
    );
    const from = "Ewa Nowak <ewa@acme.example>";
    await desk.deliver({ from, to: notice.header("reply-to") ?? "", subject: "Re", text: "#solve\nTry again." });
    const solved = await desk.sink.waitFor(
      (mail) => mail.to.includes("bob@shop.example") && mail.raw.includes("Try again"),
      15_000,
    );
    await desk.deliver({
      from: `Eve ${endless} <eve@elsewhere.example>`,
      to: solved.header("reply-to") ?? "",
      subject: "Fwd: it",
      text: `I know more.\n${endless}`,
    });
    const stranger = await desk.sink.waitFor(
      (mail) => mail.to.includes("ewa@acme.example") && mail.raw.includes("I know more"),
      15_000,
    );
    return {
      "a stranger waits": (await desk.links(stranger, "/admit/"))[0] ?? "",
      "asked on the ticket": (await desk.links(solved, "/ticket/"))[0] ?? "",
      "asked by the letter": (await desk.links(solved, "/answer/"))[0] ?? "",
    };
  }

  afterAll(async () => {
    await browser?.close();
    await desk?.close();
  });

  test.each([
    ["light", 360],
    ["dark", 1280],
  ] as const)("are legible, %s, at %i pixels, and fetch nothing", async (colorScheme, width) => {
    // axe itself is a script; the pages' own policy would keep it out.
    const context = await browser.newContext({ colorScheme, viewport: { width, height: 800 }, bypassCSP: true });
    const page = await context.newPage();
    const faults: string[] = [];
    const fetched: string[] = [];
    page.on("request", (request) => {
      if (!Object.values(pages).includes(request.url())) fetched.push(request.url());
    });
    for (const [name, link] of Object.entries(pages)) {
      await page.goto(link);
      if (process.env.SHOTS)
        await page.screenshot({ path: `${process.env.SHOTS}/${name}-${colorScheme}-${width}.png`, fullPage: true });
      for (const fold of await page.locator("summary").all()) await fold.click();
      faults.push(...(await faultsOf(page)).map((fault) => `${name}: ${fault}`));
    }
    await context.close();
    expect(faults).toEqual([]);
    expect(fetched.filter((url) => !url.endsWith("/favicon.ico"))).toEqual([]);
  });

  test("are HTML without a fault", async () => {
    for (const [name, link] of Object.entries(pages)) {
      expect([name, faultsOfHtml(await (await fetch(link)).text())]).toEqual([name, []]);
    }
  });

  test("without script, by keyboard alone: rate, change it, and write on", async () => {
    const context = await browser.newContext({ javaScriptEnabled: false, viewport: { width: 360, height: 800 } });
    const page = await context.newPage();
    await page.goto(pages.rate ?? "");
    await tabTo(page, 'input[name="score"]');
    await page.keyboard.press("ArrowRight");
    await page.keyboard.press("Tab");
    await page.keyboard.type("By keyboard.");
    await page.keyboard.press("Tab");
    await Promise.all([page.waitForURL((url) => url.search === ""), page.keyboard.press("Enter")]);
    expect(await page.textContent("main")).toContain("5/5");
    await page.goto(pages.ticket ?? "");
    await tabTo(page, "textarea");
    await page.keyboard.type("Typed without a mouse.");
    await tabTo(page, "button:not([name])");
    await Promise.all([page.waitForURL(/sent/), page.keyboard.press("Enter")]);
    expect(await page.textContent("[role=status]")).toContain("on its way");
    await context.close();
    const shown = await eventually("what was typed", 15_000, async () => {
      const now = await showOne(desk.database.pool, 1001, Date.now());
      return now?.messages.some(({ visible }) => visible.includes("Typed without a mouse.")) ? now : null;
    });
    const ratings = shown.messages.flatMap(({ rating }) => (rating ? [rating] : []));
    expect(ratings).toMatchObject([{ score: 2 }, { score: 5, comment: "By keyboard." }]);
  });
});
