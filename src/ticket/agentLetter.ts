/** What agents are told of a ticket at the top of every notice (lifecycle.md, "Agents work from their mail client"). */
import { awayOf, present } from "./away.ts";
import type { Context, MailFacts } from "./input.ts";
import type { LetterData } from "./letter.ts";
import { promisesOf } from "./promise.ts";
import type { Ticket } from "./ticket.ts";

/** Attachments of up to this many bytes together travel with a notice; above, they are only named (mail.md, "Sending"). */
export const attachedBytesMax = 10 * 1024 * 1024;

export function forAgents(
  ticket: Ticket,
  mail: Pick<MailFacts, "visible" | "text" | "attachments" | "trust" | "isSealed">,
  context: Context,
  unverified: boolean,
): LetterData["newTicket"] {
  const promises = promisesOf(ticket, context, context.desk.language);
  const travelling = new Set(harmlessAttachments(mail).map((attachment) => attachment.index));
  return {
    ticketId: ticket.id,
    subject: ticket.subject,
    timezone: promises.timezone,
    requester: { name: ticket.requester.name, address: ticket.requester.address },
    account: ticket.account?.name ?? null,
    plan: ticket.plan,
    severity: ticket.severity,
    requestType: ticket.requestType,
    references: ticket.customerReferences,
    firstResponse: promises.firstResponse,
    resolution: promises.resolution,
    text: mail.visible.trim() === "" ? mail.text : mail.visible,
    attachments: mail.attachments.map((attachment) => ({
      name: attachment.name,
      bytes: attachment.bytes,
      held: !travelling.has(attachment.index),
      ...(attachment.risk === undefined ? {} : { risk: attachment.risk }),
      index: attachment.index,
    })),
    trust: mail.trust.words,
    unverified,
    ...(mail.isSealed ? { sealed: true } : {}),
    answerAddress: null,
    noteAddress: null,
  };
}

/** What a notice says of a mail, and which of its files go along. */
export function noticeData(
  ticket: Ticket,
  mail: Pick<MailFacts, "visible" | "text" | "attachments" | "trust" | "isSealed">,
  context: Context,
  unverified: boolean,
): { data: LetterData["newTicket"]; attachments: MailFacts["attachments"] } {
  return { data: forAgents(ticket, mail, context, unverified), attachments: harmlessAttachments(mail) };
}

/** The attachments that go along, smallest first until the bound is reached, so that one film does not hide a log. */
export function travellingAttachments(mail: Pick<MailFacts, "attachments">): MailFacts["attachments"] {
  let bytes = 0;
  const smallestFirst = [...mail.attachments].sort((a, b) => a.bytes - b.bytes);
  const fits = new Set(
    smallestFirst.filter((attachment) => {
      bytes += attachment.bytes;
      return bytes <= attachedBytesMax;
    }),
  );
  return mail.attachments.filter((attachment) => fits.has(attachment));
}

/** What goes along to agents: nothing that could act when it is opened. Such files wait behind a link. */
export function harmlessAttachments(mail: Pick<MailFacts, "attachments">): MailFacts["attachments"] {
  return travellingAttachments({ attachments: mail.attachments.filter(({ risk }) => risk === undefined) });
}

/** Who hears of news on a ticket: its assignee, or those of the team who are there where nobody has it or they are away. */
export function listeners(ticket: Ticket, context: Context): { name: string; address: string }[] {
  const { assignee, team } = ticket;
  const isThere = assignee !== null && awayOf(assignee, context) === null;
  const addresses = isThere ? [assignee] : standIns(assignee, present(context.desk.teams[team] ?? [], context));
  return addresses.map((address) => ({ name: context.desk.agents[address]?.name ?? "", address }));
}

/** Where the whole team is away with its assignee, the assignee hears too. */
function standIns(assignee: string | null, team: readonly string[]): readonly string[] {
  return assignee !== null && team.length === 0 ? [assignee] : team;
}
