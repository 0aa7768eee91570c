/**
 * A new matter: a mail that belongs to no ticket opens one. Everything a person wrote becomes a ticket, whoever they
 * are; what differs is what they are told (mail.md, "Whose mail is it" and "Sending").
 */

import { withWaiting } from "./admit.ts";
import { forAgents, harmlessAttachments, listeners } from "./agentLetter.ts";
import { floodNotices } from "./alarm.ts";
import type { Alike } from "./alike.ts";
import { matterOf } from "./clocks.ts";
import { emptyTranscript, transcriptFor } from "./command/transcript.ts";
import { doneWords } from "./command/transcriptWords.ts";
import { type Desk, defaultPlan } from "./desk.ts";
import { type Guide, offerGuides } from "./guide/guide.ts";
import type { Context, Copied, Decision, Dispatch, Input, MailFacts, Story } from "./input.ts";
import { tell } from "./input.ts";
import type { Language } from "./letter.ts";
import { promisesOf } from "./promise.ts";
import { readTags, type Tags } from "./severity.ts";
import { startClock } from "./sla/clock.ts";
import { type Metric, targetsFor } from "./sla/policy.ts";
import type { Person, Ticket } from "./ticket.ts";

type NewMatter = Extract<Input, { kind: "newMatter" }>;

export function decideNewMatter(input: NewMatter, context: Context): Decision {
  const { mail, sender } = input;
  const tags = readTags(context.desk, { subject: mail.subject, body: mail.visible, isReply: false });
  const opened = newTicket(input, context, tags);
  const story = tell(opened, mail.receivedAt);
  story.add({ type: "opened", ticket: opened }, sender.address, tags.severityFrom);
  if (input.mentions !== null) story.add({ type: "followsUp", ticketId: input.mentions }, "intray", "subjectNumber");
  joinCopied(input.copied, sender, opened, story.add);
  startFirstClocks(story, context, mail.receivedAt);
  const flood = context.restraint?.flood;
  if (flood) story.add({ type: "floodBegan", scope: flood.scope, subject: flood.subject }, "intray", "flood");
  const greeting = withGuides(greet(input, context, story.ticket, tags), input.guides, story);
  if (greeting === null) story.add({ type: "confirmationWithheld" }, "intray", withheldBecause(input, context));
  const notices = noticesToTeam(mail, context, story.ticket, input.alike);
  return {
    disposition: "ticket",
    reason: input.mentions === null ? "newMatter" : "followUp",
    ticket: story.ticket,
    events: story.events,
    message: { direction: "in", author: sender, visible: mail.visible, isUnverified: false },
    dispatches: [...(greeting ? [greeting] : []), ...withWaiting(notices, story.events)],
  };
}

/** Guides that seem to answer it stand in the confirmation; who is unknown to us is asked first who they are. */
function withGuides(greeting: Dispatch | null, guides: Guide[] = [], story: Story): Dispatch | null {
  if (greeting?.letter.name !== "confirmation" || guides.length === 0) return greeting;
  offerGuides(story, "confirmation", guides, "intray");
  return { ...greeting, guides };
}

/** What is promised of a new ticket counts from `at`. */
export function startFirstClocks(story: Story, context: Context, at: number): void {
  for (const metric of ["firstResponse", "resolution"] satisfies Metric[]) {
    const target = targetsFor(context.desk, matterOf(story.ticket))[metric];
    if (!target) continue;
    const clock = startClock(context.calendar, metric, 1, target, at, "opened");
    story.add({ type: "clockStarted", clock }, "intray", "opened");
  }
}

export function newTicket({ mail, sender }: Pick<NewMatter, "mail" | "sender">, context: Context, tags: Tags): Ticket {
  const { desk, account } = context;
  const type = desk.requestTypes.find((candidate) => candidate.name === tags.requestType);
  return {
    id: context.newTicketId,
    subject: mail.subject,
    status: "new",
    closedHow: null,
    severity: tags.severity,
    requestType: type?.name ?? null,
    cause: null,
    stage: null,
    account: account && { id: account.id, name: account.name },
    plan: account?.plan ?? defaultPlan(desk).name,
    requester: sender,
    participants: [],
    authorisers: [],
    assignee: null,
    team: teamFor(account?.name ?? null, type?.team ?? null, desk),
    language: languageFor(context, mail.language),
    customerReferences: tags.references,
    clocks: [],
    deskVersionId: context.deskVersionId,
    openedAt: mail.receivedAt,
    closedAt: null,
    holdUntil: null,
    firstMessageId: mail.messageId,
    questions: [],
    mergedInto: null,
    related: [],
  };
}

/** An account's own team wins, then the request type's, then the desk's first. */
export function teamFor(account: string | null, ofType: string | null, desk: Desk): string {
  const own = account !== null && Object.hasOwn(desk.accountOverrides, account) ? desk.accountOverrides[account] : null;
  return own?.team ?? ofType ?? Object.keys(desk.teams)[0] ?? "";
}

/** A contact's own language wins, then their account's, then the one they wrote in, then the desk's. */
export function languageFor(context: Context, written: string | null): Language {
  const spoken = written === "pl" || written === "en" ? written : null;
  return context.contactLanguage ?? context.account?.language ?? spoken ?? context.desk.language;
}

/** People in Cc of the same account take part; others are noted, and an agent decides (mail.md). */
export function joinCopied(
  copied: Copied[],
  sender: Person,
  ticket: Ticket,
  add: (happening: { type: "joined" | "copied"; person: Person }, actor: string, reason: string) => void,
): void {
  const there = new Set([
    ticket.requester.address,
    sender.address,
    ...ticket.participants.map((person) => person.address),
  ]);
  for (const { person, isSameAccount } of copied) {
    if (there.has(person.address)) continue;
    there.add(person.address);
    const who = { contactId: null, name: person.name, address: person.address };
    if (isSameAccount) add({ type: "joined", person: who }, sender.address, "sameAccount");
    else add({ type: "copied", person: who }, sender.address, "otherAccount");
  }
}

/** The confirmation, or the letter to an unknown sender; null where a machine must keep silent. */
function greet(input: NewMatter, context: Context, ticket: Ticket, tags: Tags): Dispatch | null {
  const { mail, sender } = input;
  if (withheldBecause(input, context) !== null) return null;
  if (mail.trust.isProven && Object.hasOwn(context.desk.agents, sender.address))
    return toldAgent(input, ticket, context);
  const severity = context.desk.severities.find((candidate) => candidate.name === ticket.severity);
  const common = {
    ticketId: ticket.id,
    subject: mail.subject,
    severity: ticket.severity,
    severityMeans: severity?.means ?? "",
    ...promisesOf(ticket, context, ticket.language),
  };
  const to = { name: mail.trust.isProven ? sender.name : "", address: sender.address };
  const missing = context.desk.references.filter(
    (reference) => reference.ask && !ticket.customerReferences[reference.name],
  );
  const letter: Dispatch["letter"] = context.account
    ? {
        name: "confirmation",
        to,
        language: ticket.language,
        data: {
          ...common,
          proven: mail.trust.isProven,
          ...(mail.isSealed ? { sealed: true } : {}),
          passedOn: mail.isPassedOn === true,
          requesterName: sender.name,
          account: context.account.name,
          plan: ticket.plan,
          severityFrom: tags.severityFrom,
          requestType: ticket.requestType,
          references: ticket.customerReferences,
          missing: missing.map((reference) => reference.name),
          // A From line alone must not bring out what others of an account wrote.
          alike: (mail.trust.isProven ? (input.alike ?? []) : []).map(({ ticketId, subject, requester }) => ({
            ticketId,
            subject,
            requesterName: requester.name,
          })),
        },
      }
    : { name: "unknownSender", to, language: ticket.language, data: common };
  return { letter, to: "customer", holdMs: 0, attachments: [] };
}

/** One of us is no unknown sender: they hear that the ticket stands in their own name, and how to give it to a customer. */
function toldAgent({ mail, sender }: NewMatter, ticket: Ticket, context: Context): Dispatch {
  const done = [doneWords("openedForAgent", { number: `#${ticket.id}` }, context.desk.language)];
  return transcriptFor(sender, ticket, mail.subject, { ...emptyTranscript, done }, context);
}

/** Why no confirmation goes out, from a closed list; null where one does. */
function withheldBecause({ mail }: NewMatter, context: Context): string | null {
  if (mail.isList) return "list";
  if (!mail.isAddressedToUs) return "notAddressedToUs";
  if (!context.mayConfirm) return context.restraint?.withheld ?? "capReached";
  return null;
}

export function noticesToTeam(mail: MailFacts, context: Context, ticket: Ticket, alike: Alike[] = []): Dispatch[] {
  const { restraint } = context;
  if (restraint?.flood) return floodNotices(restraint.flood, ticket, context);
  // Under attack the ticket stands in the queue, and the leads are told once of all of them.
  if (restraint?.breaker === "open" && restraint.withheld === "breakerOpen") return [];
  const data = { ...forAgents(ticket, mail, context, false), alike };
  return listeners(ticket, context).map((to) => ({
    letter: {
      name: "newTicket",
      to,
      language: context.desk.language,
      data,
    },
    to: "agent",
    holdMs: 0,
    attachments: harmlessAttachments(mail),
  }));
}
