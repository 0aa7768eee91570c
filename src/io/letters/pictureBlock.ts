/** A picture of a letter: shown where the client shows it, and in words everywhere else. */
import { escapeHtml } from "./fill.ts";
import { palette } from "./palette.ts";
import { oneLine, wrap } from "./plaintext.ts";

/** It travels with the letter under its Content-ID; `words` say everything that it shows. */
export type PictureBlock = {
  kind: "picture";
  contentId: string;
  title: string;
  words: string;
  widthPx: number;
  heightPx: number;
};

/** Outlook takes the width from the attribute, phones from the style. */
export function pictureAsHtml({ contentId, title, words, widthPx, heightPx }: PictureBlock): string {
  const style = `display:block;width:100%;max-width:${widthPx}px;height:auto;border:0;background:${palette.light.card};color:${palette.light.ink};font-size:14px;line-height:20px`;
  return `<p class="quiet" style="margin:0 0 6px;color:${palette.light.quiet};font-size:14px;line-height:20px">${escapeHtml(oneLine(title))}</p><p style="margin:0 0 18px"><img src="cid:${escapeHtml(contentId)}" alt="${escapeHtml(oneLine(words, 4000))}" width="${widthPx}" height="${heightPx}" style="${style}"></p>`;
}

export function pictureAsText({ words }: PictureBlock): string {
  return wrap(oneLine(words, 4000));
}
