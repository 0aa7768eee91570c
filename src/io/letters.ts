/**
 * What each letter says: from its data to the subject, the preheader and the values and blocks its templates ask for. Here
 * stands which facts are told and in which order; the sentences stand in the locales, the looks in the templates.
 */
import type { Letter, LetterData, LetterName } from "../ticket/letter.ts";
import { type Block, type Fact, none } from "./blocks.ts";
import {
  optional,
  person,
  personName,
  preheader,
  promise,
  promiseFacts,
  referenceFacts,
  severity,
  severityNote,
} from "./facts.ts";
import type { Locale } from "./locale.ts";
import { oneLine } from "./plaintext.ts";
import { bareSubject, taggedSubject, threadSubject } from "./subject.ts";

/** What a letter's templates are filled with: values are escaped, blocks are written for HTML and for text. */
export type Told = {
  subject: string;
  preheader: string;
  values: Record<string, string>;
  blocks: Record<string, Block>;
};

type Data<Name extends LetterName> = LetterData[Name];

export function tell(letter: Letter, locale: Locale): Told {
  switch (letter.name) {
    case "confirmation":
      return confirmation(letter.data, locale);
    case "unknownSender":
      return unknownSender(letter.data, locale);
    case "newTicket":
      return newTicket(letter.data, locale);
    case "customerReply":
      return customerReply(letter.data, locale);
    case "answer":
      return answer(letter.data);
    case "held":
      return held(letter.data, locale);
    case "refused":
      return refused(letter.data, locale);
    case "quarantine":
      return quarantine(letter.data, locale);
    case "undelivered":
      return undelivered(letter.data, locale);
    default:
      return letter satisfies never;
  }
}

function confirmation(data: Data<"confirmation">, locale: Locale): Told {
  const { say } = locale;
  const { proven, ticketId } = data;
  const name = proven ? oneLine(data.requesterName) : "";
  const understood: Fact[] = [
    ...(name === "" ? [] : [{ label: say("fact.requester"), value: name }]),
    ...(proven ? optional(say("fact.subject"), bareSubject(data.subject, ticketId)) : []),
    { label: say("fact.severity"), value: severity(data), note: severityNote(data.severityFrom, locale) },
    ...optional(say("fact.requestType"), data.requestType),
    ...optional(say("fact.account"), data.account),
    { label: say("fact.plan"), value: data.plan },
    ...(proven ? referenceFacts(data.references) : []),
  ];
  return {
    subject:
      proven && bareSubject(data.subject, ticketId) !== ""
        ? threadSubject(data.subject, ticketId)
        : taggedSubject(say("confirmation.subject"), ticketId),
    preheader: preheader(data, locale),
    values: {
      greeting: name === "" ? say("common.helloAll") : say("common.hello", { name }),
      number: String(ticketId),
    },
    blocks: {
      promise: promise(data, locale),
      understood: { kind: "facts", facts: understood },
      missing:
        data.missing.length === 0
          ? none
          : { kind: "notice", warn: false, text: say("confirmation.missing", { names: locale.list(data.missing) }) },
      unproven: proven ? none : { kind: "notice", warn: false, text: say("confirmation.unproven") },
    },
  };
}

function unknownSender(data: Data<"unknownSender">, locale: Locale): Told {
  const { say } = locale;
  return {
    subject: taggedSubject(say("confirmation.subject"), data.ticketId),
    preheader: say("unknownSender.lead"),
    values: { greeting: say("common.helloAll"), number: String(data.ticketId) },
    blocks: {
      promise: promise(data, locale, [{ label: say("fact.severity"), value: severity(data) }]),
      ask: { kind: "notice", warn: false, text: say("unknownSender.ask") },
    },
  };
}

function newTicket(data: Data<"newTicket">, locale: Locale): Told {
  return forAgents(data, locale, {
    subject: taggedSubject(data.subject, data.ticketId),
    preheader: summary(data, locale),
    heading: locale.say("newTicket.heading", { number: String(data.ticketId) }),
    author: data.requester,
    reopened: none,
  });
}

function customerReply(data: Data<"customerReply">, locale: Locale): Told {
  const author = personName(data.author);
  const heading = locale.say("customerReply.heading", { name: author, number: String(data.ticketId) });
  return forAgents(data, locale, {
    subject: `Re: ${taggedSubject(data.subject, data.ticketId)}`,
    preheader: heading,
    heading,
    author: data.author,
    reopened: data.reopened ? { kind: "notice", warn: true, text: locale.say("customerReply.reopened") } : none,
  });
}

type AgentsHead = {
  subject: string;
  preheader: string;
  heading: string;
  author: { name: string; address: string };
  reopened: Block;
};

/** What both notices to agents hold; the first line says what a reply will do. */
function forAgents(data: Data<"newTicket">, locale: Locale, head: AgentsHead): Told {
  const { say } = locale;
  const { author } = head;
  const labels = { answer: say("agents.answerDue"), handling: say("agents.handlingDue") };
  return {
    subject: head.subject,
    preheader: head.preheader,
    values: {
      replyGoes: say("agents.replyGoes", { name: personName(data.requester) }),
      heading: head.heading,
      subjectLine: bareSubject(data.subject, data.ticketId),
      summary: summary(data, locale),
      wrote: say("agents.wrote", { name: personName(author) }),
    },
    blocks: {
      unverified: data.unverified
        ? { kind: "notice", warn: true, text: say("agents.unverified", { person: person(author) }) }
        : none,
      reopened: head.reopened,
      due: { kind: "facts", facts: promiseFacts(data, labels, locale) },
      facts: { kind: "facts", facts: agentsFacts(data, author, locale) },
      words: { kind: "words", text: data.text, quoted: true, cutNote: say("agents.cut") },
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

function attachmentList({ attachments }: Data<"newTicket">, { say, bytes }: Locale): Block {
  if (attachments.length === 0) return none;
  const items = attachments.map((each) => {
    const told = { name: oneLine(each.name), size: bytes(each.bytes) };
    return each.held ? say("agents.attachmentHeld", told) : say("agents.attachment", told);
  });
  return { kind: "list", title: say("agents.attachments"), items };
}

/** Severity, plan and due time in one line. */
function summary(data: Data<"newTicket">, { say, instant }: Locale): string {
  const told = { severity: oneLine(data.severity), plan: oneLine(data.plan) };
  return data.firstResponse === null
    ? say("agents.summaryNoTime", told)
    : say("agents.summary", { ...told, instant: instant(data.firstResponse.dueAt, data.timezone) });
}

/** An agent's answer is their mail: their words, and a quiet line below. */
function answer(data: Data<"answer">): Told {
  return {
    subject: threadSubject(data.subject, data.ticketId),
    preheader: "",
    values: {},
    blocks: { words: { kind: "words", text: data.text, quoted: false, cutNote: null } },
  };
}

function held(data: Data<"held">, { say, instant }: Locale): Told {
  return {
    subject: taggedSubject(say("held.subject", { subject: bareSubject(data.subject, data.ticketId) }), data.ticketId),
    preheader: say("held.lead", { number: String(data.ticketId) }),
    values: {
      number: String(data.ticketId),
      subjectLine: bareSubject(data.subject, data.ticketId),
      expires: instant(data.expiresAt, data.timezone),
    },
    blocks: {
      why: { kind: "notice", warn: true, text: say("held.why", { why: data.why }) },
      words: { kind: "words", text: data.excerpt, quoted: true, cutNote: say("agents.cut") },
      approve: { kind: "link", label: say("held.approve"), url: data.approveUrl, button: true },
    },
  };
}

function refused(data: Data<"refused">, { say }: Locale): Told {
  return {
    subject: taggedSubject(
      say("refused.subject", { subject: bareSubject(data.subject, data.ticketId) }),
      data.ticketId,
    ),
    preheader: say("refused.lead", { number: String(data.ticketId) }),
    values: { number: String(data.ticketId), subjectLine: bareSubject(data.subject, data.ticketId) },
    blocks: {
      line: { kind: "words", text: data.line, quoted: true, cutNote: say("agents.cut") },
      why: { kind: "notice", warn: true, text: data.why },
      suggestion:
        data.suggestion === null
          ? none
          : { kind: "notice", warn: false, text: say("refused.suggestion", { suggestion: oneLine(data.suggestion) }) },
    },
  };
}

function quarantine(data: Data<"quarantine">, { say, instant, bytes }: Locale): Told {
  const id = String(data.rawMailId);
  return {
    subject: say("quarantine.subject", { id, cause: oneLine(data.cause) }),
    preheader: say("quarantine.lead"),
    values: {},
    blocks: {
      commands: {
        kind: "list",
        title: say("quarantine.how"),
        items: ["show", "release", "drop"].map((verb) => `npx intray quarantine ${verb} ${id}`),
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

function undelivered(data: Data<"undelivered">, { say }: Locale): Told {
  const recipient = oneLine(data.recipient);
  return {
    subject: taggedSubject(say("undelivered.subject", { recipient }), data.ticketId),
    preheader: say("undelivered.lead", { recipient, number: String(data.ticketId) }),
    values: { recipient, number: String(data.ticketId) },
    blocks: {
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
