/**
 * The desk as the rest of the house sees it, once desk.yaml has been read: plain data without gaps (every plan names
 * every severity, `extends` is resolved), so that it can be stored as JSON beside the tickets it made promises to.
 */

import type { Duration } from "../duration.ts";
import type { MailedReports } from "../report/reportLetter.ts";
import type { Retention } from "./people.ts";

/** Opening hours of one local day, in minutes since its midnight; half-open, 1440 is the end of the day. */
export type DaySpan = { opens: number; closes: number };

export type CalendarDefinition = {
  /** An IANA zone name. */
  timezone: string;
  /** Seven lists, Monday first; the spans of a day in order, never overlapping. */
  week: DaySpan[][];
  /** A country as date-holidays names it, with region where one was given: "PL", "DE-BY". */
  holidays: string | null;
  /** Local dates (YYYY-MM-DD) that differ from the week and win over holidays; no spans: closed all day. */
  exceptions: Record<string, DaySpan[]>;
};

export type Metric = "firstResponse" | "nextResponse" | "resolution";
export const metrics = ["firstResponse", "nextResponse", "resolution"] as const;

/** What a plan promises for one severity; null where it promises nothing. */
export type Promises = Record<Metric, Duration | null>;

/** `means`: what it is, for those who choose one. */
export type RequestType = {
  name: string;
  tags: string[];
  means?: string | undefined;
  team: string;
  needsAuthorisation: boolean;
  hasTargets: boolean;
};

export type Desk = {
  name: string;
  language: "en" | "pl";
  calendars: Record<string, CalendarDefinition>;
  /** Most severe first; exactly one is the default. */
  severities: { name: string; tags: string[]; means: string; isDefault: boolean }[];
  /** In the order of the file: the later, the higher. */
  plans: { name: string; calendar: string; targets: Record<string, Promises> }[];
  requestTypes: RequestType[];
  /** `before`: shares of the target (0.5 is half), rising; `overdueEveryMs` counts open time. */
  reminders: { before: number[]; overdueEveryMs: number | null };
  /** `transcripts`: whether a plain answer that is held gets one too, with the link that stops it. */
  answers: { holdSeconds: number; transcripts?: "commands" | "always" | undefined };
  resolution: { remindAfterWorkingDays: number[]; lapseAfterWorkingDays: number | null };
  /** Lower-cased addresses of agents by team. */
  teams: Record<string, string[]>;
  agents: Record<string, { name: string; role: "specialist" | "lead" }>;
  accountsFile: string | null;
  references: { name: string; pattern: string; ask: boolean }[];
  /** By account name; a target says only what differs from the account's plan. `team`: all its tickets go there. */
  accountOverrides: Record<string, { calendar?: string; targets?: Record<string, Partial<Promises>>; team?: string }>;
  /** New matters within an hour before a sender or domain is a flood, and greetings before they pause (restraint.ts). */
  floods?: { sender: number; domain: number; greetings: number };
  /** Addresses and domains whose mail is filed without a letter. Versions from before it was known have none. */
  deny?: string[];
  /** Words that mean the same to whoever looks for a guide (synonyms.ts), folded. */
  synonyms?: string[][];
  retention?: Retention;
  /** Which reports are mailed, where it says so. */
  reports?: MailedReports;
  /** By severity: a ticket without an answer goes to the team's lead after this share of its response target. */
  escalate: Record<string, { after: number }>;
};

/** The plan of senders we do not know and of accounts without one: `standard` where there is one, else the first. */
export function defaultPlan(desk: Desk): Desk["plans"][number] {
  const plan = desk.plans.find((each) => each.name === "standard") ?? desk.plans[0];
  if (plan === undefined) throw new Error(`the desk ${desk.name} has no plan`);
  return plan;
}

/** The severity of mails without a tag. */
export function defaultSeverity(desk: Desk): Desk["severities"][number] {
  const severity = desk.severities.find((each) => each.isDefault) ?? desk.severities.at(-1);
  if (severity === undefined) throw new Error(`the desk ${desk.name} has no severity`);
  return severity;
}
