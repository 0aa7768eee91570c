/** A clock's time line as a bar: cells of a table, which every mail client draws, and a row of signs for the text twin. */
import type { Segment } from "../../ticket/timeline.ts";
import { escapeHtml } from "./fill.ts";
import { palette } from "./palette.ts";
import { oneLine, wrap } from "./plaintext.ts";

type Timeline = { segments: Segment[]; from: string; to: string; words: string };

const { light } = palette;
const grounds: Record<Segment["kind"], string> = {
  used: light.accent,
  left: light.wash,
  over: light.over,
  closed: light.card,
  paused: light.card,
};
/** Times that do not count are breaks in the bar: a line where it was closed, two where it was paused. */
const marks: Partial<Record<Segment["kind"], string>> = { closed: "⋮", paused: "||" };

/** For a bar of its own and for the thin ones of a list; `words` null where the text beside it says the same. */
export function barAsHtml(segments: Segment[], heightPx: number, words: string | null): string {
  // Outlook draws a cell's ground only where the cell holds something, and takes widths in percent.
  const cells = segments.map(({ kind, share }) => {
    const edge = kind === "left" ? `;border:1px solid ${light.line}` : "";
    const size = heightPx < 13 ? `font-size:1px;line-height:${heightPx}px` : `font-size:13px;line-height:${heightPx}px`;
    const style = `width:${share}%;height:${heightPx}px;padding:0;background:${grounds[kind]};color:${light.quiet};${size};text-align:center${edge}`;
    const names = kind === "paused" ? "closed" : kind === "left" ? "left line" : kind;
    const sign = heightPx < 13 ? "&nbsp;" : (marks[kind] ?? "&nbsp;");
    return `<td class="${names}" width="${share}%" bgcolor="${grounds[kind]}" style="${style}">${sign}</td>`;
  });
  const role = words === null ? 'role="presentation"' : `role="img" aria-label="${escapeHtml(oneLine(words))}"`;
  const margin = words === null ? "margin:6px 0 2px" : "margin:0";
  return `${table(`${margin};table-layout:fixed`, role)}<tr>${cells.join("")}</tr></table>`;
}

export function timelineAsHtml({ segments, from, to, words }: Timeline): string {
  const end = (side: "left" | "right", text: string) =>
    `<td class="quiet" width="50%" style="padding:4px 0 0;color:${light.quiet};font-size:13px;line-height:18px;text-align:${side};vertical-align:top">${escapeHtml(oneLine(text))}</td>`;
  return `${barAsHtml(segments, 16, words)}${table("margin:0 0 20px", 'role="presentation"')}<tr>${end("left", from)}${end("right", to)}</tr></table>`;
}

function table(style: string, attributes: string): string {
  return `<table ${attributes} width="100%" cellpadding="0" cellspacing="0" border="0" style="width:100%;${style}">`;
}

const signs: Record<Segment["kind"], string> = { used: "#", left: ".", over: "!", closed: "|", paused: ":" };
const columns = 50;

export function barAsText(segments: Segment[]): string {
  const bar = segments.map(({ kind, share }) =>
    signs[kind].repeat(kind === "closed" || kind === "paused" ? 1 : Math.max(1, Math.round((share / 100) * columns))),
  );
  return `[${bar.join("")}]`;
}

export function timelineAsText({ segments, from, to }: Timeline): string {
  return `${barAsText(segments)}\n${wrap(`${oneLine(from)} → ${oneLine(to)}`)}`;
}
