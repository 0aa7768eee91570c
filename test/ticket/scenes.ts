/** Given / when / then for decisions: a desk, a ticket, mails and a context, each with sensible defaults. */

import { decide } from "../../src/ticket/decide.ts";
import { parseDesk } from "../../src/ticket/desk.ts";
import type { Context, Decision, Input, MailFacts } from "../../src/ticket/input.ts";
import { type Calendar, makeCalendar } from "../../src/ticket/sla/calendar.ts";
import type { Person, Ticket } from "../../src/ticket/ticket.ts";
import { deskYaml } from "../harness/deskFile.ts";

export const desk = parseDesk(deskYaml);
const calendars = new Map<string, Calendar>(
  Object.entries(desk.calendars).map(([name, definition]) => [name, makeCalendar(definition)]),
);

/** Monday 12 October 2026, 10:00 in Warsaw. */
export const monday = Date.parse("2026-10-12T08:00:00Z");
export const minute = 60_000;

export const ada: Person = { contactId: 1, name: "Ada Nowak", address: "ada@shop.example" };
export const grace: Person = { contactId: 2, name: "Grace", address: "grace@shop.example" };
export const jan = { name: "Jan Kowalski", address: "jan@acme.example" };

export function context(changes: Partial<Context> = {}): Context {
  return {
    now: monday,
    desk,
    deskVersionId: 1,
    calendar: (name) =>
      calendars.get(name) ??
      makeCalendar(desk.calendars.office ?? { timezone: "UTC", week: [], holidays: null, exceptions: {} }),
    account: { id: 1, name: "Shop", plan: "standard", language: null },
    contactLanguage: null,
    newTicketId: 1042,
    mayConfirm: true,
    ...changes,
  };
}

export function mail(changes: Partial<MailFacts> = {}): MailFacts {
  return {
    rawMailId: 7,
    receivedAt: monday,
    subject: "[A] Checkout is down",
    text: "Nobody can pay.",
    visible: "Nobody can pay.",
    language: "en",
    messageId: "<one@shop.example>",
    attachments: [],
    trust: { isProven: true, words: "sender proven (DMARC)" },
    isList: false,
    isAddressedToUs: true,
    ...changes,
  };
}

export function newMatter(changes: Partial<MailFacts> = {}, in_: Partial<Context> = {}): Decision {
  return decide(
    null,
    { kind: "newMatter", mail: mail(changes), sender: ada, copied: [], mentions: null },
    context(in_),
  );
}

/** A ticket that a new matter opened, and what then happened to it. */
export function given(...inputs: ((ticket: Ticket) => Input)[]): Ticket {
  let ticket = must(newMatter().ticket);
  for (const input of inputs) ticket = must(decide(ticket, input(ticket), context()).ticket);
  return ticket;
}

export function answers(at = monday + 30 * minute, visible = "We are on it."): () => Input {
  return () => ({
    kind: "agentMail",
    mail: mail({ receivedAt: at, visible }),
    agent: jan,
    purpose: "answer",
    standing: "trusted",
  });
}

export function replies(
  at: number,
  from = ada,
  standing: "participant" | "sameAccount" | "stranger" = "participant",
): () => Input {
  return () => ({
    kind: "reply",
    mail: mail({ receivedAt: at, visible: "Still down." }),
    sender: from,
    standing,
    copied: [],
  });
}

export function must<T>(value: T | null | undefined): T {
  if (value === null || value === undefined) throw new Error("the scene lacks what it was to have");
  return value;
}

/** The letters of a decision, as "name → address". */
export function letters(decision: Decision): string[] {
  return decision.dispatches.map(({ letter }) => `${letter.name} → ${letter.to.address}`);
}

/** The clocks of a ticket, as "metric state due". */
export function clocks(ticket: Ticket | null): string[] {
  return must(ticket).clocks.map(
    ({ metric, state, dueAt }) =>
      `${metric} ${state} ${dueAt === null ? "-" : new Date(dueAt).toISOString().slice(0, 16)}`,
  );
}
