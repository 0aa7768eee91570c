/** The samples of the mailed reports: a made-up week and month, counted as real ones are. */
import type { LetterData } from "../ticket/letter.ts";
import { type Counted, makeReport } from "../ticket/report/report.ts";
import type { MonthlyPromise } from "../ticket/report/reportLetter.ts";
import { type Period, stretchesOfPeriod } from "../ticket/report/reportPeriod.ts";
import type { KindGroup, Outcome, StretchGroup } from "../ticket/report/reportRows.ts";

const timezone = "Europe/Warsaw";
const hourMs = 3_600_000;
const instant = (text: string) => Date.parse(text);
const names = {
  severities: ["A", "B", "C", "non-urgent"],
  plans: ["standard", "enterprise"],
  agents: { "jan@acme.example": { name: "Jan Kowalski" }, "ola@acme.example": { name: "Ola Zielińska" } },
};
const until = instant("2026-10-19T00:00:00+02:00");
const madeAt = instant("2026-10-19T09:00:00+02:00");

export function samplesOfReports(): Pick<LetterData, "weeklyReport" | "monthlyReport"> {
  const report = (since: string, end = until) => {
    const period: Period = { since: instant(since), until: end, timezone };
    return makeReport(period, counted(stretchesOfPeriod(period).stretches.length), names, madeAt);
  };
  return {
    weeklyReport: {
      timezone,
      agentName: "Ewa Nowak",
      day: "2026-10-12",
      week: report("2026-10-12T00:00:00+02:00"),
      weeks: report("2026-08-24T00:00:00+02:00"),
      reportUrl: "https://desk.acme.example/desk/report?since=2026-10-12&until=2026-10-18",
    },
    monthlyReport: {
      timezone,
      contactName: "Ada Nowak",
      account: "Shop Example sp. z o.o.",
      day: "2026-09-01",
      report: report("2026-09-01T00:00:00+02:00", instant("2026-10-01T00:00:00+02:00")),
      promises,
      unlisted: 0,
    },
  };
}

const promises: MonthlyPromise[] = [
  {
    ticketId: 1042,
    severity: "A",
    metric: "firstResponse",
    outcome: "missed",
    targetMs: hourMs,
    startedAt: instant("2026-09-08T09:00:00+02:00"),
    dueAt: instant("2026-09-08T10:00:00+02:00"),
    stoppedAt: instant("2026-09-08T10:20:00+02:00"),
    usedMs: 80 * 60_000,
  },
  {
    ticketId: 1043,
    severity: "B",
    metric: "firstResponse",
    outcome: "met",
    targetMs: 2 * hourMs,
    startedAt: instant("2026-09-09T09:00:00+02:00"),
    dueAt: instant("2026-09-09T11:00:00+02:00"),
    stoppedAt: instant("2026-09-09T09:30:00+02:00"),
    usedMs: 30 * 60_000,
  },
];

/** Each week a little other than the one before. */
function counted(stretchCount: number): Counted {
  const weeks = Array.from({ length: stretchCount }, (_, index) => index + 1);
  const outcomes = weeks.flatMap((stretch) =>
    (["firstResponse", "nextResponse", "resolution"] as const).flatMap((metric) =>
      names.severities.flatMap((severity, place) => [
        group(metric, severity, stretch, "met", 4 + place * 2 + (stretch % 3)),
        group(metric, severity, stretch, "missed", place === 0 ? stretch % 2 : 0),
        group(metric, severity, stretch, "running", stretch === stretchCount ? 1 : 0),
      ]),
    ),
  );
  const spread = (count: number, medianMs: number) => ({ count, medianMs, p90Ms: 3 * medianMs });
  const byHour = [1, 2, 3, 4, 5].flatMap((weekday) =>
    [8, 9, 10, 11, 13, 14, 15].map((hour) => ({ weekday, hour, count: ((weekday * hour) % 4) + 1 })),
  );
  return {
    clocks: {
      kinds: outcomes,
      stretches: outcomes,
      accounts: [],
      spreads: [
        { metric: "firstResponse", severity: null, ...spread(31, 25 * 60_000) },
        { metric: "nextResponse", severity: null, ...spread(31, 40 * 60_000) },
        { metric: "resolution", severity: null, ...spread(31, 3 * hourMs) },
      ],
      histogram: [],
      waits: { count: 6, medianMs: 5 * hourMs },
    },
    volumes: {
      totals: { opened: 31 * stretchCount, spam: 2, merged: 1 },
      hours: byHour,
      kinds: names.severities.map((severity) => ({ severity, requestType: "issue", count: 8 })),
      stretches: weeks.map((stretch) => ({ stretch, count: 29 + (stretch % 4) })),
      closed: 28 * stretchCount,
      reopened: { times: 2, tickets: 2 },
    },
    ratings: {
      byMachine: 1,
      scores: weeks.flatMap((stretch) => [
        { stretch, agent: "jan@acme.example", score: 5, count: 9 },
        { stretch, agent: "jan@acme.example", score: 4 - (stretch % 2), count: 3 },
        { stretch, agent: "ola@acme.example", score: 4, count: 2 },
      ]),
    },
    ideas: { gathered: 3, published: 2, votes: 14, planned: 5, started: 1, done: 7, declined: 2 },
    docs: {
      guides: [
        {
          title: "Export your orders as CSV",
          url: "https://docs.acme.example/export",
          offered: 9,
          solved: 4,
          notSolved: 1,
        },
        {
          title: "Print shipping labels",
          url: "https://docs.acme.example/labels",
          offered: 5,
          solved: 1,
          notSolved: 2,
        },
      ],
      tickets: { offered: 11, solved: 5 },
    },
    lateness: [
      { letter: "reminder", sent: 14, waiting: 0, unsent: 0, medianMs: 400, p90Ms: 900, maxMs: 1_300, histogram: [] },
      { letter: "breach", sent: 2, waiting: 0, unsent: 0, medianMs: 500, p90Ms: 600, maxMs: 600, histogram: [] },
    ],
  };
}

function group(
  metric: KindGroup["metric"],
  severity: string,
  stretch: number,
  outcome: Outcome,
  count: number,
): KindGroup & StretchGroup {
  return {
    metric,
    severity,
    plan: "standard",
    stretch,
    outcome,
    isOpen: outcome === "running",
    isPaused: false,
    count,
  };
}
