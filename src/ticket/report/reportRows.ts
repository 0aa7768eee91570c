/** What is counted for a report before it is one: groups with their counts, as the database gives them. */
import type { Metric } from "../desk.ts";

/** Every clock falls under exactly one (see `definitions` in reportWords.ts). */
export type Outcome = "met" | "missed" | "running" | "cancelled";

/** How many clocks of a metric came to the same outcome. */
export type OutcomeGroup = {
  metric: Metric;
  outcome: Outcome;
  /** It still runs or is paused: a missed one is missed and not answered yet. */
  isOpen: boolean;
  isPaused: boolean;
  count: number;
};

export type KindGroup = OutcomeGroup & { severity: string; plan: string };
/** `stretch` counts from 1 in the list of the period's weeks or months. */
export type StretchGroup = OutcomeGroup & { stretch: number };
export type AccountGroup = OutcomeGroup & { account_id: number | null; account: string | null };

/** `bin` counts from 1 in the list of edges; 0 is below the first. */
export type BinCount = { bin: number; count: number };

export type ClockRows = {
  /** Every clock stands once in `kinds`, once in `stretches` and once in `accounts`. */
  kinds: KindGroup[];
  stretches: StretchGroup[];
  accounts: AccountGroup[];
  /** Of all severities together where `severity` is null. */
  spreads: { metric: Metric; severity: string | null; count: number; medianMs: number; p90Ms: number }[];
  histogram: ({ metric: Metric } & BinCount)[];
  waits: { count: number; medianMs: number | null };
};

export type VolumeRows = {
  totals: { opened: number; spam: number; merged: number };
  /** Weekdays as ISO 8601 numbers them: Monday is 1. */
  hours: { weekday: number; hour: number; count: number }[];
  kinds: { severity: string; requestType: string | null; count: number }[];
  stretches: { stretch: number; count: number }[];
  closed: number;
  reopened: { times: number; tickets: number };
};

export type RatingRows = {
  byMachine: number;
  scores: { stretch: number; agent: string; score: number; count: number }[];
};

/** Ideas that stand for themselves: one that was joined into another counts as that other. */
export type IdeaRows = {
  /** In the period. */
  gathered: number;
  published: number;
  votes: number;
  /** As all ideas stand now, whenever they were gathered. */
  planned: number;
  started: number;
  done: number;
  declined: number;
};

/** Guides offered in the period; `tickets` counts each ticket once, however many guides it was offered. */
export type GuideRows = {
  guides: { title: string; url: string; offered: number; solved: number; notSolved: number }[];
  tickets: { offered: number; solved: number };
};

export type LatenessRow = {
  letter: string;
  sent: number;
  waiting: number;
  unsent: number;
  medianMs: number | null;
  p90Ms: number | null;
  maxMs: number | null;
  histogram: BinCount[];
};
