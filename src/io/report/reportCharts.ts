/** The report's charts: which figures are drawn how. Each says its numbers in words too, and a table stands behind it. */
import { metrics } from "../../ticket/desk.ts";
import type { Language } from "../../ticket/letter.ts";
import { keptShare, type Named, type Report } from "../../ticket/report/report.ts";
import { reportWords } from "../../ticket/report/reportWords.ts";
import { bars } from "../charts/bars.ts";
import type { About, Chart, Fill, Look } from "../charts/chart.ts";
import { columns } from "../charts/columns.ts";
import { hours } from "../charts/hours.ts";
import { means } from "../charts/means.ts";
import { oneLine } from "../letters/plaintext.ts";
import { binName, dayOf, decimal, percent, told } from "./reportTables.ts";

type Metric = keyof Report["targets"];
export type ReportCharts = {
  overview: Chart;
  bySeverity: Record<Metric, Chart>;
  byStretch: Record<Metric, Chart>;
  times: Record<Metric, Chart>;
  reminders: Chart[];
  means: Chart;
  scores: Chart;
  volume: Chart;
  hours: Chart;
};

const fills: Record<"met" | "missed" | "running" | "cancelled", Fill> = {
  met: "solid",
  missed: "hatched",
  running: "empty",
  cancelled: "dotted",
};
const kinds = ["met", "missed", "running", "cancelled"] as const;

/** Longer lists than these are not read out; their table says them. */
const namedMax = 14;

export function reportCharts(report: Report, language: Language, look: Look): ReportCharts {
  const say = reportWords[language];
  const { pace } = report.period;
  const about = (id: string, title: string, parts: readonly string[]): About => ({
    id,
    title,
    description:
      parts.length === 0
        ? say.nothing
        : `${parts.slice(0, namedMax).join("; ")}${parts.length > namedMax ? "; …" : ""}`,
    look,
  });
  const ofEach = (make: (metric: Metric) => Chart): Record<Metric, Chart> => {
    const [first, next, last] = metrics;
    return { firstResponse: make(first), nextResponse: make(next), resolution: make(last) };
  };
  const stretchTitle = pace === "week" ? say.byWeek : say.byMonth;
  const days = report.volumes.byStretch.map(({ day }) => dayOf(day, language, pace));
  const promises = (id: string, title: string, rows: readonly Named[]): Chart =>
    bars({
      ...about(
        id,
        title,
        rows.map((row) => `${oneLine(row.name, 60)}: ${outcomesInWords(row, language)}`),
      ),
      kinds: kinds.map((kind) => ({ name: say.outcomes[kind], fill: fills[kind] })),
      rows: rows.map((row) => ({
        name: oneLine(row.name, 60),
        note: `${say.outcomes.kept} ${percent(keptShare(row), language)} · ${row.all}`,
        values: kinds.map((kind) => row[kind]),
      })),
    });
  return {
    overview: promises(
      "promises",
      say.promises,
      metrics.map((metric) => ({ ...report.targets[metric].total, name: say.metrics[metric] })),
    ),
    bySeverity: ofEach((metric) =>
      promises(`severity-${metric}`, `${say.metrics[metric]}: ${say.bySeverity}`, report.targets[metric].bySeverity),
    ),
    byStretch: ofEach((metric) => {
      const stretches = report.targets[metric].byStretch;
      const inWords = stretches.map((each, index) => `${days[index] ?? ""}: ${outcomesInWords(each, language)}`);
      return columns({
        ...about(`stretch-${metric}`, `${say.metrics[metric]}: ${stretchTitle}`, inWords),
        labels: days,
        series: kinds.map((kind) => ({
          name: say.outcomes[kind],
          fill: fills[kind],
          values: stretches.map((each) => each[kind]),
        })),
        counts: false,
      });
    }),
    times: ofEach((metric) => {
      const { histogram, count, medianSeconds, p90Seconds } = report.times[metric];
      const spread = `${say.count} ${count}, ${say.median} ${told(medianSeconds)}, ${say.p90} ${told(p90Seconds)}`;
      return histogramOf(about(`times-${metric}`, say.timesOf[metric], [spread, ...binsInWords(histogram)]), histogram);
    }),
    reminders: report.reminders.map((each) => {
      const name = say.letters[each.letter as keyof typeof say.letters];
      const spread = `${say.sent} ${each.count}, ${say.median} ${told(each.medianSeconds)}, ${say.p90} ${told(each.p90Seconds)}, ${say.max} ${told(each.maxSeconds)}`;
      const title = `${name}: ${say.lateness.toLowerCase()}`;
      return histogramOf(about(`late-${each.letter}`, title, [spread, ...binsInWords(each.histogram)]), each.histogram);
    }),
    ...ratingCharts(report, language, days, about),
    volume: columns({
      ...about(
        "volume",
        `${say.opened}: ${stretchTitle}`,
        report.volumes.byStretch.map(({ count }, index) => `${days[index] ?? ""}: ${count}`),
      ),
      labels: days,
      series: [{ name: say.opened, fill: "solid", values: report.volumes.byStretch.map(({ count }) => count) }],
      counts: days.length <= namedMax,
    }),
    hours: hours({
      ...about("hours", say.byHour, busiest(report, language)),
      weekdays: say.weekdays,
      counts: report.volumes.byHour,
    }),
  };
}

function ratingCharts(
  report: Report,
  language: Language,
  days: readonly string[],
  about: (id: string, title: string, parts: readonly string[]) => About,
): { means: Chart; scores: Chart } {
  const say = reportWords[language];
  const { ratings, period } = report;
  const told = ratings.byStretch.flatMap(({ mean, count }, index) =>
    mean === null ? [] : [`${days[index] ?? ""}: ${decimal(mean, language)} (${count})`],
  );
  const title = `${say.ratings}, ${say.mean.toLowerCase()}: ${period.pace === "week" ? say.byWeek : say.byMonth}`;
  return {
    means: means({ ...about("means", title, told), labels: days, points: ratings.byStretch, from: 1, to: 5 }),
    scores: columns({
      ...about(
        "scores",
        `${say.ratings}: ${say.howMany}`,
        ratings.count === 0 ? [] : ratings.scores.map((count, index) => `${index + 1}: ${count}`),
      ),
      labels: ["1", "2", "3", "4", "5"],
      series: [{ name: say.ratings, fill: "solid", values: ratings.scores }],
      counts: true,
    }),
  };
}

function histogramOf(about: About, bins: Report["times"][Metric]["histogram"]): Chart {
  const series = [{ name: about.title, fill: "solid" as const, values: bins.map(({ count }) => count) }];
  return columns({ ...about, labels: bins.map(binName), series, counts: true });
}

function binsInWords(bins: Report["times"][Metric]["histogram"]): string[] {
  return bins.filter(({ count }) => count > 0).map((bin) => `${binName(bin)}: ${bin.count}`);
}

export function outcomesInWords(outcomes: Omit<Named, "name">, language: Language): string {
  const say = reportWords[language].outcomes;
  const counts = kinds.map((kind) => `${say[kind].toLowerCase()} ${outcomes[kind]}`);
  return `${say.kept.toLowerCase()} ${percent(keptShare(outcomes), language)}, ${counts.join(", ")}`;
}

/** The hours with most tickets. */
function busiest({ volumes }: Report, language: Language): string[] {
  const { weekdays } = reportWords[language];
  const cells = volumes.byHour.flatMap((counts, day) =>
    counts.map((count, hour) => ({ name: `${weekdays[day] ?? ""} ${hour}:00`, count })),
  );
  return cells
    .filter(({ count }) => count > 0)
    .sort((a, b) => b.count - a.count)
    .slice(0, 5)
    .map(({ name, count }) => `${name}: ${count}`);
}
