/**
 * The report's words in both languages: what each figure is called and, in one or two sentences, what it counts. A figure
 * without its definition is read by everybody in another way.
 */
import type { Language } from "../letter.ts";
import { reportEnglish } from "./reportEnglish.ts";
import { reportPolish } from "./reportPolish.ts";
import type { IdeaRows } from "./reportRows.ts";

export type ReportWords = {
  title: string;
  period: string;
  to: string;
  inZone: string;
  madeAt: string;
  since: string;
  until: string;
  show: string;
  periodHint: string;
  cannotRead: string;
  asData: string;
  asTable: string;
  whatItMeans: string;
  nothing: string;
  total: string;
  name: string;
  value: string;
  none: string;
  others: string;
  unknownAccount: string;
  promises: string;
  bySeverity: string;
  byPlan: string;
  byAccount: string;
  byWeek: string;
  byMonth: string;
  week: string;
  month: string;
  severity: string;
  plan: string;
  account: string;
  metrics: { firstResponse: string; nextResponse: string; resolution: string };
  outcomes: {
    all: string;
    met: string;
    missed: string;
    missedOpen: string;
    running: string;
    paused: string;
    cancelled: string;
    kept: string;
  };
  times: string;
  timesOf: { firstResponse: string; nextResponse: string; resolution: string };
  count: string;
  median: string;
  p90: string;
  max: string;
  howMany: string;
  usedTime: string;
  waits: string;
  reminders: string;
  letters: { reminder: string; breach: string; overdue: string };
  lateness: string;
  sent: string;
  waiting: string;
  unsent: string;
  ratings: string;
  mean: string;
  byAgent: string;
  agent: string;
  few: string;
  byMachine: string;
  score: string;
  volumes: string;
  opened: string;
  closed: string;
  reopenedTimes: string;
  reopenedTickets: string;
  spam: string;
  merged: string;
  byHour: string;
  byType: string;
  type: string;
  noType: string;
  weekday: string;
  weekdays: string[];
  ideas: string;
  ideasOf: Record<keyof IdeaRows, string>;
  docs: string;
  guide: string;
  offered: string;
  solved: string;
  notSolved: string;
  ticketsOffered: string;
  /** What each figure counts. */
  definitions: Record<Definition, string>;
};

export type Definition =
  | "period"
  | "all"
  | "met"
  | "missed"
  | "running"
  | "cancelled"
  | "kept"
  | "groups"
  | "times"
  | "median"
  | "waits"
  | "reminders"
  | "ratings"
  | "fewRatings"
  | "tickets"
  | "reopened"
  | "leftOut"
  | "byHour"
  | "ideas"
  | "ideasNow"
  | "votes"
  | "guides"
  | "docs";

export const reportWords: Record<Language, ReportWords> = { en: reportEnglish, pl: reportPolish };
