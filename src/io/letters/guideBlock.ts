/** Guides in a letter: each a link to the docs, with a quieter one where its reader says whether it solved the matter. */
import type { ToldGuide } from "../../ticket/guide/guide.ts";
import { escapeHtml } from "./fill.ts";
import type { Locale } from "./locale.ts";
import { palette } from "./palette.ts";
import { oneLine, wrap } from "./plaintext.ts";

export type GuidesBlock = { kind: "guides"; title: string; said: string; guides: ToldGuide[] };

export function guidesBlock(guides: ToldGuide[] | undefined, { say }: Locale): GuidesBlock | { kind: "none" } {
  if (guides === undefined || guides.length === 0) return { kind: "none" };
  return { kind: "guides", title: say("guides.title"), said: say("guides.said"), guides };
}

const { light } = palette;
const link = `color:${light.accent};text-decoration:underline;overflow-wrap:anywhere`;

export function guidesAsHtml({ title, said, guides }: GuidesBlock): string {
  const items = guides.map(
    (guide) =>
      `<li style="margin:0 0 10px"><a class="accent" href="${webAddress(guide.url)}" style="${link}">${escapeHtml(oneLine(guide.title))}</a>` +
      `<br><a class="accent" href="${webAddress(guide.saidUrl)}" aria-label="${escapeHtml(`${said}: ${oneLine(guide.title)}`)}" style="${link};font-size:14px;line-height:24px">${escapeHtml(said)}</a></li>`,
  );
  return (
    `<h2 class="quiet" style="margin:20px 0 6px;color:${light.quiet};font-size:14px;line-height:21px;font-weight:bold">${escapeHtml(title)}</h2>` +
    `<ul style="margin:0 0 18px;padding:0 0 0 22px;overflow-wrap:anywhere">${items.join("")}</ul>`
  );
}

export function guidesAsText({ title, said, guides }: GuidesBlock): string {
  const items = guides.map(({ title: name, url, saidUrl }) => {
    const head = wrap(`- ${oneLine(name)}`).replaceAll("\n", "\n  ");
    return `${head}\n  ${oneLine(url, 2_000)}\n  ${said}:\n  ${saidUrl}`;
  });
  return [title, ...items].join("\n");
}

/** A guide's address was checked when it was indexed; whatever it is, nothing but a web address becomes a link. */
function webAddress(url: string): string {
  return /^https?:\/\//i.test(url) ? escapeHtml(url) : "";
}
