/**
 * What a mail shows that begins a matter. Outlook writes the same block of headers above an answer's quote and above what
 * it passes on; in a thread that block is known already, but whoever forwards their customer's complaint to a desk that
 * never saw it means every word of it.
 */
import { type Cut, type CutRule, type Fates, gather } from "../visible/cut.ts";

const quoting: ReadonlySet<CutRule> = new Set([
  "attribution",
  "quote",
  "headerBlock",
  "originalMessage",
  "unmarkedQuote",
  "htmlQuote",
]);

/** The lines of `text` without signatures, notices and banners, but with whatever was `cut` as a quote. */
export function withPassedOn(text: string, cuts: readonly Cut[]): string {
  const lines = text.split(/\r\n|\n|\r/);
  const fates: Fates = new Array<CutRule | null>(lines.length).fill(null);
  for (const { rule, from, to } of cuts) if (!quoting.has(rule)) fates.fill(rule, from - 1, to);
  return gather(lines, fates, true);
}
