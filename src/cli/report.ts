/** `intray report`: what became of a period's promises, ratings and volumes; as text, JSON, CSV or an HTML file. */
import { html, raw } from "hono/html";
import { openDesks } from "../flow/desks.ts";
import { askReport } from "../flow/report/report.ts";
import { reportCsv, reportJson } from "../io/report/reportData.ts";
import {
  docsTables,
  ideasTables,
  overview,
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
import { refuseMoments } from "../ticket/report/reportPeriod.ts";
import { type Definition, reportWords } from "../ticket/report/reportWords.ts";
import { pageStyle } from "../web/page.ts";
import { reportBody, reportStyle } from "../web/reportBody.ts";
import { wallTimeOf } from "../web/words.ts";
import { type Command, print, printJson, readWords, UsageError } from "./command.ts";
import { withDatabase } from "./open.ts";

export const report: Command = {
  name: "report",
  usage: `npx intray report [--since DATE] [--until DATE] [--language en|pl] [--json | --csv | --html]

Dates are local days of the desk, both included; instants are ISO 8601 with an offset. Without them: the last 28 days.
--html writes a page that needs nothing else; every figure is explained beside it.
Example: npx intray report --since 2026-10-01 --until 2026-10-31 --html > october.html`,
  async run(argv) {
    const { values } = readWords("report", argv, {
      since: { type: "string" },
      until: { type: "string" },
      language: { type: "string" },
      json: { type: "boolean", default: false },
      csv: { type: "boolean", default: false },
      html: { type: "boolean", default: false },
    });
    const { json, csv, html: asPage } = values;
    if ([json, csv, asPage].filter(Boolean).length > 1) {
      throw new UsageError("intray report: choose one of --json, --csv and --html");
    }
    if (values.language !== undefined && !["en", "pl"].includes(values.language)) {
      throw new UsageError(`intray report: there is no language "${values.language}"; use en or pl`);
    }
    const unreadable = refuseMoments(values);
    if (unreadable !== null) throw new UsageError(`intray report: ${unreadable}`);
    return await withDatabase([], async ({ pool }) => {
      const now = Date.now();
      const asked = await askReport(pool, openDesks(Date.now), values, now);
      if ("wrong" in asked) throw new UsageError(`intray report: ${asked.wrong}`);
      const language = values.language === undefined ? asked.desk.language : (values.language as Language);
      if (json) printJson(reportJson(asked.ok, language));
      else if (csv) process.stdout.write(reportCsv(asked.ok, language));
      else if (asPage) print(await standalone(asked.ok, language, asked.desk.name));
      else for (const line of inWords(asked.ok, language)) print(line);
      return 0;
    });
  },
};

async function standalone(made: Report, language: Language, deskName: string): Promise<string> {
  const { title } = reportWords[language];
  const written = await html`<!doctype html>
<html lang="${language}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${title} · ${deskName}</title>
<style>${raw(pageStyle)}${raw(reportStyle)}.report main { max-width: 76rem; }</style>
</head>
<body class="report"><main><h1>${title}: ${deskName}</h1>${reportBody(made, language)}</main></body>
</html>`;
  return String(written);
}

/** Headings, tables and what they mean. */
export function inWords(made: Report, language: Language): string[] {
  const say = reportWords[language];
  const { period } = made;
  const at = (instant: number) => wallTimeOf(instant, period.timezone, language);
  const facts = ticketFacts(made, language);
  const [byAgent] = ratingTables(made, language);
  const volumes = volumeTables(made, language).filter(({ columns }) => columns.length === 2);
  return [
    `${say.title}: ${at(period.since)} ${say.to} ${at(period.until)} (${period.timezone})`,
    "",
    ...tableLines({ caption: say.volumes, columns: [], rows: facts }),
    ...volumes.flatMap(tableLines),
    ...tableLines(overview(made, language)),
    ...meanings(["all", "met", "missed", "running", "cancelled", "kept"], language),
    ...metrics.flatMap((metric) => tableLines(timesTable(made, metric, language))),
    ...meanings(["times", "median"], language),
    ...(made.reminders.length === 0 ? [] : tableLines(remindersTable(made, language))),
    ...meanings(["reminders"], language),
    ...(byAgent ? tableLines(byAgent) : []),
    ...meanings(["ratings", "fewRatings"], language),
    ...ideasTables(made, language).flatMap(tableLines),
    ...docsTables(made, language).flatMap(tableLines),
    ...meanings(["ideas", "ideasNow", "votes", "guides", "docs", "leftOut", "period"], language),
  ];
}

function meanings(words: Definition[], language: Language): string[] {
  const { definitions } = reportWords[language];
  return [...words.map((word) => `  ${definitions[word]}`), ""];
}

function tableLines({ caption, columns, rows }: Table): string[] {
  const cells = [...(columns.length === 0 ? [] : [columns]), ...rows].map((row) => row.map(String));
  const widths = cells.reduce<number[]>(
    (widest, row) => row.map((cell, column) => Math.max(widest[column] ?? 0, cell.length)),
    [],
  );
  const lines = cells.map((row) =>
    row
      .map((cell, column) => (column === 0 ? cell.padEnd(widths[0] ?? 0) : cell.padStart(widths[column] ?? 0)))
      .join("  "),
  );
  return [caption, ...lines.map((line) => `  ${line.trimEnd()}`), ""];
}
