/**
 * From a matched mail to an input of `decide`: who wrote (agent, participant, colleague, stranger), how far they are
 * trusted, and the ticket locked. What needs no ticket (a machine's mail about nothing of ours) is only filed.
 */
import type { Tx } from "../io/postgres.ts";
import type { Address, Understood } from "../mail/message.ts";
import type { Trust } from "../mail/proof/trust.ts";
import { actedBefore } from "../store/acted.ts";
import type { WaitingMail } from "../store/claim.ts";
import type { Found, SentFound, TokenFound } from "../store/match.ts";
import { responseOf } from "../store/rating.ts";
import type { LoadedTicket } from "../store/ticket.ts";
import { readCommands } from "../ticket/command/command.ts";
import { decide } from "../ticket/decide.ts";
import { deniedAs } from "../ticket/desk/people.ts";
import type { Context, Copied, Decision, Input, MailFacts } from "../ticket/input.ts";
import type { LetterName } from "../ticket/letter.ts";
import { type GivenRating, mayRate, readScore } from "../ticket/rating.ts";
import { reopenWithinMs } from "../ticket/reply.ts";
import { isParticipant, type Ticket } from "../ticket/ticket.ts";
import { withAlike } from "./alike.ts";
import { lookUpAsked } from "./asked.ts";
import { bounced } from "./bounced.ts";
import type { DeskInForce } from "./desks.ts";
import { contextOf, factsOf, personOf } from "./facts.ts";
import { withGuides } from "./guides/guides.ts";
import { accountOf, authorOf, copiedPeople, type Marks, type Match } from "./match.ts";
import { onBehalf } from "./onBehalf.ts";
import { passedOn } from "./passedOn.ts";
import type { Quarantine } from "./quarantine.ts";
import { lockForMail, lookUpRelations, withoutRemoved } from "./relations.ts";
import { latelyOf } from "./restraint/lately.ts";
import { type Weighed, weigh } from "./restraint/restrain.ts";
import { mayCommand, underSwitch } from "./selftest/switches.ts";
import type { Workshop } from "./workshop.ts";

export type Step =
  | {
      kind: "decided";
      decision: Decision;
      facts: MailFacts;
      lastMessageId: string | null;
      deskName: string;
      /** A new matter, weighed against what came before it. */
      weighed?: Weighed | null;
    }
  | {
      kind: "filed";
      disposition: "autoReply" | "bounce" | "duplicate" | "quarantined";
      reason: string;
      detail?: string;
      ticketId?: number;
    }
  | { kind: "aside"; quarantine: Quarantine };

export type Matched = { mail: WaitingMail; understood: Understood; proof: Trust; found: Found; match: Match };

export async function inputOf(tx: Tx, matched: Matched, shop: Workshop): Promise<Step> {
  const { understood, match } = matched;
  const { verdict } = understood;
  const locked = await lockForMail(tx, matched, shop);
  const { loaded } = locked;
  const inForce = loaded ? await shop.desks.forTicket(tx, loaded.ticket.deskVersionId) : await shop.desks.current(tx);
  const facts = factsOf(matched, shop, inForce.desk.language);
  if (verdict.kind === "bounce") {
    const returned = await bounced(tx, matched, shop);
    if (!returned) return { kind: "filed", disposition: "bounce", reason: verdict.reason };
    return decided(returned.loaded, returned.input, facts, returned.context);
  }
  if (verdict.kind === "autoReply") {
    const from = authorOf(understood.message)?.address ?? "";
    if (!loaded && !(from in inForce.desk.agents)) {
      return { kind: "filed", disposition: "autoReply", reason: verdict.reason };
    }
    const input: Input = { kind: "autoReply", mail: facts, from, awayUntil: verdict.awayUntil };
    return decided(loaded, input, facts, await contextOf(tx, matched, inForce, loaded, shop));
  }
  // Released by the operator, such a mail opens a ticket of its own.
  if (match.kind === "conflict" && matched.mail.approvedBy === null) {
    const detail = `the mail carries the addresses of the tickets ${match.ticketIds.map((id) => `#${id}`).join(" and ")}`;
    return { kind: "aside", quarantine: { cause: "twoTickets", detail } };
  }
  const author = authorOf(understood.message);
  if (!author)
    return { kind: "aside", quarantine: { cause: "noAuthor", detail: "the mail names nobody who wrote it" } };
  const deny = inForce.desk.agents[author.address] ? null : deniedAs(author.address, inForce.desk.deny ?? []);
  // Whom the operator lets in is let in.
  if (deny !== null && matched.mail.approvedBy === null) {
    return { kind: "filed", disposition: "quarantined", reason: "denied", detail: `desk.yaml denies ${deny}` };
  }
  const passed = passedOn(matched, inForce.desk, shop.marks);
  if (passed !== null) {
    passed.isTrusted &&= await mayCommand(tx, matched.mail.approvedBy);
    return await onBehalf(tx, matched, passed, { loaded, inForce }, shop);
  }
  const weighed = opensMatter(loaded, facts) ? await weigh(tx, matched, inForce, shop) : null;
  if (weighed?.flood && !isAgents(author, matched, inForce)) {
    const { ticketId } = weighed.flood;
    const detail = `part of a flood; kept under ticket #${ticketId}`;
    return { kind: "filed", disposition: "quarantined", reason: "flood", detail, ticketId };
  }
  const context = await contextOf(tx, matched, inForce, loaded, shop, weighed);
  const read = humanInput(author, matched, loaded, facts, context, shop.marks);
  const written = await withoutRemoved(tx, read, loaded);
  const human = await underSwitch(tx, written, matched.mail.approvedBy);
  if ("cause" in human) return { kind: "aside", quarantine: human };
  if (human.kind === "agentMail" || human.kind === "agentAsks") {
    const ticketId = human.kind === "agentMail" ? (loaded?.ticket.id ?? null) : null;
    if (ticketId !== null && (await isRepeated(tx, matched, author.address, ticketId, facts, context))) {
      return { kind: "filed", disposition: "duplicate", reason: "sameMessage" };
    }
    const asked = await lookUpAsked(tx, facts, human.agent.address, ticketId, context);
    human.asked = await lookUpRelations(tx, asked, { locked, facts, matched }, context, shop);
  }
  const input =
    (await ratingIn(tx, human, match, loaded)) ?? (await withGuides(tx, await withAlike(tx, human, context), context));
  const target = input.kind === "newMatter" ? null : loaded;
  if (target) context.lately = await latelyOf(tx, target.ticket.id, input);
  const step = decided(target, input, facts, context);
  return step.kind === "decided" && step.decision.ticket?.id === context.newTicketId ? { ...step, weighed } : step;
}

function decided(loaded: LoadedTicket | null, input: Input, facts: MailFacts, context: Context): Step {
  const decision = decide(loaded?.ticket ?? null, input, context);
  const lastMessageId = loaded?.lastMessageId ?? null;
  return { kind: "decided", decision, facts, lastMessageId, deskName: context.desk.name };
}

/** Whether the mail opens a ticket: it belongs to none, or to one that has been closed for long. */
function opensMatter(loaded: LoadedTicket | null, { receivedAt }: MailFacts): boolean {
  if (!loaded) return true;
  const { status, closedAt, closedHow } = loaded.ticket;
  // Spam stays where it is.
  if (closedHow === "spam") return false;
  return status === "closed" && receivedAt - (closedAt ?? 0) > reopenWithinMs;
}

/** A proven agent is never part of a flood. */
function isAgents(author: Address, { proof }: Matched, { desk }: DeskInForce): boolean {
  return proof.level === "proven" && author.address in desk.agents;
}

/** Who wrote, and as what. */
function humanInput(
  author: Address,
  { mail, understood, proof, found, match }: Matched,
  loaded: LoadedTicket | null,
  facts: MailFacts,
  context: Context,
  marks: Marks,
): Input {
  const agent = context.desk.agents[author.address];
  const sender = personOf(author, found);
  const copied = copiedOf(understood, found, context, marks);
  if (!loaded || match.kind !== "ticket") {
    if (agent && proof.level === "proven" && !facts.isAllQuoted && beginsWithCommand(facts.visible, context, author)) {
      const asked = { undoable: null, shown: null, queue: null, lastWords: null };
      return { kind: "agentAsks", mail: facts, agent: { name: agent.name, address: author.address }, asked };
    }
    const shown = understood.matter === null ? facts : { ...facts, visible: understood.matter };
    return { kind: "newMatter", mail: shown, sender, copied, mentions: match.kind === "none" ? match.mentions : null };
  }
  if (agent) {
    const { token, letter } = match;
    const isToBothAddresses = isToBoth(author.address, match.addressed ?? []);
    const purpose = isToBothAddresses ? "answer" : purposeOf(author.address, token, letter);
    // The operator may release a mail; only its agent's own button makes it theirs.
    const isApproved = mail.approvedBy === author.address;
    const standing =
      isApproved || (proof.level === "proven" && purpose !== null)
        ? ("trusted" as const)
        : { short: proof.level === "proven" ? "noToken" : "notProven" };
    return {
      kind: "agentMail",
      mail: facts,
      agent: { name: agent.name, address: author.address },
      purpose: purpose ?? "answer",
      standing,
      // Who pressed the button has said how it is meant.
      ...(!isApproved
        ? { mixed: { isToBothAddresses, customers: customersIn(understood, loaded.ticket, found, context, marks) } }
        : {}),
    };
  }
  const isColleague = loaded.ticket.account !== null && loaded.ticket.account.id === context.account?.id;
  const standing = isParticipant(loaded.ticket, author.address)
    ? "participant"
    : isColleague
      ? "sameAccount"
      : "stranger";
  const meant = standing === "stranger" ? agentMeant(match, context) : null;
  if (meant !== null) {
    // An agent's own address was used from a mailbox that we do not know as theirs.
    const isApproved = mail.approvedBy === meant.agent.address;
    return {
      kind: "agentMail",
      mail: facts,
      ...meant,
      from: author.address,
      standing: isApproved ? "trusted" : { short: "unknownAddress" },
    };
  }
  const { token } = match;
  const hasOwnToken = token?.purpose === "customerReply" && token.person === author.address;
  const isOfTicket = token !== null && (token.madeFor ?? token.ticketId) === loaded.ticket.id;
  const answersQuestion = isOfTicket && typeof token.data.ordinal === "number" ? token.data.ordinal : null;
  return { kind: "reply", mail: facts, sender, standing, copied, hasOwnToken, answersQuestion };
}

function beginsWithCommand(text: string, { desk }: Context, author: Address): boolean {
  const { commands, refused } = readCommands(text, { desk, agent: author.address });
  return commands.length > 0 || refused !== null;
}

/** One mail to the address for answers and to the one for notes, both made for this agent. */
function isToBoth(address: string, addressed: TokenFound[]): boolean {
  const purposes = addressed.filter(({ person }) => person === address).map(({ purpose }) => purpose);
  return purposes.includes("answer") && purposes.includes("note");
}

/** People of the ticket or its account in To or Cc, who have the mail from its sender already. */
function customersIn(understood: Understood, ticket: Ticket, found: Found, context: Context, marks: Marks): string[] {
  return copiedPeople(understood.message, marks)
    .map(({ address }) => address)
    .filter((address) => {
      if (address in context.desk.agents) return false;
      const { account } = accountOf(address, found);
      return isParticipant(ticket, address) || (account !== null && account.id === ticket.account?.id);
    });
}

/** An agent's mail acts once, also where it came by two ways and its bytes differ. */
async function isRepeated(
  tx: Tx,
  { mail, proof }: Matched,
  sender: string,
  ticketId: number,
  facts: MailFacts,
  { desk }: Context,
): Promise<boolean> {
  if (proof.level !== "proven" || facts.messageId === null || mail.approvedBy !== null) return false;
  const lines = readCommands(facts.visible, { desk, agent: sender }).commands.map(({ line }) => line);
  return await actedBefore(tx, { id: mail.id, sender, messageId: facts.messageId, ticketId, text: facts.text, lines });
}

/** A participant's reply to an answer that says nothing but a score is a rating of it, while it may be rated. */
async function ratingIn(tx: Tx, input: Input, match: Match, loaded: LoadedTicket | null): Promise<Input | null> {
  if (input.kind !== "reply" || input.standing !== "participant" || match.kind !== "ticket") return null;
  const { mail, sender } = input;
  const { letter } = match;
  const isAnswer = letter?.letter === "answer" || letter?.letter === "solved";
  if (!isAnswer || letter.recipient !== sender.address) return null;
  const score = readScore(mail.visible, { mayBeThumb: loaded?.ticket.status !== "solved" });
  if (score === null || mail.attachments.some((attachment) => !attachment.inline)) return null;
  const found = await responseOf(tx, letter.messageId, sender.address, mail.receivedAt);
  if (!found || found.ticketId !== loaded?.ticket.id || !mayRate(found.response, mail.receivedAt)) return null;
  const { response, recentSaveCount } = found;
  const rating: GivenRating = {
    response,
    person: sender,
    score,
    comment: response.before?.comment ?? "",
    source: "reply",
    recentSaveCount,
  };
  return { kind: "rating", mail, rating };
}

/** For which agent the address or the letter was made that this mail answers, and what it is good for. */
function agentMeant(
  { token, letter }: Extract<Match, { kind: "ticket" }>,
  { desk }: Context,
): Pick<Extract<Input, { kind: "agentMail" }>, "agent" | "purpose"> | null {
  const address = token?.person ?? letter?.recipient ?? "";
  const agent = Object.hasOwn(desk.agents, address) ? desk.agents[address] : undefined;
  const purpose = agent ? purposeOf(address, token, letter) : null;
  return agent && purpose ? { agent: { name: agent.name, address }, purpose } : null;
}

/** What an agent's mail is good for, by the token or the letter it answers; null where neither was made for them. */
function purposeOf(address: string, token: TokenFound | null, letter: SentFound | null): "answer" | "note" | null {
  if (token && token.person === address && (token.purpose === "answer" || token.purpose === "note"))
    return token.purpose;
  if (!token && letter?.recipient === address) {
    const answerable: LetterName[] = ["newTicket", "customerReply", "reminder", "breach", "overdue", "handedOver"];
    return answerable.some((name) => name === letter.letter) ? "answer" : "note";
  }
  return null;
}

function copiedOf(understood: Understood, found: Found, context: Context, marks: Marks): Copied[] {
  return copiedPeople(understood.message, marks).flatMap((person) => {
    if (person.address in context.desk.agents) return [];
    const { account } = accountOf(person.address, found);
    return [{ person, isSameAccount: account !== null && account.id === context.account?.id }];
  });
}
