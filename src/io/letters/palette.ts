/**
 * The colours of our letters and what stands on what, for light and dark. The layout and the blocks take them from here,
 * and a test computes the contrast of every pair (WCAG 2.2, 1.4.3).
 */

export type Tone =
  | "page"
  | "card"
  | "ink"
  | "quiet"
  | "line"
  | "wash"
  | "accent"
  | "onAccent"
  | "warnWash"
  | "warnInk"
  | "over";

export const palette: { light: Record<Tone, string>; dark: Record<Tone, string> } = {
  light: {
    page: "#f2f4f5",
    card: "#ffffff",
    ink: "#1b252d",
    quiet: "#53616d",
    line: "#dce3e7",
    wash: "#f1f5f6",
    accent: "#0b6471",
    onAccent: "#ffffff",
    warnWash: "#fdf1dc",
    warnInk: "#6b3d00",
    over: "#b4431f",
  },
  dark: {
    page: "#11161a",
    card: "#1a2126",
    ink: "#e7edf0",
    quiet: "#a6b4be",
    line: "#35424b",
    wash: "#222b31",
    accent: "#74c7d3",
    onAccent: "#0c2126",
    warnWash: "#3b2d15",
    warnInk: "#ffd493",
    over: "#f08a63",
  },
};

/** Every text colour with the grounds it is set on. */
export const pairs: [text: Tone, ground: Tone][] = [
  ["ink", "card"],
  ["ink", "wash"],
  ["quiet", "card"],
  ["quiet", "page"],
  ["quiet", "wash"],
  ["accent", "card"],
  ["accent", "page"],
  ["accent", "wash"],
  ["onAccent", "accent"],
  ["warnInk", "warnWash"],
];
