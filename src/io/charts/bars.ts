/** Lying bars, each a whole cut into its kinds, with the share that counts written beside it: promises by severity. */
import { scaleLinear } from "d3-scale";
import { stack } from "d3-shape";
import {
  type About,
  type Chart,
  drawn,
  type Fill,
  fillOf,
  fitted,
  legend,
  rect,
  text,
  width,
  widthOf,
} from "./chart.ts";

/** `note` stands at the end of the bar's line: "96% of 120". A row without anything shows an empty line. */
export type BarRow = { name: string; note: string; values: readonly number[] };
export type Bars = About & { kinds: readonly { name: string; fill: Fill }[]; rows: readonly BarRow[] };

const barHeight = 16;
const rowHeight = 40;

export function bars(chart: Bars): Chart {
  const { kinds, rows, look } = chart;
  const key = legend(chart, kinds);
  const drawnRows = rows.map(({ name, note, values }, index) => {
    const top = key.height + index * rowHeight;
    const total = values.reduce((sum, value) => sum + value, 0);
    const x = scaleLinear([0, Math.max(1, total)], [0.5, width - 0.5]);
    const layers = stack<null, number>()
      .keys(values.map((_, kind) => kind))
      .value((_, kind) => values[kind] ?? 0)([null]);
    const parts = layers.map((layer, kind) => {
      const [from = 0, to = 0] = layer[0] ?? [];
      return rect(x(from), top + 18, x(to) - x(from), barHeight, fillOf(kinds[kind]?.fill ?? "solid", chart));
    });
    const noteWidth = widthOf(note);
    return (
      text(0, top + 12, fitted(name, width - noteWidth - 10), { bold: true }) +
      text(width, top + 12, note, { anchor: "end" }) +
      (total === 0 ? rect(0.5, top + 18, width - 1, barHeight, `fill="none" stroke="${look.line}"`) : parts.join(""))
    );
  });
  return drawn(chart, key.height + rows.length * rowHeight, key.svg + drawnRows.join(""));
}
