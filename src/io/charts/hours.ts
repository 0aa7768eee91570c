/** A week by hours: a circle for each hour of each weekday, as large as its count. */
import { scaleBand, scaleSqrt } from "d3-scale";
import { type About, type Chart, drawn, round, text, width, widthOf } from "./chart.ts";

/** `counts`: a row for each weekday, 24 numbers in each. */
export type Hours = About & { weekdays: readonly string[]; counts: readonly (readonly number[])[] };

const rowHeight = 22;

export function hours(chart: Hours): Chart {
  const { weekdays, counts, look } = chart;
  const left = Math.max(...weekdays.map((day) => widthOf(day))) + 12;
  const x = scaleBand(
    Array.from({ length: 24 }, (_, hour) => hour),
    [left, width],
  );
  const radius = scaleSqrt([0, Math.max(1, ...counts.flat())], [0, Math.min(x.step(), rowHeight) / 2]);
  const lines = weekdays.map((day, row) => {
    const y = row * rowHeight + rowHeight / 2;
    const circles = (counts[row] ?? []).map((count, hour) =>
      count === 0
        ? ""
        : `<circle cx="${round((x(hour) ?? 0) + x.bandwidth() / 2)}" cy="${y}" r="${round(Math.max(1, radius(count)))}" fill="${look.good}"/>`,
    );
    return (
      `<path d="M${round(left)},${y} H${width}" stroke="${look.line}"/>` +
      text(0, y + 4, day, { colour: look.quiet }) +
      circles.join("")
    );
  });
  const bottom = weekdays.length * rowHeight;
  const labels = [0, 3, 6, 9, 12, 15, 18, 21].map((hour) =>
    text((x(hour) ?? 0) + x.bandwidth() / 2, bottom + 13, String(hour), {
      anchor: "middle",
      size: 10,
      colour: look.quiet,
    }),
  );
  return drawn(chart, bottom + 18, [...lines, ...labels].join(""));
}
