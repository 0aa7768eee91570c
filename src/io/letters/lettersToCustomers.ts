/**
 * What the letters to customers say: the confirmation, the question to an unknown sender, an agent's answer. A sender whose
 * address is not proven reads nothing here that they wrote, because it may have been written to annoy someone else.
 */
import type { LetterData, LetterName } from "../../ticket/letter.ts";
import { alikeForCustomers } from "./alike.ts";
import { type Block, type Fact, none } from "./blocks.ts";
import { optional, preheader, promise, referenceFacts, severity, severityNote, type Told } from "./facts.ts";
import type { Locale } from "./locale.ts";
import { oneLine } from "./plaintext.ts";
import { bareSubject, taggedSubject, threadSubject } from "./subject.ts";

type Data<Name extends LetterName> = LetterData[Name];

export function confirmation(data: Data<"confirmation">, locale: Locale): Told {
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
      alike: alikeForCustomers(data, locale),
      unproven: proven
        ? sealedNotice(data.sealed, say)
        : { kind: "notice", warn: false, text: say(data.passedOn ? "confirmation.passedOn" : "confirmation.unproven") },
    },
  };
}

/** Nobody here can read it: who wrote it should know before they wait for an answer. */
function sealedNotice(sealed: boolean | undefined, say: Locale["say"]): Block {
  return sealed ? { kind: "notice", warn: false, text: say("confirmation.sealed") } : none;
}

export function unknownSender(data: Data<"unknownSender">, locale: Locale): Told {
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

/** The solution is proposed: the agent's words where there are any, and the question with a link for each answer. */
export function solved(data: Data<"solved">, { say, instant }: Locale): Told {
  const name = oneLine(data.agentName, 150);
  const link = (answer: "yes" | "no", button: boolean): Block => ({
    kind: "link",
    label: say(answer === "yes" ? "solved.yes" : "solved.no"),
    url: `${data.answerUrl}?a=${answer}`,
    button,
  });
  return {
    subject: threadSubject(data.subject, data.ticketId),
    preheader: say("solved.question"),
    values: {
      lead:
        data.proposedAt === null
          ? say("solved.lead", { name, number: String(data.ticketId) })
          : say("solved.again", { name, instant: instant(data.proposedAt, data.timezone) }),
      subjectLine: bareSubject(data.subject, data.ticketId),
    },
    blocks: {
      words: data.text.trim() === "" ? none : { kind: "words", text: data.text, quoted: false, cutNote: null },
      yes: link("yes", true),
      no: link("no", false),
    },
  };
}

/** To the requester: their word counts as an agent's does. What the stranger wrote, and their name, stand on the page alone. */
export function mayJoin(data: Data<"mayJoin">, { say }: Locale): Told {
  const address = oneLine(data.stranger, 150);
  const link = (choice: "approve" | "refuse", button: boolean): Block => ({
    kind: "link",
    label: say(`mayJoin.${choice}`),
    url: `${data.admitUrl}?a=${choice}`,
    button,
  });
  return {
    subject: threadSubject(data.subject, data.ticketId),
    preheader: say("mayJoin.heading", { address }),
    values: {
      heading: say("mayJoin.heading", { address }),
      lead: say("mayJoin.lead", { address, number: String(data.ticketId) }),
      subjectLine: bareSubject(data.subject, data.ticketId),
    },
    blocks: { approve: link("approve", true), refuse: link("refuse", false) },
  };
}

export function verify(data: Data<"verify">, { say, instant }: Locale): Told {
  return {
    subject: say("verify.subject"),
    preheader: say("verify.lead"),
    values: { greeting: say("common.helloAll"), expires: instant(data.expiresAt, data.timezone) },
    blocks: { button: { kind: "link", label: say("verify.button"), url: data.verifyUrl, button: true } },
  };
}

/** An agent's answer is their mail: their words, and a quiet line below. */
export function answer(data: Data<"answer">): Told {
  return {
    subject: threadSubject(data.subject, data.ticketId),
    preheader: "",
    values: {},
    blocks: { words: { kind: "words", text: data.text, quoted: false, cutNote: null } },
  };
}
