/** The report's figures as tables, in the reader's language: what stands behind the charts, on a terminal and on a page. */
import { metrics } from "../../ticket/desk.ts";
import { tellDuration } from "../../ticket/duration.ts";
import type { Language } from "../../ticket/letter.ts";
import {
  type Bin,
  keptShare,
  type Outcomes,
  type Report,
  type Scores,
  type Spread,
} from "../../ticket/report/report.ts";
import { reportWords } from "../../ticket/report/reportWords.ts";
import { oneLine } from "../letters/plaintext.ts";

export type Cell = string | number;
/** The first column names the row. */
export type Table = { caption: string; columns: string[]; rows: Cell[][] };

/** Seconds as people say them: "1 h 30 min", "12 s", "0.4 s"; a dash for none. */
export function told(seconds: number | null): string {
  if (seconds === null) return "–";
  if (seconds < 10) return `${Math.round(seconds * 10) / 10} s`;
  const unit = seconds < 600 ? 1 : 60;
  return tellDuration(Math.round(seconds / unit) * unit * 1_000);
}

/** "96%", "99.5%": never rounded up to all, so that a hundred means each one. */
export function percent(share: number | null, language: Language): string {
  if (share === null) return "–";
  const tenths = share < 1 ? Math.min(999, Math.round(share * 1_000)) : 1_000;
  return `${decimal(tenths / 10, language)}%`;
}

/** Making one of these takes longer than writing a hundred numbers with it. */
const formats = { en: formatsOf("en-GB"), pl: formatsOf("pl-PL") };

function formatsOf(tag: string) {
  const date = (form: Intl.DateTimeFormatOptions) => new Intl.DateTimeFormat(tag, { ...form, timeZone: "UTC" });
  return {
    decimal: new Intl.NumberFormat(tag, { maximumFractionDigits: 2 }),
    week: date({ day: "numeric", month: "short" }),
    month: date({ month: "short", year: "numeric" }),
    full: date({ day: "numeric", month: "long", year: "numeric" }),
  };
}

/** The local date of an instant that begins a local day: "2 Nov". */
export function dayOf(day: string, language: Language, pace: "week" | "month" | "full"): string {
  return formats[language][pace].format(Date.parse(`${day}T00:00:00Z`));
}

export function binName({ fromSeconds, toSeconds }: Bin): string {
  if (toSeconds === null) return `> ${shortly(fromSeconds)}`;
  return fromSeconds === 0 ? `≤ ${shortly(toSeconds)}` : `–${shortly(toSeconds)}`;
}

function shortly(seconds: number): string {
  if (seconds < 60) return `${seconds} s`;
  return seconds < 3_600 ? `${seconds / 60} min` : `${seconds / 3_600} h`;
}

export function promiseTables(report: Report, language: Language): Record<keyof Report["targets"], Table[]> {
  const say = reportWords[language];
  const { pace } = report.period;
  const tablesOf = (metric: keyof Report["targets"]): Table[] => {
    const { total, bySeverity, byPlan, byStretch, byAccount, otherAccounts } = report.targets[metric];
    const named = (caption: string, first: string, rows: ({ name: string } & Outcomes)[]): Table => ({
      caption: `${say.metrics[metric]}: ${caption}`,
      columns: [first, ...outcomeColumns(language)],
      rows: rows.map(({ name, ...outcomes }) => [oneLine(name, 200), ...outcomeCells(outcomes, language)]),
    });
    const others =
      otherAccounts === null ? [] : [{ ...otherAccounts, name: `${say.others} (${otherAccounts.accounts})` }];
    const accounts = byAccount.map((each) => ({ ...each, name: each.name || say.unknownAccount }));
    return [
      named(say.bySeverity, say.severity, [...bySeverity, { ...total, name: say.total }]),
      named(say.byPlan, say.plan, byPlan),
      named(
        pace === "week" ? say.byWeek : say.byMonth,
        pace === "week" ? say.week : say.month,
        byStretch.map((each) => ({ ...each, name: dayOf(each.day, language, pace === "week" ? "full" : "month") })),
      ),
      named(say.byAccount, say.account, [...accounts, ...others]),
    ];
  };
  return {
    firstResponse: tablesOf("firstResponse"),
    nextResponse: tablesOf("nextResponse"),
    resolution: tablesOf("resolution"),
  };
}

/** All promises at a glance. */
export function overview(report: Report, language: Language): Table {
  const say = reportWords[language];
  return {
    caption: `${say.promises}: ${say.total.toLowerCase()}`,
    columns: [say.promises, ...outcomeColumns(language)],
    rows: metrics.map((metric) => [say.metrics[metric], ...outcomeCells(report.targets[metric].total, language)]),
  };
}

function outcomeColumns(language: Language): string[] {
  const { all, met, missed, missedOpen, running, paused, cancelled, kept } = reportWords[language].outcomes;
  return [kept, all, met, missed, missedOpen, running, paused, cancelled];
}

function outcomeCells(outcomes: Outcomes, language: Language): Cell[] {
  const { all, met, missed, missedOpen, running, paused, cancelled } = outcomes;
  return [percent(keptShare(outcomes), language), all, met, missed, missedOpen, running, paused, cancelled];
}

export function timesTable(report: Report, metric: keyof Report["times"], language: Language): Table {
  const say = reportWords[language];
  const times = report.times[metric];
  return {
    caption: `${say.timesOf[metric]}: ${say.bySeverity}`,
    columns: [say.severity, say.count, say.median, say.p90],
    rows: [...times.bySeverity, { ...times, name: say.total }].map(({ name, ...spread }) => [
      oneLine(name, 200),
      ...spreadCells(spread),
    ]),
  };
}

function spreadCells({ count, medianSeconds, p90Seconds }: Spread): Cell[] {
  return [count, told(medianSeconds), told(p90Seconds)];
}

export function binsTable(caption: string, bins: readonly Bin[], first: string, language: Language): Table {
  return { caption, columns: [first, reportWords[language].count], rows: bins.map((bin) => [binName(bin), bin.count]) };
}

export function remindersTable({ reminders }: Report, language: Language): Table {
  const say = reportWords[language];
  return {
    caption: say.reminders,
    columns: [say.name, say.sent, say.median, say.p90, say.max, say.waiting, say.unsent],
    rows: reminders.map((each) => [
      say.letters[each.letter as keyof typeof say.letters],
      ...spreadCells(each),
      told(each.maxSeconds),
      each.waiting,
      each.unsent,
    ]),
  };
}

export function ratingTables(report: Report, language: Language): Table[] {
  const say = reportWords[language];
  const { ratings, period } = report;
  const columns = [say.mean, say.count, "1", "2", "3", "4", "5"];
  const isByWeek = period.pace === "week";
  return [
    {
      caption: `${say.ratings}: ${say.byAgent}`,
      columns: [say.agent, ...columns],
      rows: [...ratings.byAgent, { ...ratings, name: say.total }].map((each) => [
        oneLine(each.name, 200),
        ...scoreCells(each, language),
      ]),
    },
    {
      caption: `${say.ratings}: ${isByWeek ? say.byWeek : say.byMonth}`,
      columns: [isByWeek ? say.week : say.month, ...columns],
      rows: ratings.byStretch.map((each) => [
        dayOf(each.day, language, isByWeek ? "full" : "month"),
        ...scoreCells(each, language),
      ]),
    },
  ];
}

function scoreCells({ mean, isFew, count, scores }: Scores, language: Language): Cell[] {
  const { few } = reportWords[language];
  const written = mean === null ? "–" : decimal(mean, language);
  return [isFew && count > 0 ? `${written} (${few})` : written, count, ...scores];
}

export function decimal(value: number, language: Language): string {
  return formats[language].decimal.format(value);
}

export function volumeTables(report: Report, language: Language): Table[] {
  const say = reportWords[language];
  const { volumes, period } = report;
  const isByWeek = period.pace === "week";
  return [
    {
      caption: `${say.opened}: ${isByWeek ? say.byWeek : say.byMonth}`,
      columns: [isByWeek ? say.week : say.month, say.count],
      rows: volumes.byStretch.map(({ day, count }) => [dayOf(day, language, isByWeek ? "full" : "month"), count]),
    },
    {
      caption: `${say.opened}: ${say.bySeverity}`,
      columns: [say.severity, say.count],
      rows: volumes.bySeverity.map(({ name, count }) => [oneLine(name, 200), count]),
    },
    {
      caption: `${say.opened}: ${say.byType}`,
      columns: [say.type, say.count],
      rows: volumes.byType.map(({ name, count }) => [name === null ? say.noType : oneLine(name, 200), count]),
    },
    {
      caption: say.byHour,
      columns: [say.weekday, ...Array.from({ length: 24 }, (_, hour) => String(hour))],
      rows: volumes.byHour.map((counts, day) => [say.weekdays[day] ?? "", ...counts]),
    },
  ];
}

/** What is one number each. */
export function ticketFacts({ tickets, waits, ratings }: Report, language: Language): [name: string, value: string][] {
  const say = reportWords[language];
  return [
    [say.opened, String(tickets.opened)],
    [say.closed, String(tickets.closed)],
    [say.reopenedTimes, String(tickets.reopenedTimes)],
    [say.reopenedTickets, String(tickets.reopenedTickets)],
    [say.spam, String(tickets.leftOut.spam)],
    [say.merged, String(tickets.leftOut.merged)],
    [say.waits, `${waits.count} (${say.median}: ${told(waits.medianSeconds)})`],
    [say.byMachine, String(ratings.byMachine)],
  ];
}

/** The ideas' counts; none for the report of one account. */
export function ideasTables({ ideas }: Report, language: Language): Table[] {
  if (ideas === null) return [];
  const say = reportWords[language];
  const { gathered, published, votes, planned, started, done, declined } = say.ideasOf;
  const columns = [say.ideas, gathered, published, votes, planned, started, done, declined];
  const row = [say.total, ideas.gathered, ideas.published, ideas.votes];
  return [{ caption: say.ideas, columns, rows: [[...row, ideas.planned, ideas.started, ideas.done, ideas.declined]] }];
}

/** What customers said of the guides they were offered; none for the report of one account. */
export function docsTables({ docs }: Report, language: Language): Table[] {
  if (docs === null) return [];
  const say = reportWords[language];
  const { offered, solved } = docs.tickets;
  return [
    {
      caption: say.docs,
      columns: [say.guide, say.offered, say.solved, say.notSolved],
      rows: [
        ...docs.guides.map((each): Cell[] => [oneLine(each.title, 200), each.offered, each.solved, each.notSolved]),
        [say.ticketsOffered, offered, `${solved} (${percent(offered === 0 ? null : solved / offered, language)})`, "–"],
      ],
    },
  ];
}

/** The week's ideas and guides in a line each. */
export function wishFacts({ ideas, docs }: Report, language: Language): [name: string, value: string][] {
  const say = reportWords[language];
  const { gathered, published, votes } = say.ideasOf;
  const counts = ideas && [
    `${gathered.toLowerCase()} ${ideas.gathered}`,
    `${published.toLowerCase()} ${ideas.published}`,
    `${votes.toLowerCase()} ${ideas.votes}`,
  ];
  const spared =
    docs && `${say.offered.toLowerCase()} ${docs.tickets.offered}, ${say.solved.toLowerCase()} ${docs.tickets.solved}`;
  return [
    ...(counts ? [[say.ideas, counts.join(", ")] as [string, string]] : []),
    ...(spared ? [[say.docs, spared] as [string, string]] : []),
  ];
}
