/**
 * A customer's whole life by links only, in a real browser: the form, the mailed link, the ticket page, an answer, a rating that
 * is changed, "not yet", and the close. Once as most people live it, over plain http as in many an office; once on a phone,
 * without script, by keyboard alone.
 */
import type { Browser, BrowserContext, Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { showOne } from "../../src/flow/list.ts";
import { faultsOf, tabTo } from "../harness/axe.ts";
import { eventually } from "../harness/desk.ts";
import { hasBrowser, openBrowser, openPages, type PagesDesk } from "../harness/pages.ts";
import type { SunkMail } from "../harness/sink.ts";

/** How this customer works the pages. */
type Hand = {
  /** Chooses or fills what the selector leads to. */
  write(selector: string, text: string): Promise<void>;
  choose(name: string, value: string): Promise<void>;
  press(words: string): Promise<void>;
  attach: boolean;
  /** Looks at the page that is open. */
  look(what: string): Promise<void>;
};

const jan = "Jan Kowalski <jan@acme.example>";

describe.skipIf(!hasBrowser)("a customer's life in a browser", () => {
  let browser: Browser;
  beforeAll(async () => {
    browser = await openBrowser();
  });
  afterAll(() => browser?.close());

  test("with a mouse, 1280 pixels wide, over plain http, and axe finds no fault on any page", async () => {
    const faults: string[] = [];
    await live({ host: "desk.test", viewport: { width: 1280, height: 900 }, bypassCSP: true }, (page) => ({
      write: (selector, text) => page.fill(selector, text),
      choose: (name, value) => page.check(`input[name="${name}"][value="${value}"]`),
      press: (words) => page.getByRole("button", { name: words, exact: true }).click(),
      attach: true,
      look: async (what) => {
        faults.push(...(await faultsOf(page)).map((fault) => `${what}: ${fault}`));
      },
    }));
    expect(faults).toEqual([]);
  });

  test("by keyboard alone, on a phone of 360 pixels, without script, and the focus is always seen", async () => {
    await live({ host: "127.0.0.1", viewport: { width: 360, height: 740 }, javaScriptEnabled: false }, (page) => ({
      write: async (selector, text) => {
        await tabTo(page, selector);
        await page.keyboard.press("Control+a");
        await page.keyboard.type(text);
      },
      choose: async (name, value) => {
        await tabTo(page, `input[name="${name}"]`);
        for (
          let n = 0;
          n < 10 && (await page.locator(`input[name="${name}"][value="${value}"]:focus`).count()) === 0;
          n++
        )
          await page.keyboard.press("ArrowDown");
        await page.keyboard.press("Space");
      },
      press: async (words) => {
        const button = page.getByRole("button", { name: words, exact: true });
        const value = await button.getAttribute("value");
        await tabTo(page, value === null ? "button:not([value])" : `button[value="${value}"]`);
        await page.keyboard.press("Enter");
      },
      attach: false,
      look: async (what) => {
        const scrollWidth = await page
          .locator("html")
          .evaluate((html) => (html as unknown as { scrollWidth: number }).scrollWidth);
        expect([what, scrollWidth]).toEqual([what, 360]);
      },
    }));
  });

  async function live(
    { host, ...options }: { host: string } & Parameters<Browser["newContext"]>[0],
    handOf: (page: Page) => Hand,
  ): Promise<void> {
    const desk = await openPages({ host });
    const context = await browser.newContext(options);
    try {
      await lifeOf(desk, context, handOf);
    } finally {
      await context.close();
      await desk.close();
    }
  }
});

/** The first mail to Ada that holds these words and was not looked at before. */
function inbox(desk: PagesDesk) {
  const read = new Set<SunkMail>();
  return async (words: string): Promise<SunkMail> => {
    const isNext = (mail: SunkMail) =>
      !read.has(mail) && mail.to.includes("ada@shop.example") && mail.raw.includes(words);
    const mail = await desk.sink.waitFor(isNext, 15_000);
    read.add(mail);
    return mail;
  };
}

async function lifeOf(desk: PagesDesk, context: BrowserContext, handOf: (page: Page) => Hand): Promise<void> {
  const page = await context.newPage();
  const hand = handOf(page);
  const next = inbox(desk);
  const words = () => page.locator("main").innerText();
  /** Presses a button and waits for the page that comes of it. */
  const send = async (button: string, what: string) => {
    await Promise.all([page.waitForEvent("load"), hand.press(button)]);
    await hand.look(what);
  };
  const follow = async (mail: SunkMail, path: string, which: number, what: string) => {
    await page.goto((await desk.links(mail, path))[which] ?? `no ${path}`);
    await hand.look(what);
  };

  await page.goto(`http://${new URL(desk.config.publicUrl).host}/new`);
  await hand.look("the form");
  await hand.write("#address", "ada@shop.example");
  await hand.write("#name", "Ada Nowak");
  await hand.choose("type", "issue");
  await hand.choose("severity", "A");
  await hand.write("#subject", "Checkout is down");
  await hand.write("#words", "Nobody can pay since nine.");
  await send("Go on", "the form was sent");
  // Who is quicker than people are is asked to look again; nothing that was typed is lost.
  for (let n = 0; n < 200 && (await page.title()).startsWith("Write to support"); n++) await send("Go on", "again");
  expect(await words()).toContain("We have sent a link to ada@shop.example");

  await follow(await next("/verify/"), "/verify/", 0, "the mailed link");
  expect(await words()).toContain("your plan standard promises (Shop)");
  await send("Yes, send my request", "the request is sent");
  const confirmation = await next("/ticket/");
  await follow(confirmation, "/ticket/", 0, "the ticket page");
  expect(await words()).toContain("Nobody can pay since nine.");
  const notice = await desk.sink.waitFor((mail) => mail.to.includes("jan@acme.example"), 15_000);
  const says = async (text: string) => {
    await desk.deliver({ from: jan, to: notice.header("reply-to") ?? "", subject: "Re: Checkout", text });
    return await next(text.split("\n").at(-1) ?? "");
  };

  const answer = await says("We switched the module off.");
  await follow(answer, "/rate/", 3, "a rating");
  expect(await page.locator('input[name="score"]:checked').getAttribute("value")).toBe("4");
  await send("Save my rating", "the rating is saved");
  expect(await words()).toContain("4/5");
  await hand.choose("score", "2");
  await hand.write("#comment", "Down again.");
  await send("Save my rating", "the rating is changed");
  expect(await words()).toContain("2/5");

  await follow(answer, "/ticket/", 0, "the ticket page with an answer");
  expect(await words()).toContain("You rated this answer 2 of 5");
  await hand.write("#text", "It is down again.");
  if (hand.attach)
    await page.setInputFiles("#files", { name: "log ł.txt", mimeType: "text/plain", buffer: Buffer.from("the log") });
  await send("Send", "words were sent");
  expect(await words()).toContain("on its way");
  await eventually("the message", 15_000, async () => {
    const shown = await showOne(desk.database.pool, 1001, Date.now());
    return shown?.messages.some(({ visible, attachments }) => {
      return visible.includes("down again") && attachments.length === (hand.attach ? 1 : 0);
    });
  });

  await follow(await says("#solve\nThe gateway is back."), "/answer/", 1, "is it solved?");
  await send("No, not yet", "not yet");
  expect(await words()).toContain("we go on");
  expect((await showOne(desk.database.pool, 1001, Date.now()))?.status).toBe("open");
  const solved = await says("#solve\nNow it holds.");
  await follow(solved, "/ticket/", 0, "the ticket page with a question");
  await send("Yes, it is solved", "the closed ticket");
  expect(await words()).toContain("Closed: solved, as you and we agreed.");
  await follow(solved, "/answer/", 0, "the question that was answered");
  const shown = await showOne(desk.database.pool, 1001, Date.now());
  expect(shown).toMatchObject({ status: "closed", questions: [{ answer: "no" }, { answer: "yes" }] });
  expect(shown?.messages.flatMap(({ rating }) => (rating ? [rating] : []))).toMatchObject([
    { score: 2, comment: "Down again." },
  ]);
}
