/** The report for programs: as one JSON object and as CSV with one number a line, its definitions beside it. */
import { type Metric, metrics } from "../../ticket/desk.ts";
import type { Language } from "../../ticket/letter.ts";
import { keptShare, type Outcomes, type Report, type Scores, type Spread } from "../../ticket/report/report.ts";
import { type Definition, reportWords } from "../../ticket/report/reportWords.ts";
import { type Cell, csv } from "../csv.ts";

/** Instants are ISO 8601 UTC, lengths of time seconds. */
export function reportJson(report: Report, language: Language) {
  const { period, madeAt } = report;
  const withIso = <Row extends { from: number }>(rows: readonly Row[]) =>
    rows.map(({ from, ...row }) => ({ ...row, from: iso(from), ...("to" in row ? { to: iso(Number(row.to)) } : {}) }));
  const targetsOf = (metric: Metric) => {
    const targets = report.targets[metric];
    return { ...targets, keptShare: keptShare(targets.total), byStretch: withIso(targets.byStretch) };
  };
  return {
    ...report,
    period: { ...period, since: iso(period.since), until: iso(period.until) },
    madeAt: iso(madeAt),
    targets: {
      firstResponse: targetsOf("firstResponse"),
      nextResponse: targetsOf("nextResponse"),
      resolution: targetsOf("resolution"),
    },
    ratings: { ...report.ratings, byStretch: withIso(report.ratings.byStretch) },
    volumes: { ...report.volumes, byStretch: withIso(report.volumes.byStretch) },
    definitions: reportWords[language].definitions,
  };
}

function iso(at: number): string {
  return new Date(at).toISOString().replace(".000Z", "Z");
}

type Row = [figure: string, promise: string, by: string, name: string, measure: string, value: Cell, meaning: string];

export function reportCsv(report: Report, language: Language): string {
  const { definitions } = reportWords[language];
  const rows: Row[] = [];
  const add = (figure: string, by: string, name: string, values: [string, Cell, Definition][], promise = "") => {
    for (const [measure, value, meaning] of values) {
      rows.push([figure, promise, by, name, measure, value, definitions[meaning]]);
    }
  };
  const { period, tickets } = report;
  add("period", "", "", [
    ["since", iso(period.since), "period"],
    ["until", iso(period.until), "period"],
    ["timezone", period.timezone, "groups"],
    ["madeAt", iso(report.madeAt), "period"],
  ]);
  add("tickets", "", "", [
    ["opened", tickets.opened, "tickets"],
    ["closed", tickets.closed, "tickets"],
    ["reopenedTimes", tickets.reopenedTimes, "reopened"],
    ["reopenedTickets", tickets.reopenedTickets, "reopened"],
    ["spam", tickets.leftOut.spam, "leftOut"],
    ["merged", tickets.leftOut.merged, "leftOut"],
  ]);
  for (const metric of metrics) addPromise(report, metric, add);
  for (const { letter, histogram: _, ...late } of report.reminders) {
    const more: [string, Cell, Definition][] = [
      ["maxSeconds", late.maxSeconds, "reminders"],
      ["waiting", late.waiting, "reminders"],
      ["unsent", late.unsent, "reminders"],
    ];
    add("lateness", "letter", letter, [...spread(late, "reminders"), ...more]);
  }
  if (report.ideas !== null) {
    const { gathered, published, votes, planned, started, done, declined } = report.ideas;
    add("ideas", "", "", [
      ["gathered", gathered, "ideas"],
      ["published", published, "ideas"],
      ["votes", votes, "votes"],
      ["planned", planned, "ideasNow"],
      ["started", started, "ideasNow"],
      ["done", done, "ideasNow"],
      ["declined", declined, "ideasNow"],
    ]);
  }
  addDocs(report, add);
  const { ratings, volumes } = report;
  add("ratings", "", "", [...scores(ratings), ["byMachine", ratings.byMachine, "ratings"]]);
  for (const each of ratings.byAgent) add("ratings", "agent", each.address, scores(each));
  for (const each of ratings.byStretch) add("ratings", period.pace, each.day, scores(each));
  const counted = (count: number): [string, Cell, Definition][] => [["count", count, "tickets"]];
  for (const { day, count } of volumes.byStretch) add("opened", period.pace, day, counted(count));
  for (const { name, count } of volumes.bySeverity) add("opened", "severity", name, counted(count));
  for (const { name, count } of volumes.byType) add("opened", "type", name ?? "", counted(count));
  volumes.byHour.forEach((counts, day) => {
    counts.forEach((count, hour) => {
      add("opened", "weekday and hour", `${day + 1} ${hour}`, [["count", count, "byHour"]]);
    });
  });
  return csv(["figure", "promise", "by", "name", "measure", "value", "meaning"], rows);
}

type Add = (figure: string, by: string, name: string, values: [string, Cell, Definition][], promise?: string) => void;

function addDocs({ docs }: Report, add: Add): void {
  if (docs === null) return;
  add("docs", "", "", [
    ["ticketsOffered", docs.tickets.offered, "docs"],
    ["ticketsSolved", docs.tickets.solved, "docs"],
  ]);
  for (const { url, offered, solved, notSolved } of docs.guides) {
    add("docs", "guide", url, [
      ["offered", offered, "guides"],
      ["solved", solved, "guides"],
      ["notSolved", notSolved, "guides"],
    ]);
  }
}

function addPromise(report: Report, metric: Metric, add: Add): void {
  const targets = report.targets[metric];
  add("promises", "", "", outcomes(targets.total), metric);
  for (const each of targets.bySeverity) add("promises", "severity", each.name, outcomes(each), metric);
  for (const each of targets.byPlan) add("promises", "plan", each.name, outcomes(each), metric);
  for (const each of targets.byStretch) add("promises", report.period.pace, each.day, outcomes(each), metric);
  for (const each of targets.byAccount) add("promises", "account", each.name, outcomes(each), metric);
  if (targets.otherAccounts) add("promises", "other accounts", "", outcomes(targets.otherAccounts), metric);
  const times = report.times[metric];
  add("time", "", "", spread(times, "times"), metric);
  for (const each of times.bySeverity) add("time", "severity", each.name, spread(each, "times"), metric);
  for (const { fromSeconds, count } of times.histogram) {
    add("time", "from seconds", String(fromSeconds), [["count", count, "times"]], metric);
  }
}

function outcomes(counts: Outcomes): [string, Cell, Definition][] {
  return [
    ["all", counts.all, "all"],
    ["met", counts.met, "met"],
    ["missed", counts.missed, "missed"],
    ["missedOpen", counts.missedOpen, "missed"],
    ["running", counts.running, "running"],
    ["paused", counts.paused, "running"],
    ["cancelled", counts.cancelled, "cancelled"],
    ["keptShare", keptShare(counts), "kept"],
  ];
}

function spread({ count, medianSeconds, p90Seconds }: Spread, meaning: Definition): [string, Cell, Definition][] {
  return [
    ["count", count, meaning],
    ["medianSeconds", medianSeconds, "median"],
    ["p90Seconds", p90Seconds, "median"],
  ];
}

function scores({ count, mean, scores: each }: Scores): [string, Cell, Definition][] {
  const counts = each.map((given, index): [string, Cell, Definition] => [`score${index + 1}`, given, "ratings"]);
  return [["count", count, "ratings"], ["mean", mean, "fewRatings"], ...counts];
}
