/** Every letter in a real browser: legible, light and dark, and never wider than a phone. */
import { readFile } from "node:fs/promises";
import { createRequire } from "node:module";
import type { Browser } from "playwright-core";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { sampleExtras, sampleLetter } from "../../src/cli/samples.ts";
import { languages, letterNames, loadTemplates, type Templates } from "../../src/io/letters/templates.ts";
import type { Letter } from "../../src/ticket/letter.ts";
import { hasBrowser, openBrowser } from "../harness/pages.ts";

describe.skipIf(!hasBrowser)("letters in a browser", () => {
  let browser: Browser;
  let templates: Templates;
  let axe: string;

  beforeAll(async () => {
    [browser, templates, axe] = await Promise.all([
      openBrowser(),
      loadTemplates(),
      readFile(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8"),
    ]);
  });
  afterAll(() => browser?.close());

  /** The samples, and a notice made of words that nothing can break at a space. */
  function pages(): [name: string, html: string][] {
    const endless = "x".repeat(300);
    const sample = sampleLetter("newTicket", "en");
    const data = {
      ...sample.data,
      subject: endless,
      text: `${endless}\nhttps://shop.example/${endless}`,
      account: endless,
    };
    const unbreakable = templates.render({ ...sample, data } as Letter, sampleExtras).html;
    const samples = letterNames.flatMap((name) =>
      languages.map((language): [string, string] => [
        `${name} ${language}`,
        templates.render(sampleLetter(name, language), sampleExtras).html,
      ]),
    );
    return [["endless words", unbreakable], ...samples];
  }

  test.each(["light", "dark"] as const)(
    "are legible, %s, fit a phone and a window, and fetch nothing",
    async (colorScheme) => {
      const context = await browser.newContext({ colorScheme, viewport: { width: 360, height: 700 } });
      const page = await context.newPage();
      const faults: string[] = [];
      const fetched: string[] = [];
      await page.route("**/*", (route) => {
        fetched.push(route.request().url());
        return route.abort();
      });
      for (const [name, html] of pages()) {
        await page.setViewportSize({ width: 700, height: 700 });
        await page.setContent(html);
        faults.push(...(await page.evaluate(tooWide)).map((fault) => `${name}: ${fault}`));
        await page.setViewportSize({ width: 360, height: 700 });
        await page.evaluate(axe);
        faults.push(...(await page.evaluate(examine)).map((fault) => `${name}: ${fault}`));
      }
      await context.close();
      expect(faults).toEqual([]);
      expect(fetched).toEqual([]);
    },
  );
});

type Axe = { run: (options: object) => Promise<{ violations: { id: string; nodes: { html: string }[] }[] }> };

/** Runs in the page. */
function tooWide(): string[] {
  const { document, innerWidth } = globalThis as unknown as {
    document: { documentElement: { scrollWidth: number } };
    innerWidth: number;
  };
  return document.documentElement.scrollWidth > innerWidth ? [`wider than ${innerWidth} pixels`] : [];
}

/** Runs in the page. A mail is no page: it stands inside one, which has the landmarks and the first heading. */
async function examine(): Promise<string[]> {
  const { axe, document, innerWidth } = globalThis as unknown as {
    axe: Axe;
    document: { documentElement: { scrollWidth: number } };
    innerWidth: number;
  };
  const ofPages = {
    "landmark-one-main": { enabled: false },
    region: { enabled: false },
    "page-has-heading-one": { enabled: false },
  };
  const { violations } = await axe.run({ rules: ofPages });
  const faults = violations.map(({ id, nodes }) => `${id} at ${nodes[0]?.html.slice(0, 120) ?? "?"}`);
  if (document.documentElement.scrollWidth > innerWidth) faults.push(`wider than ${innerWidth} pixels`);
  return faults;
}
