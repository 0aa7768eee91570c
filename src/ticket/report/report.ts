/**
 * The report: what became of a period's promises, how long answers took, how punctual reminders were, how answers were
 * rated and when work came in. Pure: from counted groups to figures; what each figure means stands in reportWords.ts.
 */
import { type Metric, metrics } from "../desk.ts";
import { type Pace, type Period, type Stretch, stretchesOfPeriod } from "./reportPeriod.ts";
import type {
  ClockRows,
  GuideRows,
  IdeaRows,
  KindGroup,
  LatenessRow,
  OutcomeGroup,
  RatingRows,
  VolumeRows,
} from "./reportRows.ts";

/** How many clocks ended how; `met + missed + running + cancelled = all`. */
export type Outcomes = {
  all: number;
  met: number;
  missed: number;
  /** Of the missed: not answered or solved yet. */
  missedOpen: number;
  running: number;
  /** Of the running: paused now. */
  paused: number;
  cancelled: number;
};
export type Named = { name: string } & Outcomes;

export type Bin = { fromSeconds: number; toSeconds: number | null; count: number };
export type Spread = { count: number; medianSeconds: number | null; p90Seconds: number | null };

export type Targets = {
  total: Outcomes;
  bySeverity: Named[];
  byPlan: Named[];
  byStretch: ({ from: number; to: number; day: string } & Outcomes)[];
  /** The accounts with most missed, then most clocks; the others together, where there are more. */
  byAccount: Named[];
  otherAccounts: (Outcomes & { accounts: number }) | null;
};

export type Ratings = Scores & {
  /** Marks of a machine, which stand in no other figure. */
  byMachine: number;
  byStretch: ({ from: number; day: string } & Scores)[];
  byAgent: ({ name: string; address: string } & Scores)[];
};
/** `scores`: how many gave 1 to 5. `isFew`: too few for a mean to say much. */
export type Scores = { count: number; mean: number | null; scores: number[]; isFew: boolean };

export type Lateness = Spread & {
  letter: string;
  /** Of `count` letters sent; these were not: they wait, or never left. */
  waiting: number;
  unsent: number;
  maxSeconds: number | null;
  histogram: Bin[];
};

export type Report = {
  period: Period & { pace: Pace };
  madeAt: number;
  tickets: {
    opened: number;
    closed: number;
    reopenedTimes: number;
    reopenedTickets: number;
    leftOut: { spam: number; merged: number };
  };
  targets: Record<Metric, Targets>;
  times: Record<Metric, Spread & { bySeverity: ({ name: string } & Spread)[]; histogram: Bin[] }>;
  /** How long resolutions waited for others, of those that did. */
  waits: { count: number; medianSeconds: number | null };
  reminders: Lateness[];
  ratings: Ratings;
  /** Of the whole desk: null where the report is about one account. */
  ideas: IdeaRows | null;
  docs: GuideRows | null;
  volumes: {
    byStretch: { from: number; day: string; count: number }[];
    /** Rows from Monday, columns from midnight. */
    byHour: number[][];
    bySeverity: { name: string; count: number }[];
    byType: { name: string | null; count: number }[];
  };
};

const minute = 60;
const hour = 60 * minute;
/** Seconds of used time, and of lateness, at which the bars of a histogram are cut. */
export const usedEdges = [0, 15, 30, 60, 120, 240, 480, 960, 1_440, 2_880].map((minutes) => minutes * minute);
export const lateEdges = [0, 1, 2, 5, 15, minute, 5 * minute, 15 * minute, hour];

/** A mean of fewer ratings than these is chance. */
export const fewRatings = 10;
const accountsNamedMax = 30;
const agentsNamedMax = 100;

export type Counted = { clocks: ClockRows; volumes: VolumeRows; ratings: RatingRows; lateness: LatenessRow[] } & Pick<
  Report,
  "ideas" | "docs"
>;

/** What the desk says that rows do not: the order of severities and plans, and agents' names. */
export type Names = { severities: string[]; plans: string[]; agents: Record<string, { name: string }> };

export function makeReport(period: Period, counted: Counted, names: Names, madeAt: number): Report {
  const { pace, stretches } = stretchesOfPeriod(period);
  const { clocks, volumes, ratings, lateness } = counted;
  const { totals, reopened, closed } = volumes;
  return {
    period: { ...period, pace },
    madeAt,
    tickets: {
      opened: totals.opened,
      closed,
      reopenedTimes: reopened.times,
      reopenedTickets: reopened.tickets,
      leftOut: { spam: totals.spam, merged: totals.merged },
    },
    targets: ofEach((metric) => targetsOf(metric, clocks, stretches, names)),
    times: ofEach((metric) => timesOf(metric, clocks, names)),
    waits: { count: clocks.waits.count, medianSeconds: seconds(clocks.waits.medianMs) },
    reminders: ["reminder", "breach", "overdue"].flatMap((letter) =>
      lateness.filter((row) => row.letter === letter).map(latenessOf),
    ),
    ratings: ratingsOf(ratings, stretches, names),
    ideas: counted.ideas,
    docs: counted.docs,
    volumes: {
      byStretch: stretches.map(({ from, day }, index) => ({
        from,
        day,
        count: sum(volumes.stretches.filter(({ stretch }) => stretch === index + 1)),
      })),
      byHour: Array.from({ length: 7 }, (_, day) =>
        Array.from({ length: 24 }, (_, of) =>
          sum(volumes.hours.filter(({ weekday, hour }) => weekday === day + 1 && hour === of)),
        ),
      ),
      bySeverity: inOrder(names.severities, volumes.kinds, ({ severity }) => severity).map(([name, kinds]) => ({
        name,
        count: sum(kinds),
      })),
      byType: [...Map.groupBy(volumes.kinds, ({ requestType }) => requestType)]
        .map(([name, kinds]) => ({ name, count: sum(kinds) }))
        .sort((a, b) => b.count - a.count),
    },
  };
}

function ofEach<Value>(make: (metric: Metric) => Value): Record<Metric, Value> {
  const [firstResponse, nextResponse, resolution] = metrics;
  return {
    firstResponse: make(firstResponse),
    nextResponse: make(nextResponse),
    resolution: make(resolution),
  };
}

type Counting = Omit<OutcomeGroup, "metric">;

export function outcomesOf(groups: readonly Counting[]): Outcomes {
  const of = (fits: (group: Counting) => boolean) => sum(groups.filter(fits));
  return {
    all: sum(groups),
    met: of(({ outcome }) => outcome === "met"),
    missed: of(({ outcome }) => outcome === "missed"),
    missedOpen: of(({ outcome, isOpen }) => outcome === "missed" && isOpen),
    running: of(({ outcome }) => outcome === "running"),
    paused: of(({ outcome, isPaused }) => outcome === "running" && isPaused),
    cancelled: of(({ outcome }) => outcome === "cancelled"),
  };
}

/** Of what is decided, how much was kept; null where nothing is decided yet. */
export function keptShare({ met, missed }: Pick<Outcomes, "met" | "missed">): number | null {
  return met + missed === 0 ? null : met / (met + missed);
}

function targetsOf(metric: Metric, clocks: ClockRows, stretches: readonly Stretch[], names: Names): Targets {
  const groups = clocks.kinds.filter((group) => group.metric === metric);
  const named = (order: readonly string[], nameOf: (group: KindGroup) => string): Named[] =>
    inOrder(order, groups, nameOf).map(([name, own]) => ({ name, ...outcomesOf(own) }));
  const accounts = [
    ...Map.groupBy(
      clocks.accounts.filter((group) => group.metric === metric),
      ({ account }) => account,
    ),
  ]
    .map(([name, own]) => ({ name: name ?? "", own, ...outcomesOf(own) }))
    .sort((a, b) => b.missed - a.missed || b.all - a.all || (a.name < b.name ? -1 : 1));
  const others = accounts.slice(accountsNamedMax);
  return {
    total: outcomesOf(groups),
    bySeverity: named(names.severities, ({ severity }) => severity),
    byPlan: named(names.plans, ({ plan }) => plan),
    byStretch: stretches.map(({ from, to, day }, index) => ({
      from,
      to,
      day,
      ...outcomesOf(clocks.stretches.filter((group) => group.metric === metric && group.stretch === index + 1)),
    })),
    byAccount: accounts.slice(0, accountsNamedMax).map(({ own: _, ...account }) => account),
    otherAccounts:
      others.length === 0 ? null : { accounts: others.length, ...outcomesOf(others.flatMap(({ own }) => own)) },
  };
}

/** Groups by name, in the desk's order; names that the desk no longer has come last. */
function inOrder<Group>(
  order: readonly string[],
  groups: readonly Group[],
  nameOf: (group: Group) => string,
): [string, Group[]][] {
  const place = (name: string) => (order.includes(name) ? order.indexOf(name) : order.length);
  return [...Map.groupBy(groups, nameOf)].sort(([a], [b]) => place(a) - place(b) || (a < b ? -1 : 1));
}

function timesOf(metric: Metric, { spreads, histogram }: ClockRows, { severities }: Names): Report["times"][Metric] {
  const own = spreads.filter((spread) => spread.metric === metric);
  const all = own.find(({ severity }) => severity === null);
  const bySeverity = own.flatMap(({ severity, ...spread }) =>
    severity === null ? [] : [{ name: severity, ...spreadOf(spread) }],
  );
  return {
    ...spreadOf(all ?? { count: 0, medianMs: null, p90Ms: null }),
    bySeverity: inOrder(severities, bySeverity, ({ name }) => name).flatMap(([, each]) => each),
    histogram: binsOf(
      usedEdges,
      histogram.filter((bin) => bin.metric === metric),
    ),
  };
}

function spreadOf({ count, medianMs, p90Ms }: Pick<LatenessRow, "medianMs" | "p90Ms"> & { count: number }): Spread {
  return { count, medianSeconds: seconds(medianMs), p90Seconds: seconds(p90Ms) };
}

function seconds(ms: number | null): number | null {
  return ms === null ? null : Math.round(ms) / 1_000;
}

/** What lies below the first edge (a clock that was set right meanwhile) counts as the first bar. */
function binsOf(edges: readonly number[], counts: readonly { bin: number; count: number }[]): Bin[] {
  return edges.map((fromSeconds, index) => ({
    fromSeconds,
    toSeconds: edges[index + 1] ?? null,
    count: sum(counts.filter(({ bin }) => Math.max(1, bin) === index + 1)),
  }));
}

function latenessOf(row: LatenessRow): Lateness {
  const { letter, sent: count, waiting, unsent, maxMs } = row;
  return {
    letter,
    ...spreadOf({ ...row, count }),
    waiting,
    unsent,
    maxSeconds: seconds(maxMs),
    histogram: binsOf(lateEdges, row.histogram),
  };
}

function ratingsOf({ byMachine, scores }: RatingRows, stretches: readonly Stretch[], { agents }: Names): Ratings {
  return {
    ...scoresOf(scores),
    byMachine,
    byStretch: stretches.map(({ from, day }, index) => ({
      from,
      day,
      ...scoresOf(scores.filter(({ stretch }) => stretch === index + 1)),
    })),
    byAgent: [...Map.groupBy(scores, ({ agent }) => agent)]
      .map(([address, own]) => ({ name: agents[address]?.name ?? address, address, ...scoresOf(own) }))
      .sort((a, b) => b.count - a.count || (a.address < b.address ? -1 : 1))
      .slice(0, agentsNamedMax),
  };
}

function scoresOf(groups: readonly { score: number; count: number }[]): Scores {
  const count = sum(groups);
  const total = groups.reduce((all, group) => all + group.score * group.count, 0);
  return {
    count,
    mean: count === 0 ? null : Math.round((100 * total) / count) / 100,
    scores: [1, 2, 3, 4, 5].map((score) => sum(groups.filter((group) => group.score === score))),
    isFew: count < fewRatings,
  };
}

function sum(groups: readonly { count: number }[]): number {
  return groups.reduce((all, { count }) => all + count, 0);
}
