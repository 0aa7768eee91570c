/** What a ticket's clocks promise, as letters tell it: the due instants, in which time zone, and why. */

import type { Metric } from "./desk.ts";
import type { Context } from "./input.ts";
import type { Language, PromiseTold } from "./letter.ts";
import { whyDue } from "./sla/explain.ts";
import { targetsFor } from "./sla/policy.ts";
import type { Ticket } from "./ticket.ts";

export type Promises = { firstResponse: PromiseTold | null; resolution: PromiseTold | null; timezone: string };

/** The promises that still run on a ticket; null where nothing is promised, or it was kept already. */
export function promisesOf(ticket: Ticket, context: Context, language: Language): Promises {
  const told = (...metrics: Metric[]): PromiseTold | null => {
    const clock = ticket.clocks.find(({ metric, state }) => metrics.includes(metric) && state === "running");
    if (!clock || clock.dueAt === null) return null;
    return { dueAt: clock.dueAt, why: whyDue(context.calendar(clock.target.calendar), clock, language, ticket) };
  };
  return {
    // Of the two at most one runs: the answer that is owed now.
    firstResponse: told("firstResponse", "nextResponse"),
    resolution: told("resolution"),
    timezone: timezoneOf(ticket, context),
  };
}

/** The zone of the calendar that the ticket's plan and account follow. */
export function timezoneOf(ticket: Ticket, context: Context): string {
  const plan = context.desk.plans.find((candidate) => candidate.name === ticket.plan) ?? context.desk.plans[0];
  const override = ticket.account ? context.desk.accountOverrides[ticket.account.name]?.calendar : undefined;
  const targets = targetsFor(context.desk, {
    plan: ticket.plan,
    account: ticket.account?.name ?? null,
    severity: ticket.severity,
    requestType: null,
  });
  const name = targets.firstResponse?.calendar ?? override ?? plan?.calendar ?? "";
  return context.desk.calendars[name]?.timezone ?? "UTC";
}
