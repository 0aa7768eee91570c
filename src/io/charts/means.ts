/** A mean over time as a line of points; a point of few values is hollow, and where there is none the line breaks. */
import { scaleLinear, scalePoint } from "d3-scale";
import { line } from "d3-shape";
import { type About, type Chart, drawn, round, text, width, widthOf } from "./chart.ts";

export type Means = About & {
  labels: readonly string[];
  points: readonly { mean: number | null; isFew: boolean }[];
  /** The ends of the scale. */
  from: number;
  to: number;
};

const plotHeight = 130;
const left = 16;

export function means(chart: Means): Chart {
  const { labels, points, look, from, to } = chart;
  const places = points.map((_, index) => String(index));
  const x = scalePoint(places, [left + 8, width - 8]);
  const y = scaleLinear([from, to], [plotHeight, 8]);
  const at = (index: number) => x(String(index)) ?? left;
  const path = line<{ mean: number | null }>()
    .defined(({ mean }) => mean !== null)
    .x((_, index) => at(index))
    .y(({ mean }) => y(mean ?? from))
    .digits(2);
  const grid = Array.from({ length: to - from + 1 }, (_, step) => from + step).map(
    (value) =>
      `<path d="M${left},${y(value)} H${width}" stroke="${value === from ? look.edge : look.line}"/>` +
      text(left - 6, y(value) + 4, String(value), { anchor: "end", colour: look.quiet }),
  );
  const dots = points.map(({ mean, isFew }, index) =>
    mean === null
      ? ""
      : `<circle cx="${round(at(index))}" cy="${round(y(mean))}" r="3.4" stroke="${look.good}" stroke-width="1.6" fill="${isFew ? look.paper : look.good}"/>`,
  );
  const widest = Math.max(1, ...labels.map((label) => widthOf(label, 10))) + 6;
  const every = Math.max(1, Math.ceil(widest / Math.max(1, x.step())));
  const below = labels.flatMap((label, index) => {
    if (index % every !== 0) return [];
    const half = widthOf(label, 10) / 2;
    const middle = Math.min(width - half, Math.max(half, at(index)));
    return [text(middle, plotHeight + 15, label, { anchor: "middle", size: 10, colour: look.quiet })];
  });
  const curve = `<path d="${path([...points]) ?? ""}" fill="none" stroke="${look.good}" stroke-width="1.6"/>`;
  return drawn(chart, plotHeight + 20, [...grid, curve, ...dots, ...below].join(""));
}
