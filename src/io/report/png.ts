/**
 * Charts as PNG for letters, because mail clients show no SVG. The renderer and its font are loaded with the first picture:
 * most workers send none for a week. No font of the machine is used, so that the same chart gives the same bytes everywhere.
 */
import { createRequire } from "node:module";
import type { Look } from "../charts/chart.ts";
import { palette } from "../letters/palette.ts";

const { light } = palette;

/** Opaque and light, also where the letter around it is dark: a picture cannot know. */
export const pictureLook: Look = {
  font: "DejaVu Sans",
  ink: light.ink,
  quiet: light.quiet,
  line: light.line,
  paper: light.card,
  good: light.accent,
  bad: light.over,
  edge: "#7b869b",
};

let renderer: Promise<typeof import("@resvg/resvg-js")> | null = null;

/** `widthPx` of the picture itself; twice what is shown keeps it sharp. */
export async function pngOf(svg: string, widthPx: number): Promise<Buffer> {
  renderer ??= import("@resvg/resvg-js");
  const { Resvg } = await renderer;
  const { resolve } = createRequire(import.meta.url);
  const fontFiles = ["DejaVuSans", "DejaVuSans-Bold"].map((name) => resolve(`dejavu-fonts-ttf/ttf/${name}.ttf`));
  const picture = new Resvg(svg, {
    background: pictureLook.paper,
    fitTo: { mode: "width", value: widthPx },
    font: { loadSystemFonts: false, fontFiles, defaultFontFamily: pictureLook.font },
  });
  return picture.render().asPng();
}
