/** What the mailed reports are written from: the week for leads, the month for an account's contact. */
import type { Metric } from "../desk.ts";
import type { Report } from "./report.ts";
import type { Outcome } from "./reportRows.ts";

/** `week` is the last whole week, which begins with the local date `day`; `weeks` are the eight that end with it. */
export type WeeklyReport = {
  timezone: string;
  agentName: string;
  day: string;
  week: Report;
  weeks: Report;
  reportUrl: string;
};

/** One promise of an account's month. Holds no words of anybody: its reader need not take part in the ticket. */
export type MonthlyPromise = {
  ticketId: number;
  severity: string;
  metric: Metric;
  outcome: Outcome;
  targetMs: number;
  startedAt: number;
  dueAt: number | null;
  stoppedAt: number | null;
  usedMs: number | null;
};

/** The month that begins with the local date `day`. `unlisted`: how many promises more there are than `promises` lists. */
export type MonthlyReport = {
  timezone: string;
  contactName: string;
  account: string;
  day: string;
  report: Report;
  promises: MonthlyPromise[];
  unlisted: number;
};

/** Which reports a desk mails. */
export type MailedReports = { weekly: boolean; monthly: boolean };
/** Leads hear each week; customers only where the desk says so. */
export const mailedByDefault: MailedReports = { weekly: true, monthly: false };
