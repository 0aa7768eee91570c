/** Columns of counts side by side, each stacked of its kinds: promises by week, or how long answers took. */
import { scaleBand, scaleLinear } from "d3-scale";
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

export type Series = { name: string; fill: Fill; values: readonly number[] };

/** `labels` name the columns; `values` of each series has one number for each. `counts`: write each column's sum over it. */
export type Columns = About & { labels: readonly string[]; series: readonly Series[]; counts: boolean };

const plotHeight = 150;

export function columns(chart: Columns): Chart {
  const { labels, series, look } = chart;
  const key = series.length > 1 ? legend(chart, series) : { svg: "", height: chart.counts ? 12 : 6 };
  const sums = labels.map((_, column) => series.reduce((sum, { values }) => sum + (values[column] ?? 0), 0));
  const y = scaleLinear()
    .domain([0, Math.max(1, ...sums)])
    .nice(4)
    .range([key.height + plotHeight, key.height + 4]);
  const ticks = y.ticks(4).filter(Number.isInteger);
  const left = Math.max(...ticks.map((tick) => widthOf(String(tick)))) + 8;
  const places = labels.map((_, column) => String(column));
  const x = scaleBand(places, [left, width]).padding(labels.length > 30 ? 0.12 : 0.22);
  const grid = ticks.map(
    (tick) =>
      `<path d="M${left},${y(tick)} H${width}" stroke="${tick === 0 ? look.edge : look.line}"/>` +
      text(left - 6, y(tick) + 4, String(tick), { anchor: "end", colour: look.quiet }),
  );
  const layers = stack<number, number>()
    .keys(series.map((_, index) => index))
    .value((column, index) => series[index]?.values[column] ?? 0)(labels.map((_, column) => column));
  const bars = layers.flatMap((layer, index) =>
    layer.map(([from, to], column) =>
      rect(
        x(String(column)) ?? 0,
        y(to),
        x.bandwidth(),
        y(from) - y(to),
        fillOf(series[index]?.fill ?? "solid", chart),
      ),
    ),
  );
  const middle = (column: number) => (x(String(column)) ?? 0) + x.bandwidth() / 2;
  const over = chart.counts
    ? sums.map((sum, column) =>
        sum === 0 ? "" : text(middle(column), y(sum) - 3, String(sum), { anchor: "middle", size: 10 }),
      )
    : [];
  const bottom = key.height + plotHeight;
  return drawn(
    chart,
    bottom + 20,
    [key.svg, ...grid, ...bars, ...over, ...below(labels, x.step(), middle, bottom, look.quiet)].join(""),
  );
}

/** As many labels as fit side by side, always the first. */
function below(
  labels: readonly string[],
  step: number,
  middle: (column: number) => number,
  bottom: number,
  colour: string,
): string[] {
  const widest = Math.max(1, ...labels.map((label) => widthOf(label, 10))) + 6;
  const every = Math.max(1, Math.ceil(widest / step));
  return labels.flatMap((label, column) => {
    if (column % every !== 0) return [];
    const half = widthOf(label, 10) / 2;
    const at = Math.min(width - half, Math.max(half, middle(column)));
    return [text(at, bottom + 14, fitted(label, width / 2, 10), { anchor: "middle", size: 10, colour })];
  });
}
