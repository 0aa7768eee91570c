/** A clock's time line as a bar of plain HTML: what is used, left and overdue to scale, closed times and pauses as breaks. */
import { html } from "hono/html";
import type { Segment } from "../ticket/timeline.ts";

/** `words` say the same to those who cannot see it. */
export function bar(segments: Segment[], words: string) {
  const cells = segments.map(({ kind, share }) => html`<span class="${kind}" style="flex-grow:${share}"></span>`);
  return html`<div class="bar" role="img" aria-label="${words}">${cells}</div>`;
}

/** How much of the promised time is used, in percent. */
export function usedShare(segments: Segment[]): number {
  const sum = (kinds: Segment["kind"][]) =>
    segments.filter(({ kind }) => kinds.includes(kind)).reduce((total, { share }) => total + share, 0);
  const promised = sum(["used", "left"]);
  if (sum(["over"]) > 0) return 100;
  return promised === 0 ? 0 : Math.round((100 * sum(["used"])) / promised);
}
