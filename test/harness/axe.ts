/** axe-core in a page: what it objects to (WCAG 2.2 AA and its own best practices), and what is wider than the screen. */
import { readFile } from "node:fs/promises";
import { createRequire } from "node:module";
import type { Page } from "playwright-core";

const source = readFile(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");

/** The faults of the page as it is shown; none is []. The page's context must let the script in (`bypassCSP`). */
export async function faultsOf(page: Page): Promise<string[]> {
  await page.evaluate(await source);
  return await page.evaluate(examine);
}

type Axe = { run: (options: object) => Promise<{ violations: { id: string; nodes: { html: string }[] }[] }> };

/** Runs in the page. */
async function examine(): Promise<string[]> {
  const { axe, document, innerWidth } = globalThis as unknown as {
    axe: Axe;
    document: { documentElement: { scrollWidth: number } };
    innerWidth: number;
  };
  const tags = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22a", "wcag22aa", "best-practice"];
  const { violations } = await axe.run({ runOnly: { type: "tag", values: tags } });
  const faults = violations.map(({ id, nodes }) => `${id} at ${nodes[0]?.html.slice(0, 160) ?? "?"}`);
  if (document.documentElement.scrollWidth > innerWidth) faults.push(`wider than ${innerWidth} pixels`);
  return faults;
}

/** Presses Tab until something that fits the selector has the focus; throws where nothing does, or where focus cannot be seen. */
export async function tabTo(page: Page, selector: string): Promise<void> {
  for (let n = 0; n < 80; n++) {
    await page.keyboard.press("Tab");
    const focused = page.locator(":focus");
    if ((await focused.count()) === 0) continue;
    const unseen = await focused.evaluate(unseenFocus);
    if (unseen !== null) throw new Error(`the focus cannot be seen: ${unseen}`);
    if ((await page.locator(`${selector}:focus`).count()) > 0) return;
  }
  throw new Error(`no Tab leads to ${selector}`);
}

type Shown = { outerHTML: string; matches(selector: string): boolean; closest(selector: string): Shown | null };

/** Runs in the page: null where the element, or the card around it, has an outline. */
function unseenFocus(element: unknown): string | null {
  const { getComputedStyle } = globalThis as unknown as {
    getComputedStyle: (of: Shown) => { outlineStyle: string; outlineWidth: string };
  };
  const focused = element as Shown;
  if (focused.matches("html, body")) return null;
  const around = focused.closest(".choice");
  const isSeen = [focused, ...(around === null ? [] : [around])].some((each) => {
    const { outlineStyle, outlineWidth } = getComputedStyle(each);
    return outlineStyle !== "none" && Number.parseFloat(outlineWidth) > 0;
  });
  return isSeen ? null : focused.outerHTML.slice(0, 160);
}
