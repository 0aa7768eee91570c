/**
 * What the letters to agents say: new tickets and replies, and what went wrong with a mail of theirs or ours. Agents work
 * from their mail client, so each tells what a reply to it will do or what to do next.
 */
import type { Risk } from "../../mail/risk.ts";
import type { LetterData, LetterName } from "../../ticket/letter.ts";
import { alikeForAgents } from "./alike.ts";
import { type Block, type Fact, type ListItem, none } from "./blocks.ts";
import { optional, person, personName, promiseFacts, referenceFacts, type Told } from "./facts.ts";
import type { Locale } from "./locale.ts";
import { oneLine } from "./plaintext.ts";
import { bareSubject, taggedSubject } from "./subject.ts";
import { verdictOf } from "./verdict.ts";
import { waitingBlock } from "./waiting.ts";

type Data<Name extends LetterName> = LetterData[Name];

export function newTicket(data: Data<"newTicket">, locale: Locale): Told {
  const told = forAgents(data, locale, {
    subject: taggedSubject(data.subject, data.ticketId),
    preheader: summary(data, locale, true),
    heading: locale.say("newTicket.heading", { number: String(data.ticketId) }),
    author: data.requester,
    reopened: none,
    isNew: true,
  });
  return { ...told, blocks: { ...told.blocks, alike: alikeForAgents(data, locale) } };
}

export function customerReply(data: Data<"customerReply">, locale: Locale): Told {
  const author = personName(data.author);
  const heading = locale.say("customerReply.heading", { name: author, number: String(data.ticketId) });
  return forAgents(data, locale, {
    subject: `Re: ${taggedSubject(data.subject, data.ticketId)}`,
    preheader: heading,
    heading,
    author: data.author,
    verdict: verdictOf(data, locale),
    reopened: data.reopened ? { kind: "notice", warn: true, text: locale.say("customerReply.reopened") } : none,
  });
}

/** A ticket that another agent hands over: the customer's last words, and the note that came with it. */
export function handedOver(data: Data<"handedOver">, locale: Locale): Told {
  const { say } = locale;
  const heading = say("handedOver.heading", { name: oneLine(data.by, 150), number: String(data.ticketId) });
  const told = forAgents(data, locale, {
    subject: `Re: ${taggedSubject(data.subject, data.ticketId)}`,
    preheader: heading,
    heading,
    author: data.requester,
    reopened: none,
  });
  return { ...told, blocks: { ...told.blocks, note: quoted(data.note, say("handedOver.note"), locale) } };
}

/** Somebody's words under a title; where nothing was said, no title either. */
function quoted(text: string, title: string, { say }: Locale): Block {
  return text.trim() === "" ? none : { kind: "words", text, quoted: true, cutNote: say("agents.cut"), title };
}

/** What they wrote; of a mail without a word it is said why there is none. */
function spoken({ text, sealed }: Data<"newTicket">, author: AgentsHead["author"], locale: Locale): Block {
  if (text.trim() !== "") return quoted(text, locale.say("agents.wrote", { name: personName(author) }), locale);
  return { kind: "notice", warn: false, text: locale.say(sealed ? "agents.sealed" : "agents.noWords") };
}

type AgentsHead = {
  verdict?: Block;
  subject: string;
  preheader: string;
  heading: string;
  author: { name: string; address: string };
  reopened: Block;
  /** Of a new ticket it is said that nothing is promised; later that means only that nothing is owed now. */
  isNew?: boolean;
};

/** What both notices to agents hold; the first line says what a reply will do. */
export function forAgents(data: Data<"newTicket">, locale: Locale, head: AgentsHead): Told {
  const { say } = locale;
  const { author } = head;
  const labels = { answer: say("agents.answerDue"), handling: say("agents.handlingDue") };
  const owed = [data.firstResponse, data.resolution];
  const due = promiseFacts(data, labels, locale).filter((_, index) => head.isNew || owed[index] !== null);
  return {
    subject: head.subject,
    preheader: head.preheader,
    values: {
      replyGoes: say("agents.replyGoes", { name: personName(data.requester) }),
      heading: head.heading,
      subjectLine: bareSubject(data.subject, data.ticketId),
      summary: summary(data, locale, head.isNew),
    },
    blocks: {
      unverified: data.unverified
        ? { kind: "notice", warn: true, text: say("agents.unverified", { person: person(author) }) }
        : none,
      waiting: waitingBlock(data.waiting, locale),
      reopened: head.reopened,
      verdict: head.verdict ?? none,
      due: due.length === 0 ? none : { kind: "facts", facts: due },
      facts: { kind: "facts", facts: agentsFacts(data, author, locale) },
      words: spoken(data, author, locale),
      attachments: attachmentList(data, locale),
      addresses: {
        kind: "addresses",
        addresses: [
          ...optional(say("agents.answerAddress"), data.answerAddress),
          ...optional(say("agents.noteAddress"), data.noteAddress),
        ],
      },
    },
  };
}

function agentsFacts(data: Data<"newTicket">, author: { name: string; address: string }, { say }: Locale): Fact[] {
  const requester = { label: say("fact.requester"), value: person(data.requester) };
  const writers: Fact[] =
    author.address === data.requester.address
      ? [{ ...requester, note: data.trust }]
      : [{ label: say("fact.author"), value: person(author), note: data.trust }, requester];
  return [
    ...writers,
    { label: say("fact.account"), value: data.account ?? say("fact.noAccount") },
    { label: say("fact.plan"), value: data.plan },
    { label: say("fact.severity"), value: data.severity },
    ...optional(say("fact.requestType"), data.requestType),
    ...referenceFacts(data.references),
  ];
}

/** A mail may hold a thousand parts; who must see more than these opens the ticket. */
const attachmentsToldMax = 40;

const riskSentences = {
  program: "agents.risk.program",
  script: "agents.risk.script",
  page: "agents.risk.page",
  shortcut: "agents.risk.shortcut",
  diskImage: "agents.risk.diskImage",
  macros: "agents.risk.macros",
  encrypted: "agents.risk.encrypted",
  disguised: "agents.risk.disguised",
} as const satisfies Record<Risk, string>;

function attachmentList({ attachments }: Data<"newTicket">, { say, bytes }: Locale): Block {
  if (attachments.length === 0) return none;
  const items = attachments.slice(0, attachmentsToldMax).map((each): ListItem => {
    const told = { name: oneLine(each.name, 150), size: bytes(each.bytes) };
    const risk = each.risk === undefined ? undefined : riskSentences[each.risk];
    if (each.held && risk)
      return { text: say("agents.attachmentRisky", { ...told, risk: say(risk) }), url: each.url ?? null };
    return each.held
      ? { text: say("agents.attachmentHeld", told), url: each.url ?? null }
      : { text: say("agents.attachment", told), url: null };
  });
  const more = attachments.length - items.length;
  if (more > 0) items.push({ text: say("agents.attachmentsMore", { count: String(more) }), url: null });
  return { kind: "list", title: say("agents.attachments"), items };
}

/** Severity, plan and due time in one line. */
function summary(data: Data<"newTicket">, { say, instant }: Locale, isNew = false): string {
  const told = { severity: oneLine(data.severity), plan: oneLine(data.plan) };
  if (data.firstResponse === null) return say(isNew ? "agents.summaryNoTime" : "agents.summaryNow", told);
  return say("agents.summary", { ...told, instant: instant(data.firstResponse.dueAt, data.timezone) });
}

export function held(data: Data<"held">, { say, instant }: Locale): Told {
  const { ticketId, what } = data;
  const bare = ticketId === null ? oneLine(data.subject) : bareSubject(data.subject, ticketId);
  const subject = say(`held.${what}.subject`, { subject: bare });
  return {
    subject: ticketId === null ? subject : taggedSubject(subject, ticketId),
    preheader: say("held.lead"),
    values: {
      heading: say(`held.${what}.heading`),
      begins: say(`held.${what}.begins`),
      subjectLine: bare,
      expires: instant(data.expiresAt, data.timezone),
    },
    blocks: {
      why: { kind: "notice", warn: true, text: say("held.why", { why: data.why }) },
      words: { kind: "words", text: data.excerpt, quoted: true, cutNote: say("agents.cut") },
      approve: { kind: "link", label: say(`held.${what}.approve`), url: data.approveUrl, button: true },
    },
  };
}

export function quarantine(data: Data<"quarantine">, { say, instant, bytes }: Locale): Told {
  const id = String(data.rawMailId);
  return {
    subject: say("quarantine.subject", { id, cause: oneLine(data.cause) }),
    preheader: say("quarantine.lead"),
    values: {},
    blocks: {
      commands: {
        kind: "list",
        title: say("quarantine.how"),
        items: ["show", "release", "drop"].map((verb) => ({ text: `npx intray quarantine ${verb} ${id}`, url: null })),
      },
      facts: {
        kind: "facts",
        facts: [
          { label: say("quarantine.mail"), value: id },
          { label: say("quarantine.cause"), value: data.cause, note: data.what },
          { label: say("quarantine.received"), value: instant(data.receivedAt, data.timezone) },
          { label: say("quarantine.size"), value: bytes(data.bytes) },
        ],
      },
    },
  };
}

export function lowRating(data: Data<"lowRating">, { say }: Locale): Told {
  const name = personName(data.person);
  const score = String(data.score);
  return {
    subject: taggedSubject(
      say("lowRating.subject", { score, subject: bareSubject(data.subject, data.ticketId) }),
      data.ticketId,
    ),
    preheader: data.comment === "" ? say("lowRating.lead", { name, score }) : oneLine(data.comment, 150),
    values: {
      lead: say("lowRating.lead", { name, score }),
      summary: bareSubject(data.subject, data.ticketId),
      answered: say("lowRating.answered", { name: personName(data.agent) }),
      comment: data.comment === "" ? say("lowRating.noComment") : say("agents.wrote", { name }),
    },
    blocks: {
      machine: data.perhapsMachine ? { kind: "notice", warn: false, text: say("lowRating.machine") } : none,
      words: data.comment === "" ? none : { kind: "words", text: data.comment, quoted: true, cutNote: null },
      answer: { kind: "words", text: data.excerpt, quoted: true, cutNote: say("agents.cut") },
      facts: {
        kind: "facts",
        facts: [
          { label: say("lowRating.ratedBy"), value: person(data.person) },
          { label: say("lowRating.agent"), value: person(data.agent) },
          { label: say("fact.account"), value: data.account ?? say("fact.noAccount") },
        ],
      },
      addresses: {
        kind: "addresses",
        addresses: [
          ...optional(say("agents.answerAddress"), data.answerAddress),
          ...optional(say("agents.noteAddress"), data.noteAddress),
        ],
      },
    },
  };
}

export function undelivered(data: Data<"undelivered">, { say }: Locale): Told {
  const recipient = oneLine(data.recipient);
  return {
    subject: taggedSubject(say("undelivered.subject", { recipient }), data.ticketId),
    preheader: say("undelivered.lead", { recipient, number: String(data.ticketId) }),
    values: { recipient, number: String(data.ticketId) },
    blocks: {
      silenced: data.silenced ? { kind: "notice", warn: true, text: say("undelivered.silenced") } : none,
      facts: {
        kind: "facts",
        facts: [
          { label: say("undelivered.recipient"), value: recipient },
          { label: say("undelivered.letter"), value: data.letter },
          { label: say("fact.subject"), value: bareSubject(data.subject, data.ticketId) },
          { label: say("undelivered.why"), value: data.why },
        ],
      },
      words: { kind: "words", text: data.excerpt, quoted: true, cutNote: say("agents.cut") },
    },
  };
}
