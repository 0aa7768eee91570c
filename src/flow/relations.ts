/**
 * The tickets that a mail is about and speaks of, locked together, and what its commands about other tickets and people ask to
 * be looked up.
 */
import type { Tx } from "../io/postgres.ts";
import { ticketsToUndo } from "../store/acted.ts";
import { leadsTo, lockTickets } from "../store/lock.ts";
import { nextTicketId } from "../store/match.ts";
import { messageToSplit, type SplitRow, wasRemoved } from "../store/relation.ts";
import { toldAndWords } from "../store/reminder.ts";
import { type LoadedTicket, lockTicket } from "../store/ticket.ts";
import { readCommands } from "../ticket/command/command.ts";
import type { OtherTicket, Splitting } from "../ticket/command/related.ts";
import type { Asked, Context, Input, MailFacts } from "../ticket/input.ts";
import { reasonWords } from "../ticket/reasonWords.ts";
import type { Ticket } from "../ticket/ticket.ts";
import { timeContext } from "./change.ts";
import type { Matched } from "./input.ts";
import { accountOfAddress, authorOf } from "./match.ts";
import type { Workshop } from "./workshop.ts";

/** The mail's ticket, and the other that its first lines speak of (by the number they give), both locked. */
export type Locked = { loaded: LoadedTicket | null; others: Map<number, LoadedTicket>; undoes: LoadedTicket | null };

/** Only leading lines can be commands; one that is none of ours is only locked in vain. */
const linesMax = 40;
const namesTicket = /^\s{0,20}#(?:merge|link)\s{1,20}#?(\d{1,12})\s*$/i;
const takesBack = /^\s{0,20}#undo\s*$/i;

export async function lockForMail(tx: Tx, matched: Matched, shop: Workshop): Promise<Locked> {
  const { match, understood } = matched;
  const none = { others: new Map<number, LoadedTicket>(), undoes: null };
  if (match.kind !== "ticket") return { ...none, loaded: null };
  const { ticketId } = match;
  const { desk } = await shop.desks.current(tx);
  // From a mailbox we do not know as theirs, an agent's mail is approved by its agent first.
  const claimed = [authorOf(understood.message)?.address, matched.mail.approvedBy];
  const agent = claimed.find((each) => typeof each === "string" && Object.hasOwn(desk.agents, each));
  const lines = agent && understood.verdict.kind === "human" ? understood.visible.split("\n", linesMax) : [];
  const numbers = lines.flatMap((line) => namesTicket.exec(line)?.[1] ?? []).map(Number);
  if (lines.some((line) => takesBack.test(line))) return await lockToUndo(tx, ticketId, agent ?? "");
  if (numbers.length === 0) return { ...none, loaded: await lockTicket(tx, ticketId) };
  const [loaded = null, ...found] = await lockTickets(tx, [{ id: ticketId }, ...numbers.map((id) => ({ id }))]);
  const others = new Map(numbers.flatMap((id, index) => (found[index] ? [[id, found[index]] as const] : [])));
  return { loaded, others, undoes: null };
}

/** A merge is taken back on the ticket that was merged, which the mail's own ticket may have taken over. */
async function lockToUndo(tx: Tx, ticketId: number, agent: string): Promise<Locked> {
  const others = new Map<number, LoadedTicket>();
  const acted = await ticketsToUndo(tx, await leadsTo(tx, ticketId), agent);
  if (acted === null || acted.other === null) return { loaded: await lockTicket(tx, ticketId), others, undoes: null };
  const [loaded = null, undoes = null] = await lockTickets(tx, [
    { id: acted.ticketId, itself: true },
    { id: acted.other, itself: true },
  ]);
  return { loaded, others, undoes };
}

/** Whoever an agent took out of the ticket does not come back by writing: an agent decides again. */
export async function withoutRemoved(tx: Tx, input: Input, loaded: LoadedTicket | null): Promise<Input> {
  if (input.kind !== "reply" || input.standing !== "sameAccount" || !loaded) return input;
  const isRemoved = await wasRemoved(tx, loaded.ticket.id, input.sender.address);
  return isRemoved ? { ...input, standing: "stranger" } : input;
}

/** What of `asked` concerns other tickets and people. */
export async function lookUpRelations(
  tx: Tx,
  asked: Asked,
  { locked, facts, matched }: { locked: Locked; facts: MailFacts; matched: Matched },
  context: Context,
  shop: Workshop,
): Promise<Asked> {
  const { loaded, others, undoes } = locked;
  const author = authorOf(matched.understood.message)?.address ?? "";
  if (!loaded || facts.isAllQuoted) return asked;
  const found: Asked = { ...asked };
  for (const command of readCommands(facts.visible, { desk: context.desk, agent: author }).commands) {
    if (command.kind === "merge" || command.kind === "link") {
      const other = others.get(command.ticketId);
      found.other = other ? await withContext(tx, other, shop) : "missing";
      if (command.kind === "merge") found.lastWords = (await toldAndWords(tx, loaded.ticket.id)).lastWords;
    }
    if (command.kind === "split") found.split = await splitting(tx, loaded.ticket, matched, context, shop);
    if (command.kind === "requester") found.named = await named(tx, loaded.ticket, command.address);
  }
  if (found.undoable && undoes) {
    found.undoable = { ...found.undoable, other: await withContext(tx, undoes, shop) };
  }
  return found;
}

/** Another ticket with the desk that its promises were made by. */
export async function withContext(
  tx: Tx,
  { ticket, messageCount }: LoadedTicket,
  shop: Pick<Workshop, "desks" | "now">,
): Promise<OtherTicket> {
  return { ticket, messageCount, context: timeContext(await shop.desks.forTicket(tx, ticket.deskVersionId), shop) };
}

async function named(tx: Tx, ticket: Ticket, address: string): Promise<NonNullable<Asked["named"]>> {
  const account = await accountOfAddress(tx, address);
  const former = await accountOfAddress(tx, ticket.requester.address);
  return { name: "", account, formerAccountId: former?.id ?? null };
}

async function splitting(
  tx: Tx,
  ticket: Ticket,
  { understood }: Matched,
  context: Context,
  shop: Workshop,
): Promise<Splitting | null> {
  const { inReplyTo, references } = understood.message;
  const row = await messageToSplit(tx, ticket.id, [...inReplyTo, ...references.slice(-1)]);
  if (!row || row.is_opening) return null;
  const own = await accountOfAddress(tx, row.author_address);
  const theirs = ticket.account && { ...ticket.account, plan: ticket.plan, language: null };
  const inForce = timeContext(await shop.desks.current(tx), shop);
  return {
    messageId: row.id,
    wasUnverified: row.is_unverified,
    mail: factsOf(row, context),
    author: { contactId: null, name: row.author_name, address: row.author_address },
    context: {
      ...inForce,
      account: own ?? (row.is_unverified ? null : theirs),
      newTicketId: await nextTicketId(tx),
    },
    isLast: row.is_last,
  };
}

function factsOf(row: SplitRow, { desk }: Context): MailFacts {
  return {
    rawMailId: row.raw_mail_id ?? 0,
    receivedAt: row.at.getTime(),
    subject: row.subject,
    text: row.text,
    visible: row.visible,
    language: row.language,
    messageId: row.message_id,
    attachments: row.attachments,
    trust: {
      isProven: row.trust === "proven",
      words: row.trust_reason === null ? "" : reasonWords(row.trust_reason, desk.language),
    },
    isList: false,
    isAddressedToUs: true,
  };
}
