/**
 * The report as HTML: each figure as a chart, with its table behind it and its meaning beside it. Used by the desk's page
 * and by `intray report --html`, whose file needs nothing else.
 */
import { html, raw } from "hono/html";
import type { Chart, Look } from "../io/charts/chart.ts";
import { type ReportCharts, reportCharts } from "../io/report/reportCharts.ts";
import {
  binsTable,
  docsTables,
  ideasTables,
  overview,
  promiseTables,
  ratingTables,
  remindersTable,
  type Table,
  ticketFacts,
  timesTable,
  volumeTables,
} from "../io/report/reportTables.ts";
import { metrics } from "../ticket/desk.ts";
import type { Language } from "../ticket/letter.ts";
import type { Report } from "../ticket/report/report.ts";
import { type Definition, type ReportWords, reportWords } from "../ticket/report/reportWords.ts";
import { wallTimeOf } from "./words.ts";

/** The colours of the page, which follow light and dark. */
const look: Look = {
  font: "inherit",
  ink: "var(--ink)",
  quiet: "var(--soft)",
  line: "var(--line)",
  paper: "var(--paper)",
  good: "var(--accent)",
  bad: "var(--warn)",
  edge: "var(--edge)",
};

export const reportStyle = `
.report section { background: var(--paper); border: 1px solid var(--line); border-radius: .75rem; padding: 1.25rem 1.5rem; margin: 0 0 1.25rem; } .report h2 { margin: 0 0 .5rem; }
.report h3 { margin: 1.25rem 0 .5rem; } .charts { display: grid; grid-template-columns: repeat(auto-fit, minmax(min(100%, 21rem), 1fr)); gap: 1.25rem 2rem; } figure { margin: 0; min-width: 0; }
figcaption { font-weight: 600; margin: 0 0 .4rem; } .chart { display: block; width: 100%; height: auto; max-width: 34rem; } .report .scroll { overflow-x: auto; max-width: 100%; margin: .4rem 0 1rem; }
.report .scroll:focus-visible { outline: .2rem solid var(--ink); outline-offset: .15rem; } .report table { border-collapse: collapse; font-size: .9rem; font-variant-numeric: tabular-nums; overflow-wrap: normal; }
.report caption { text-align: left; font-weight: 600; padding: 0 0 .3rem; } .report th, .report td { padding: .3rem .7rem .3rem 0; text-align: right; border-top: 1px solid var(--line); vertical-align: top; } .report th:first-child { text-align: left; font-weight: 400; min-width: 7rem; max-width: 20rem; overflow-wrap: anywhere; }
.report thead th, .report thead th:first-child { font-weight: 600; color: var(--soft); border-top: 0; vertical-align: bottom; } .means { margin: 1rem 0 0; color: var(--soft); font-size: .9rem; } .means p { margin: 0 0 .3rem; }
@media (min-width: 40rem) { .report .facts dt { min-width: 17rem; } } .asked { display: flex; flex-wrap: wrap; gap: .5rem 1rem; align-items: end; margin: 0 0 1rem; } .asked label { font-weight: 600; margin: 0; } .asked input { width: 11rem; margin: .25rem 0 0; } .asked p { margin: 0; flex-basis: 100%; }
@media print { body { background: none; font-size: 10pt; } .top, .skip, .asked, .links { display: none !important; } .desk main, .report main { max-width: none; padding: 0; } .report section { border: 0; padding: 0; margin: 0 0 1.5rem; }
figure, tr { break-inside: avoid; } h2, h3, figcaption { break-after: avoid; } .charts { grid-template-columns: 1fr 1fr; } details::details-content { content-visibility: visible; display: block; height: auto; } summary { list-style: none; } .report .scroll { overflow: visible; } .report table { font-size: 8pt; } .report th, .report td { padding-right: .35rem; } }
@media print and (prefers-color-scheme: dark) { :root { --ink: #1d2433; --soft: #4d5870; --ground: #ffffff; --paper: #ffffff; --line: #d5dae3; --accent: #1f5fbf; --edge: #7b869b; --warn: #b4431f; } }
`;

type Html = ReturnType<typeof html>;

export function reportBody(report: Report, language: Language): Html {
  const say = reportWords[language];
  const charts = reportCharts(report, language, look);
  const { period, madeAt } = report;
  const at = (instant: number) => wallTimeOf(instant, period.timezone, language);
  return html`<div class="report">
<p>${say.period}: <strong>${at(period.since)}</strong> ${say.to} <strong>${at(period.until)}</strong>, ${say.inZone} ${period.timezone}. ${say.madeAt}: ${at(madeAt)}. ${say.definitions.period}</p>
<section><h2>${say.volumes}</h2>${factsOf(report, language)}
<div class="charts">${figure(charts.volume)}${figure(charts.hours)}</div>${behind(volumeTables(report, language), say)}${meaning(["tickets", "reopened", "leftOut", "waits", "byHour"], say)}</section>
<section><h2>${say.promises}</h2>
<div class="charts">${figure(charts.overview)}</div>${tableOf(overview(report, language))}${meaning(["all", "met", "missed", "running", "cancelled", "kept", "groups"], say)}
${promisesOf(report, charts, language)}</section>
<section><h2>${say.times}</h2>
<div class="charts">${metrics.map((metric) => figure(charts.times[metric]))}</div>
${metrics.map((metric) => tableOf(timesTable(report, metric, language)))}
${behind(
  metrics.map((metric) => binsTable(say.timesOf[metric], report.times[metric].histogram, say.usedTime, language)),
  say,
)}${meaning(["times", "median"], say)}</section>
<section><h2>${say.reminders}</h2>
${charts.reminders.length === 0 ? html`<p>${say.nothing}</p>` : html`<div class="charts">${charts.reminders.map(figure)}</div>${tableOf(remindersTable(report, language))}`}
${behind(
  report.reminders.map((each) =>
    binsTable(say.letters[each.letter as keyof typeof say.letters], each.histogram, say.lateness, language),
  ),
  say,
)}${meaning(["reminders"], say)}</section>
<section><h2>${say.ratings}</h2>
<div class="charts">${figure(charts.means)}${figure(charts.scores)}</div>${ratings(report, language)}${meaning(["ratings", "fewRatings"], say)}</section>
${report.ideas === null ? "" : html`<section><h2>${say.ideas}</h2>${ideasTables(report, language).map(tableOf)}${meaning(["ideas", "ideasNow", "votes"], say)}</section>`}
${report.docs === null ? "" : html`<section><h2>${say.docs}</h2>${docsTables(report, language).map(tableOf)}${meaning(["guides", "docs"], say)}</section>`}
</div>`;
}

function promisesOf(report: Report, charts: ReportCharts, language: Language): Html[] {
  const say = reportWords[language];
  const tables = promiseTables(report, language);
  return metrics.map(
    (metric) => html`<h3>${say.metrics[metric]}</h3>
<div class="charts">${figure(charts.byStretch[metric])}${figure(charts.bySeverity[metric])}</div>${behind(tables[metric], say)}`,
  );
}

function ratings(report: Report, language: Language): Html {
  const [byAgent, byStretch] = ratingTables(report, language);
  const say = reportWords[language];
  return html`${byAgent ? tableOf(byAgent) : ""}${byStretch ? behind([byStretch], say) : ""}`;
}

function factsOf(report: Report, language: Language): Html {
  const rows = ticketFacts(report, language).map(([name, value]) => html`<div><dt>${name}</dt><dd>${value}</dd></div>`);
  return html`<dl class="facts">${rows}</dl>`;
}

function figure({ svg, title }: Chart): Html {
  return html`<figure><figcaption>${title}</figcaption>${raw(svg)}</figure>`;
}

function behind(tables: readonly Table[], say: ReportWords): Html {
  if (tables.length === 0) return html``;
  return html`<details><summary>${say.asTable}</summary>${tables.map(tableOf)}</details>`;
}

/** A wide table scrolls by itself, also by keyboard. */
function tableOf({ caption, columns, rows }: Table): Html {
  const head = columns.map((column) => html`<th scope="col">${column}</th>`);
  const lines = rows.map(
    ([name = "", ...cells]) =>
      html`<tr><th scope="row">${name}</th>${cells.map((cell) => html`<td>${String(cell)}</td>`)}</tr>`,
  );
  return html`<div class="scroll" role="region" aria-label="${caption}" tabindex="0"><table><caption>${caption}</caption><thead><tr>${head}</tr></thead><tbody>${lines}</tbody></table></div>`;
}

function meaning(words: readonly Definition[], say: ReportWords): Html {
  return html`<div class="means"><p><strong>${say.whatItMeans}</strong></p>${words.map((word) => html`<p>${say.definitions[word]}</p>`)}</div>`;
}
