/**
 * What all charts share: the SVG around them with its title and description, fills that can be told apart without colour,
 * legend, labels. Strings only, so that a chart goes into a page as it is and into a letter as PNG.
 */
import { escapeHtml } from "../letters/fill.ts";

/** A chart as SVG; `description` says its numbers in words. `height` in units of the view box, which is `width` wide. */
export type Chart = { svg: string; title: string; description: string; width: number; height: number };

/** Colours as CSS knows them: variables on a page, which follow light and dark; values in a letter. */
export type Look = {
  font: string;
  ink: string;
  quiet: string;
  line: string;
  paper: string;
  good: string;
  bad: string;
  edge: string;
};

/** Solid, hatched, empty or dotted: what is meant is never said by colour alone (WCAG 2.2, 1.4.1). */
export type Fill = "solid" | "hatched" | "empty" | "dotted";

export type About = { id: string; title: string; description: string; look: Look };

/** All charts are so wide: on a phone a unit is about a pixel. */
export const width = 380;
export const textSize = 12;
/** Room for strokes and for what a font makes wider than reckoned. */
const margin = 5;

/** `id` must be a word that no other chart of the page has. */
export function drawn({ id, title, description, look }: About, height: number, inside: string): Chart {
  const svg =
    `<svg xmlns="http://www.w3.org/2000/svg" class="chart" role="img" aria-labelledby="${id}-title ${id}-desc" viewBox="${-margin} ${-margin} ${width + 2 * margin} ${height + 2 * margin}" width="${width + 2 * margin}" height="${height + 2 * margin}" font-family="${escapeHtml(look.font)}" font-size="${textSize}" fill="${look.ink}">` +
    `<title id="${id}-title">${escapeHtml(title)}</title><desc id="${id}-desc">${escapeHtml(description)}</desc>` +
    `<defs>${patterns(id, look)}</defs>${inside}</svg>`;
  return { svg, title, description, width: width + 2 * margin, height: height + 2 * margin };
}

function patterns(id: string, look: Look): string {
  const pattern = (name: Fill, ground: string, marks: string) =>
    `<pattern id="${id}-${name}" width="6" height="6" patternUnits="userSpaceOnUse"><rect width="6" height="6" fill="${ground}"/>${marks}</pattern>`;
  const stroke = (path: string, colour: string) =>
    `<path d="${path}" stroke="${colour}" stroke-width="1.4" fill="none"/>`;
  return (
    pattern("hatched", look.bad, stroke("M-1,1 l2,-2 M0,6 l6,-6 M5,7 l2,-2", look.paper)) +
    pattern("dotted", look.paper, `<circle cx="3" cy="3" r="1.1" fill="${look.edge}"/>`)
  );
}

export function fillOf(fill: Fill, { id, look }: About): string {
  switch (fill) {
    case "solid":
      return `fill="${look.good}" stroke="${look.good}"`;
    case "hatched":
      return `fill="url(#${id}-hatched)" stroke="${look.bad}"`;
    case "empty":
      return `fill="${look.paper}" stroke="${look.edge}"`;
    case "dotted":
      return `fill="url(#${id}-dotted)" stroke="${look.edge}"`;
    default:
      return fill satisfies never;
  }
}

export function rect(x: number, y: number, wide: number, high: number, paint: string): string {
  if (wide <= 0 || high <= 0) return "";
  return `<rect x="${round(x)}" y="${round(y)}" width="${round(wide)}" height="${round(high)}" stroke-width="1" ${paint}/>`;
}

type TextStyle = { anchor?: "start" | "middle" | "end"; colour?: string; size?: number; bold?: boolean };

export function text(x: number, y: number, words: string, { anchor, colour, size, bold }: TextStyle = {}): string {
  const style =
    (anchor === undefined ? "" : ` text-anchor="${anchor}"`) +
    (colour === undefined ? "" : ` fill="${colour}"`) +
    (size === undefined ? "" : ` font-size="${size}"`) +
    (bold ? ` font-weight="bold"` : "");
  return `<text x="${round(x)}" y="${round(y)}"${style}>${escapeHtml(words)}</text>`;
}

/** About how wide a text is, without a font at hand. */
export function widthOf(words: string, size = textSize): number {
  return words.length * size * 0.58;
}

/** Cut to about this width. */
export function fitted(words: string, wide: number, size = textSize): string {
  const charsMax = Math.max(1, Math.floor(wide / (size * 0.58)));
  return words.length <= charsMax ? words : `${words.slice(0, Math.max(1, charsMax - 1))}…`;
}

/** Swatches with their names, in as many lines as they need; answers with what it drew and how high it is. */
export function legend(
  about: About,
  entries: readonly { name: string; fill: Fill }[],
): { svg: string; height: number } {
  const lineHeight = 18;
  let [x, y] = [0, 0];
  let svg = "";
  for (const { name, fill } of entries) {
    const wide = 18 + widthOf(name) + 14;
    if (x > 0 && x + wide > width) [x, y] = [0, y + lineHeight];
    svg += rect(x + 0.5, y + 2.5, 11, 11, fillOf(fill, about)) + text(x + 17, y + 12, name);
    x += wide;
  }
  return { svg, height: y + lineHeight + 4 };
}

export function round(value: number): number {
  return Math.round(value * 100) / 100;
}
